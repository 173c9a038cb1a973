import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../api/http';
import type { Message } from './messages';

interface Said {
  id: number;
  sender: 'user' | 'staff';
  text: string;
}

type State = 'none' | 'waiting' | 'taken' | 'closed';

export interface Handover {
  state: State;
  said: Said[];
  /** Writes to the member of staff; false where nobody has the conversation in hand. */
  write(text: string): boolean;
  request(): void;
}

const EVERY_MS = 4000;

/** The conversation's hand-over to a person. Looks for one after a fixed reply, and follows it while it lasts. */
export function useHandover(
  conversationId: string | null,
  messages: Message[],
  say: (text: string) => void,
): Handover {
  const [state, setState] = useState<State>('none');
  const [said, setSaid] = useState<Said[]>([]);
  const last = useRef(0);
  const path = `/api/conversations/${encodeURIComponent(conversationId || '')}`;
  const newest = messages[messages.length - 1];
  const mayBegin = newest?.kind === 'bot' && newest.answer?.status === 'notice' ? newest.id : '';
  const poll = () => {
    if (!conversationId || document.hidden) return;
    call<{ state: State; messages: Said[] }>(`${path}/messages?after=${last.current}`).then(
      (found) => {
        setState(found.state);
        const fresh = found.messages.filter((one) => one.id > last.current);
        const end = fresh[fresh.length - 1];
        if (!end) return;
        last.current = end.id;
        setSaid((held) => held.concat(fresh));
      },
      () => undefined,
    );
  };
  useEffect(() => {
    last.current = 0;
    setSaid([]);
    setState('none');
  }, [conversationId]);
  useEffect(() => {
    if (mayBegin || state === 'closed') poll();
    if (state !== 'waiting' && state !== 'taken') return;
    const timer = setInterval(poll, EVERY_MS);
    return () => clearInterval(timer);
  }, [conversationId, mayBegin, state]);
  return {
    state,
    said,
    write(text) {
      if (state !== 'taken') return false;
      call(`${path}/messages`, { body: { text } }).then(poll, (error: Error) => say(error.message));
      return true;
    },
    request() {
      call(`${path}/handover`, { method: 'POST' }).then(poll, poll);
    },
  };
}
