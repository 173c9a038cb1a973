import { type AnswerIds, type AskRequest, DroppedError, type Watch } from '../api/ask';
import { type Abort, ApiError, createAbort } from '../api/http';
import type { Answer, Audience } from '../api/types';
import { countCharacters } from '../lib/format';
import type { Shelf } from '../lib/storage';
import { type History, loadHistory, saveHistory } from './history';
import { type BotMessage, botMessage, isOpen, MAX_CHARACTERS, type Message, userMessage } from './messages';

/** What a conversation needs from outside; replaced in tests. */
export interface Ports {
  ask(request: AskRequest, key: string, watch: Watch, abort: Abort): Promise<Answer>;
  fetchAnswer(ids: AnswerIds): Promise<Answer | null>;
  isOnline(): boolean;
  now(): number;
  newId(): string;
  wait(ms: number): Promise<void>;
  shelf: Shelf;
}

export type Sent = 'sent' | 'queued' | 'busy' | 'empty' | 'too_long';

const POLLS = 30;
const POLL_MS = 1500;

/** One conversation on one device: what was said, what is on its way, and what waits for the line. */
export class Conversation {
  private state: History;
  private listeners: (() => void)[] = [];
  private abort: Abort | null = null;
  /** Counts runs, so that what arrives for a stopped one is dropped. */
  private run = 0;

  constructor(private readonly ports: Ports) {
    this.state = loadHistory(ports.shelf);
  }

  get messages(): Message[] {
    return this.state.messages;
  }

  get audience(): Audience | null {
    return this.state.audience;
  }

  get conversationId(): string | null {
    return this.state.conversationId;
  }

  get isBusy(): boolean {
    return this.state.messages.some(isOpen);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  setAudience(audience: Audience): void {
    this.change({ audience }, true);
  }

  /** Sends a question, or keeps it for when the line is back. */
  send(text: string): Sent {
    const question = text.trim();
    if (!question) return 'empty';
    if (countCharacters(question) > MAX_CHARACTERS) return 'too_long';
    if (this.isBusy) return 'busy';
    const queued = !this.ports.isOnline();
    const said = userMessage(this.ports.newId(), this.ports.now(), question, queued);
    this.change({ messages: [...this.messages, said] }, true);
    if (queued) return 'queued';
    this.answer(question, said.id);
    return 'sent';
  }

  /** Stops what is on its way; what has been shown stays. */
  stop(): void {
    this.run++;
    this.abort?.abort();
    const open = this.messages.filter(isOpen)[0];
    if (open) this.patch(open.id, { phase: 'stopped' }, true);
    this.flush();
  }

  /** Asks again what failed or was stopped, in the place where it stood. */
  retry(id: string): void {
    const failed = this.messages.filter((message) => message.id === id)[0];
    if (failed?.kind !== 'bot' || this.isBusy) return;
    if (!this.ports.isOnline()) {
      this.patch(id, { error: '网络还没有恢复，请稍后再试。' }, false);
      return;
    }
    this.patch(id, { phase: 'waiting', error: '', text: '', answer: null, ids: null, retryAfter: 0 }, true);
    this.follow(id, failed.question);
  }

  /** Sends the first question that waited for the line. The next follows when it is answered. */
  flush(): void {
    if (this.isBusy || !this.ports.isOnline()) return;
    const next = this.messages.filter((message) => message.kind === 'user' && message.queued)[0];
    if (next?.kind !== 'user') return;
    this.patch(next.id, { queued: false }, true);
    this.answer(next.text, next.id);
  }

  /** Fetches answers that were on their way when the page was left. */
  resume(): void {
    for (const message of this.messages) {
      if (message.kind === 'bot' && message.phase === 'resuming' && message.ids) {
        this.poll(message.id, message.ids, ++this.run);
      }
    }
    this.flush();
  }

  rate(id: string, helpful: boolean): void {
    this.patch(id, { feedback: helpful }, true);
  }

  clear(): void {
    this.run++;
    this.abort?.abort();
    this.change({ messages: [], conversationId: null }, true);
  }

  private answer(question: string, saidId: string): void {
    const reply = botMessage(this.ports.newId(), this.ports.now(), question);
    // The reply stands right after its question, also where other questions wait behind it.
    const at = this.messages.map((message) => message.id).indexOf(saidId) + 1;
    const messages = this.messages.slice();
    messages.splice(at, 0, reply);
    this.change({ messages }, true);
    this.follow(reply.id, question);
  }

  /** Asks under the reply's own id: asked again, the server gives the answer it already has. */
  private follow(id: string, question: string): void {
    const run = ++this.run;
    const abort = createAbort();
    this.abort = abort;
    const request = { question, conversation_id: this.conversationId, audience: this.audience };
    const watch: Watch = {
      onStart: (ids) => this.during(run, () => this.patch(id, { ids }, true)),
      onDelta: (text) => this.during(run, () => this.append(id, text)),
    };
    this.ports.ask(request, id, watch, abort).then(
      (answer) => this.during(run, () => this.finish(id, answer)),
      (error) => this.during(run, () => this.fail(id, error, run)),
    );
  }

  private during(run: number, act: () => void): void {
    if (run === this.run) act();
  }

  private append(id: string, text: string): void {
    const message = this.bot(id);
    if (message) this.patch(id, { phase: 'streaming', text: message.text + text }, false);
  }

  private finish(id: string, answer: Answer): void {
    if (answer.conversation_id) this.state = { ...this.state, conversationId: answer.conversation_id };
    const ids = { answer_id: answer.answer_id, conversation_id: answer.conversation_id };
    this.patch(id, { phase: 'done', text: answer.text, answer, ids }, true);
    this.flush();
  }

  private fail(id: string, error: unknown, run: number): void {
    const message = this.bot(id);
    if (message?.ids && (error instanceof DroppedError || (error as ApiError).status === 0)) {
      this.patch(id, { phase: 'resuming' }, true);
      this.poll(id, message.ids, run);
      return;
    }
    const known = error instanceof ApiError || error instanceof DroppedError;
    const retryAfter = error instanceof ApiError ? error.retryAfter || 0 : 0;
    const text = known ? error.message : '收到的内容不完整，请再试一次。';
    this.patch(id, { phase: 'failed', error: text, retryAfter }, true);
  }

  private poll(id: string, ids: AnswerIds, run: number, left = POLLS): void {
    this.ports.fetchAnswer(ids).then((answer) =>
      this.during(run, () => {
        if (answer) return this.finish(id, answer);
        if (left <= 1) return this.patch(id, { phase: 'failed', error: '没有收完，请再试一次。' }, true);
        this.ports.wait(POLL_MS).then(() => this.during(run, () => this.poll(id, ids, run, left - 1)));
      }),
    );
  }

  private bot(id: string): BotMessage | null {
    const found = this.messages.filter((message) => message.id === id)[0];
    return found && found.kind === 'bot' ? found : null;
  }

  private patch(id: string, fields: Partial<BotMessage> | { queued: boolean }, keep: boolean): void {
    const messages = this.messages.map((message) =>
      message.id === id ? ({ ...message, ...fields } as Message) : message,
    );
    this.change({ messages }, keep);
  }

  private change(fields: Partial<History>, keep: boolean): void {
    this.state = { ...this.state, ...fields };
    if (keep) saveHistory(this.ports.shelf, this.state);
    for (const listener of this.listeners) listener();
  }
}
