import { useState } from 'preact/hooks';
import { Outcome } from '../components/Outcome';
import { useLoaded } from '../components/useLoaded';
import { staff } from './api';
import { Labelled } from './Frame';

type Scope = 'read' | 'ask' | 'ingest';
const SCOPES: { [scope in Scope]: string } = { read: '查阅', ask: '提问', ingest: '收录' };

interface Key {
  id: number;
  name: string;
  scopes: Scope[];
  created_by: string;
  revoked_at: string | null;
}

/** The keys of other systems. A new one is shown once. */
export function ApiKeys({ say }: { say: (text: string) => void }) {
  const [times, setTimes] = useState(0);
  const [secret, setSecret] = useState('');
  const loaded = useLoaded(() => staff<{ keys: Key[] }>('/keys'), `keys ${times}`);
  const add = (body: { name: string; scopes: Scope[] }) => {
    staff<{ secret: string }>('/keys', { body }).then(
      (made) => {
        setSecret(made.secret);
        setTimes(times + 1);
      },
      (error: Error) => say(error.message),
    );
  };
  const revoke = (key: Key) => {
    staff(`/keys/${key.id}`, { method: 'DELETE' }).then(
      () => setTimes(times + 1),
      (error: Error) => say(error.message),
    );
  };
  return (
    <section>
      <h2>其他系统的密钥</h2>
      {secret && (
        <p class="notice" role="status">
          新密钥只显示这一次，请现在抄下：<code>{secret}</code>
        </p>
      )}
      <Outcome loaded={loaded}>
        {({ keys }) => (
          <ul class="desk__list">
            {keys.map((key) => (
              <li key={key.id}>
                {key.name}（{key.scopes.map((scope) => SCOPES[scope]).join('、')}，{key.created_by}建立）
                {key.revoked_at ? (
                  ' 已停用'
                ) : (
                  <button type="button" class="weui-btn weui-btn_default" onClick={() => revoke(key)}>
                    停用<span class="vh">密钥{key.name}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Outcome>
      <NewKey onAdd={add} />
    </section>
  );
}

function NewKey({ onAdd }: { onAdd: (body: { name: string; scopes: Scope[] }) => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const turn = (scope: Scope) =>
    setScopes(scopes.indexOf(scope) >= 0 ? scopes.filter((one) => one !== scope) : scopes.concat(scope));
  const add = (event: Event) => {
    event.preventDefault();
    onAdd({ name, scopes });
    setName('');
  };
  return (
    <form onSubmit={add}>
      <Labelled id="key-name" label="给哪个系统用" value={name} onValue={setName} maxLength={64} />
      <fieldset>
        <legend class="field__label">可以做什么</legend>
        {(Object.keys(SCOPES) as Scope[]).map((scope) => (
          <label key={scope} class="desk__pick">
            <input type="checkbox" checked={scopes.indexOf(scope) >= 0} onChange={() => turn(scope)} />{' '}
            {SCOPES[scope]}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="weui-btn weui-btn_default" disabled={!name.trim() || !scopes.length}>
        新增密钥
      </button>
    </form>
  );
}
