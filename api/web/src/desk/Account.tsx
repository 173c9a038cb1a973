import { useState } from 'preact/hooks';
import { Outcome } from '../components/Outcome';
import { useToast } from '../components/Toast';
import { useLoaded } from '../components/useLoaded';
import { ApiKeys } from './ApiKeys';
import { may, ROLE_NAMES, type Role, staff, type User } from './api';
import { Labelled } from './Frame';

const ROLES: Role[] = ['agent', 'editor', 'admin'];

/** One's own password; for administrators also the users and the keys of other systems. */
export function Account({ user }: { user: User }) {
  const [toast, say] = useToast();
  return (
    <>
      <p>
        {user.name}，{ROLE_NAMES[user.role]}
      </p>
      {!user.is_external && <OwnPassword say={say} />}
      {may(user.role, 'admin') && <Users say={say} />}
      {may(user.role, 'admin') && <ApiKeys say={say} />}
      {toast}
    </>
  );
}

type Say = (text: string) => void;

function OwnPassword({ say }: { say: Say }) {
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const change = (event: Event) => {
    event.preventDefault();
    staff('/session/password', { body: { old_password: old, password } }).then(
      () => location.reload(),
      (error: Error) => say(error.message),
    );
  };
  return (
    <form onSubmit={change}>
      <h2>修改密码</h2>
      <Labelled
        id="old"
        label="原来的密码"
        type="password"
        value={old}
        onValue={setOld}
        autoComplete="current-password"
      />
      <Labelled
        id="new"
        label="新密码（至少10个字符）"
        type="password"
        value={password}
        onValue={setPassword}
        autoComplete="new-password"
      />
      <button type="submit" class="weui-btn weui-btn_primary" disabled={!old || !password}>
        修改并重新登录
      </button>
    </form>
  );
}

function Users({ say }: { say: Say }) {
  const [times, setTimes] = useState(0);
  const loaded = useLoaded(() => staff<{ users: User[] }>('/users'), `users ${times}`);
  const act = (work: Promise<unknown>, done: string) => {
    work.then(
      () => {
        say(done);
        setTimes(times + 1);
      },
      (error: Error) => say(error.message),
    );
  };
  const change = (user: User, body: { role?: Role; is_active?: boolean }) =>
    act(staff(`/users/${user.id}`, { method: 'PATCH', body }), '已修改，对方需要重新登录');
  return (
    <section>
      <h2>工作人员</h2>
      <Outcome loaded={loaded}>
        {({ users }) => (
          <div class="desk__scroll">
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">用户名</th>
                  <th scope="col">角色</th>
                  <th scope="col">状态</th>
                </tr>
              </thead>
              <tbody>
                {users.map((user) => (
                  <UserRow key={user.id} user={user} onChange={(body) => change(user, body)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Outcome>
      <NewUser onAdd={(body) => act(staff('/users', { body }), '已新增')} />
    </section>
  );
}

interface RowProps {
  user: User;
  onChange: (body: { role?: Role; is_active?: boolean }) => void;
}

function UserRow({ user, onChange }: RowProps) {
  return (
    <tr>
      <th scope="row">{user.name}</th>
      <td>
        <RoleSelect label={`${user.name}的角色`} role={user.role} onRole={(role) => onChange({ role })} />
      </td>
      <td>
        {user.is_active ? '在用 ' : '已停用 '}
        <button
          type="button"
          class="weui-btn weui-btn_default"
          onClick={() => onChange({ is_active: !user.is_active })}
        >
          {user.is_active ? '停用' : '启用'}
          <span class="vh">{user.name}</span>
        </button>
      </td>
    </tr>
  );
}

function RoleSelect({ label, role, onRole }: { label: string; role: Role; onRole: (role: Role) => void }) {
  return (
    <select
      class="field__box"
      aria-label={label}
      value={role}
      onChange={(event) => onRole(event.currentTarget.value as Role)}
    >
      {ROLES.map((one) => (
        <option key={one} value={one}>
          {ROLE_NAMES[one]}
        </option>
      ))}
    </select>
  );
}

function NewUser({ onAdd }: { onAdd: (body: { name: string; password: string; role: Role }) => void }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const add = (event: Event) => {
    event.preventDefault();
    onAdd({ name, password, role });
    setPassword('');
  };
  return (
    <form onSubmit={add}>
      <h3>新增</h3>
      <Labelled id="user-name" label="用户名" value={name} onValue={setName} autoComplete="off" />
      <Labelled
        id="user-password"
        label="初始密码（至少10个字符）"
        type="password"
        value={password}
        onValue={setPassword}
        autoComplete="new-password"
      />
      <RoleSelect label="新用户的角色" role={role} onRole={setRole} />
      <button type="submit" class="weui-btn weui-btn_default" disabled={!name || !password}>
        新增
      </button>
    </form>
  );
}
