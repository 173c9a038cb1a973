import type { AnswerIds } from '../api/ask';
import type { Answer } from '../api/types';

export interface UserMessage {
  kind: 'user';
  id: string;
  at: number;
  text: string;
  /** Kept until the line is back. */
  queued: boolean;
}

export type Phase = 'waiting' | 'streaming' | 'resuming' | 'done' | 'stopped' | 'failed';

export interface BotMessage {
  kind: 'bot';
  id: string;
  at: number;
  /** The question it answers, for trying again. */
  question: string;
  phase: Phase;
  text: string;
  answer: Answer | null;
  ids: AnswerIds | null;
  error: string;
  /** Seconds to wait before another try, where the server asked for it. */
  retryAfter: number;
  feedback: boolean | null;
}

export type Message = UserMessage | BotMessage;

export const MAX_CHARACTERS = 500;

const OPEN: { [phase: string]: true } = { waiting: true, streaming: true, resuming: true };

/** Whether an answer is still on its way. */
export function isOpen(message: Message): boolean {
  return message.kind === 'bot' && OPEN[message.phase] === true;
}

export function userMessage(id: string, at: number, text: string, queued: boolean): UserMessage {
  return { kind: 'user', id, at, text, queued };
}

export function botMessage(id: string, at: number, question: string): BotMessage {
  return {
    kind: 'bot',
    id,
    at,
    question,
    phase: 'waiting',
    text: '',
    answer: null,
    ids: null,
    error: '',
    retryAfter: 0,
    feedback: null,
  };
}
