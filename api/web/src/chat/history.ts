import type { Audience } from '../api/types';
import { KEYS, type Shelf } from '../lib/storage';
import { isOpen, type Message } from './messages';

export interface History {
  conversationId: string | null;
  audience: Audience | null;
  messages: Message[];
}

const KEPT = 500;
const KEPT_WHEN_FULL = 40;

/** What was said on this device. An answer cut off by leaving the page can be fetched if it has a name, else asked again. */
export function loadHistory(shelf: Shelf): History {
  const kept = shelf.read<Partial<History>>(KEYS.chat);
  const messages = kept && Array.isArray(kept.messages) ? kept.messages : [];
  return {
    conversationId: kept?.conversationId || null,
    audience: kept?.audience || null,
    messages: messages.map(reopened),
  };
}

function reopened(message: Message): Message {
  if (message.kind !== 'bot' || !isOpen(message)) return message;
  if (message.ids) return { ...message, phase: 'resuming' };
  return { ...message, phase: 'failed', error: '上次没有收完，可以再问一次。' };
}

export function saveHistory(shelf: Shelf, history: History): void {
  const recent = { ...history, messages: history.messages.slice(-KEPT) };
  if (!shelf.write(KEYS.chat, recent)) {
    shelf.write(KEYS.chat, { ...history, messages: history.messages.slice(-KEPT_WHEN_FULL) });
  }
}
