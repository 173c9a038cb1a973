import { useEffect, useState } from 'preact/hooks';
import { Sheet } from '../components/Sheet';
import { type Handover, type HandoverDetail, staff } from './api';
import { moment } from './moment';

const EVERY_MS = 4000;

/** What `load` gives, again and again while the page is looked at. */
function usePolled<T>(load: () => Promise<T>, key: string): [T | null, () => void] {
  const [value, setValue] = useState<T | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let wanted = true;
    const poll = () => {
      if (document.hidden) return;
      // A poll that fails says nothing: the next one comes soon.
      load().then(
        (found) => wanted && setValue(found),
        () => undefined,
      );
    };
    poll();
    const timer = setInterval(poll, EVERY_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [key, asked]);
  return [value, () => setAsked(asked + 1)];
}

/** The conversations whose users asked for a person. */
export function Queue({ say }: { say: (text: string) => void }) {
  const [found] = usePolled(() => staff<{ handovers: Handover[] }>('/handovers'), 'queue');
  const [open, setOpen] = useState<string | null>(null);
  const handovers = found ? found.handovers : [];
  return (
    <section aria-label="等候人工的对话">
      <p role="status" class="muted">
        {handovers.length ? `有${handovers.length}段对话` : '现在没有人等候。'}
      </p>
      <ul class="desk__list">
        {handovers.map((one) => (
          <li key={one.conversation_id}>
            <button type="button" class="desk__again" onClick={() => setOpen(one.conversation_id)}>
              <span class={one.state === 'waiting' ? 'badge badge_warn' : 'badge'}>
                {one.state === 'waiting' ? '等候中' : `${one.taken_by}已接手`}
              </span>{' '}
              {moment(one.requested_at)} {one.question || '没有先提问'}
            </button>
          </li>
        ))}
      </ul>
      {open && <Talk id={open} say={say} onClose={() => setOpen(null)} />}
    </section>
  );
}

interface TalkProps {
  id: string;
  say: (text: string) => void;
  onClose: () => void;
}

/** One conversation with its history; taken in hand, answered, given back. */
function Talk({ id, say, onClose }: TalkProps) {
  const path = `/handovers/${encodeURIComponent(id)}`;
  const [detail, again] = usePolled(() => staff<HandoverDetail>(path), id);
  const [text, setText] = useState('');
  const act = (what: string, body: unknown, done: () => void) => {
    staff(`${path}/${what}`, { method: 'POST', ...(body ? { body } : {}) }).then(done, (error: Error) =>
      say(error.message),
    );
  };
  const reply = (event: Event) => {
    event.preventDefault();
    act('messages', { text }, () => {
      setText('');
      again();
    });
  };
  return (
    <Sheet title="对话" onClose={onClose}>
      {detail && <History detail={detail} />}
      {detail && detail.state !== 'taken' && (
        <button type="button" class="weui-btn weui-btn_primary" onClick={() => act('take', null, again)}>
          接手
        </button>
      )}
      {detail && detail.state === 'taken' && (
        <form onSubmit={reply}>
          <label class="field__label" for="reply">
            回复
          </label>
          <textarea
            id="reply"
            class="field__box"
            rows={3}
            maxLength={1000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <div class="buttons">
            <button type="submit" class="weui-btn weui-btn_primary" disabled={!text.trim()}>
              发送
            </button>
            <button
              type="button"
              class="weui-btn weui-btn_default"
              onClick={() => act('return', null, onClose)}
            >
              交还给助手
            </button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

function History({ detail }: { detail: HandoverDetail }) {
  return (
    <ol class="desk__list">
      {detail.exchanges.map((one) => (
        <li key={one.answer.answer_id}>
          <p class="small muted">{moment(one.asked_at)}</p>
          <p class="desk__said">问：{one.question}</p>
          <p class="desk__said muted">答：{one.answer.text}</p>
        </li>
      ))}
      {detail.messages.map((one) => (
        <li key={one.id}>
          <p class="small muted">{moment(one.at)}</p>
          <p class="desk__said">
            {one.sender === 'staff' ? '工作人员：' : '用户：'}
            {one.text}
          </p>
        </li>
      ))}
    </ol>
  );
}
