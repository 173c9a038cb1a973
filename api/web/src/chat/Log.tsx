import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Audience } from '../api/types';
import { needsStamp, stamp } from '../lib/format';
import { type Actions, BotBubble, UserBubble } from './Bubbles';
import type { Message } from './messages';
import { Welcome } from './Welcome';

/** How many messages are drawn at first and at each step back: a cheap phone cannot hold hundreds of cards. */
const PAGE = 40;
const NEAR_END_PX = 120;

interface Props {
  messages: Message[];
  audience: Audience | null;
  actions: Actions;
  onAudience: (audience: Audience) => void;
}

/** What was said, newest at the bottom and in view, older messages drawn on demand. */
export function Log({ messages, audience, actions, onAudience }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(PAGE);
  const hidden = Math.max(0, messages.length - shown);
  useFollow(box, messages);
  const earlier = () => {
    const height = box.current?.scrollHeight || 0;
    setShown(shown + PAGE);
    // What is added above must not push away what is being read.
    setTimeout(() => {
      if (box.current) box.current.scrollTop += box.current.scrollHeight - height;
    });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div class="log" ref={box} role="log" aria-live="off" aria-label="对话" tabIndex={0}>
      {hidden > 0 ? (
        <button type="button" class="earlier" onClick={earlier}>
          查看更早的消息（还有{hidden}条）
        </button>
      ) : (
        <Welcome audience={audience} onAudience={onAudience} onAsk={actions.ask} />
      )}
      {messages.slice(hidden).map((message, index) => {
        const before = messages[hidden + index - 1];
        return (
          <Fragment key={message.id}>
            {needsStamp(message.at, before?.at) && <p class="stamp">{stamp(message.at, Date.now())}</p>}
            {message.kind === 'user' ? (
              <UserBubble message={message} />
            ) : (
              <BotBubble message={message} actions={actions} last={hidden + index === messages.length - 1} />
            )}
          </Fragment>
        );
      })}
    </div>
  );
}

/** Keeps the end in view while it is in view, and comes back to it when something is sent. */
function useFollow(box: { current: HTMLDivElement | null }, messages: Message[]): void {
  const count = useRef(0);
  const atEnd = useRef(true);
  useEffect(() => {
    const log = box.current;
    if (!log) return;
    const onScroll = () => {
      atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    };
    log.addEventListener('scroll', onScroll, { passive: true });
    return () => log.removeEventListener('scroll', onScroll);
  }, [box]);
  useLayoutEffect(() => {
    const log = box.current;
    if (!log || !messages.length) return;
    if (messages.length > count.current || atEnd.current) log.scrollTop = log.scrollHeight;
    const finished = messages[messages.length - 1];
    if (count.current && atEnd.current && finished?.kind === 'bot' && finished.phase === 'done') {
      showQuestion(log);
    }
    count.current = messages.length;
  }, [box, messages]);
}

/** A finished answer longer than the screen is read from its beginning, with the question above it. */
function showQuestion(log: HTMLElement): void {
  const rows = log.querySelectorAll<HTMLElement>('.row_mine');
  const question = rows[rows.length - 1];
  if (question) log.scrollTop = Math.min(log.scrollTop, question.offsetTop - log.offsetTop - 8);
}
