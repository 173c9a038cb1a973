import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Outcome } from '../components/Outcome';
import { useLoaded } from '../components/useLoaded';
import { fetchSession, may, type Role, type Session, signIn, staff, type User } from './api';

const PLACES: { path: string; name: string; least: Role }[] = [
  { path: '/desk', name: '工作台', least: 'agent' },
  { path: '/desk/questions', name: '待处理的问题', least: 'editor' },
  { path: '/desk/upload', name: '收录政策', least: 'editor' },
  { path: '/desk/figures', name: '统计', least: 'editor' },
  { path: '/desk/audit', name: '操作记录', least: 'admin' },
  { path: '/desk/account', name: '账号', least: 'agent' },
];

interface Props {
  title: string;
  least: Role;
  children: (user: User, session: Session) => ComponentChildren;
}

/** The frame of every staff page: sign-in where nobody is signed in, else the ways to the others and the content. */
export function Frame({ title, least, children }: Props) {
  useEffect(() => {
    document.title = `${title} - 人社政策助手`;
  }, [title]);
  const loaded = useLoaded(fetchSession, 'session');
  return (
    <Outcome loaded={loaded}>
      {(session) =>
        session.user ? (
          <div class="desk">
            <Bar user={session.user} />
            <main class="desk__main">
              <h1 class="desk__title">{title}</h1>
              {may(session.user.role, least) ? (
                children(session.user, session)
              ) : (
                <p class="notice">您的账号没有这一页的权限，请联系管理员。</p>
              )}
            </main>
          </div>
        ) : (
          <SignIn single={session.single_sign_on} />
        )
      }
    </Outcome>
  );
}

function Bar({ user }: { user: User }) {
  const leave = () => {
    const gone = () => location.assign('/desk');
    staff('/session', { method: 'DELETE' }).then(gone, gone);
  };
  const here = location.pathname.replace(/\/$/, '');
  return (
    <header class="desk__bar">
      <nav aria-label="工作台的页面">
        {PLACES.filter((place) => may(user.role, place.least)).map((place) => (
          <a
            key={place.path}
            class="desk__place"
            href={place.path}
            aria-current={place.path === here ? 'page' : undefined}
          >
            {place.name}
          </a>
        ))}
      </nav>
      <button type="button" class="desk__place" onClick={leave}>
        退出（{user.name}）
      </button>
    </header>
  );
}

function SignIn({ single }: { single: boolean }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState(
    /failed=sso/.test(location.search) ? '统一身份认证没有成功，请重试或联系管理员。' : '',
  );
  const submit = (event: Event) => {
    event.preventDefault();
    signIn(name, password).then(
      () => location.reload(),
      (error: Error) => setFault(error.message),
    );
  };
  return (
    <main class="desk__sign-in">
      <h1 class="desk__title">工作人员登录</h1>
      {fault && (
        <p class="notice notice_error" role="alert">
          {fault}
        </p>
      )}
      <form onSubmit={submit}>
        <Labelled id="name" label="用户名" value={name} onValue={setName} autoComplete="username" />
        <Labelled
          id="password"
          label="密码"
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
        />
        <button type="submit" class="weui-btn weui-btn_primary weui-btn_block">
          登录
        </button>
      </form>
      {single && (
        <a class="weui-btn weui-btn_default weui-btn_block" href="/api/desk/oidc/start">
          用统一身份认证登录
        </a>
      )}
    </main>
  );
}

interface LabelledProps {
  id: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: string;
  autoComplete?: string;
  maxLength?: number;
}

/** A one-line field with its label. */
export function Labelled({ id, label, value, onValue, type = 'text', ...more }: LabelledProps) {
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="field__box"
        type={type}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...more}
      />
    </div>
  );
}
