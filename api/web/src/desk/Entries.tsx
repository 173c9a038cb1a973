import { useState } from 'preact/hooks';
import { type Action, type Body, type Entry, staff, type User } from './api';
import { moment } from './moment';

const STATES = { pending: '等候批准', published: '已生效', undone: '已撤销' };
const KINDS = { answer: '答复', silence: '文件没有写', synonym: '同义词', dismissal: '不处理' };
const ACTS: { [act: string]: string } = { add: '写', approve: '批准', undo: '撤销', redo: '恢复' };

/** An entry in words. */
function summary(body: Body): string {
  if (body.kind === 'answer') return `${body.questions[0]} → ${body.answer}`;
  if (body.kind === 'silence') return `${body.subject}：请咨询${body.contact}`;
  if (body.kind === 'synonym') return `${body.plain.join('、')} → ${body.term}`;
  return body.reason;
}

interface Props {
  entries: Entry[];
  user: User;
  onDone: (text: string) => void;
  say: (text: string) => void;
}

/** What was decided, each with its history and a way back. */
export function Entries({ entries, user, onDone, say }: Props) {
  const act = (entry: Entry, what: string) => {
    staff(`/entries/${entry.id}/${what}`, { method: 'POST' }).then(
      () => onDone(`已${ACTS[what]}`),
      (error: Error) => say(error.message),
    );
  };
  return (
    <section>
      <h2>处理过的（{entries.length}）</h2>
      {entries.map((entry) => (
        <article key={entry.id} class="desk__group">
          <p>
            <span class={entry.state === 'published' ? 'badge' : 'badge badge_warn'}>
              {STATES[entry.state]}
            </span>{' '}
            <strong>{KINDS[entry.body.kind]}</strong> {summary(entry.body)}
          </p>
          <div class="buttons">
            {entry.state === 'pending' && entry.created_by !== user.name && (
              <button type="button" class="weui-btn weui-btn_primary" onClick={() => act(entry, 'approve')}>
                批准
              </button>
            )}
            {entry.state === 'undone' ? (
              <button type="button" class="weui-btn weui-btn_default" onClick={() => act(entry, 'redo')}>
                恢复
              </button>
            ) : (
              <button type="button" class="weui-btn weui-btn_default" onClick={() => act(entry, 'undo')}>
                撤销
              </button>
            )}
          </div>
          <Past history={entry.history} />
        </article>
      ))}
    </section>
  );
}

function Past({ history }: { history: Action[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="desk__again" aria-expanded={open} onClick={() => setOpen(!open)}>
        经过（{history.length}）
      </button>
      {open && (
        <ul>
          {history.map((one) => (
            <li key={one.id} class="small">
              {moment(one.at)} {one.actor} {ACTS[one.action.split('.')[1] || ''] || one.action}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
