import { type Abort, ApiError, call, errorOf, OFFLINE_TEXT, send } from './http';
import { EventParser, type ServerEvent } from './sse';
import type { Answer, Audience } from './types';

export interface AskRequest {
  question: string;
  conversation_id: string | null;
  audience: Audience | null;
}

/** What names an answer before it is complete: enough to ask for it again after a dropped line. */
export interface AnswerIds {
  answer_id: string;
  conversation_id: string;
}

export interface Watch {
  onStart(ids: AnswerIds): void;
  onDelta(text: string): void;
}

const FIRST_BYTE_MS = 30000;
const IDLE_MS = 30000;

/** The line went dead after the server had begun to answer. */
export class DroppedError extends Error {
  constructor() {
    super(OFFLINE_TEXT);
    Object.setPrototypeOf(this, DroppedError.prototype);
  }
}

function idsOf(response: Response): AnswerIds | null {
  const answerId = response.headers.get('x-answer-id');
  const conversationId = response.headers.get('x-conversation-id');
  return answerId && conversationId ? { answer_id: answerId, conversation_id: conversationId } : null;
}

/** The checked answer to a question, its text given to `watch` as it comes.
 *
 * @throws ApiError where the server refused or could not be reached; DroppedError where it broke off.
 */
export async function ask(request: AskRequest, key: string, watch: Watch, abort: Abort): Promise<Answer> {
  const headers = { Accept: 'text/event-stream', 'Idempotency-Key': key };
  const response = await send('/api/ask', { body: request, headers, timeoutMs: FIRST_BYTE_MS, abort });
  if (!response.ok) throw await errorOf(response);
  const ids = idsOf(response);
  if (ids) watch.onStart(ids);
  const type = response.headers.get('content-type') || '';
  if (type.indexOf('event-stream') < 0) return (await response.json()) as Answer;
  return readStream(chunks(response), watch);
}

async function readStream(next: () => Promise<string | null>, watch: Watch): Promise<Answer> {
  const parser = new EventParser();
  for (;;) {
    const chunk = await withIdleLimit(next());
    if (chunk === null) throw new DroppedError();
    for (const event of parser.push(chunk)) {
      const answer = take(event, watch);
      if (answer) return answer;
    }
  }
}

/** The answer, where the event holds it; other events are passed on. */
function take({ event, data }: ServerEvent, watch: Watch): Answer | null {
  if (event === 'answer') return JSON.parse(data) as Answer;
  if (event === 'delta') watch.onDelta(String(JSON.parse(data).text || ''));
  // A refusal mid-stream: the status line is gone, so it comes as an event.
  if (event === 'error') throw new ApiError(String(JSON.parse(data).detail || OFFLINE_TEXT), 503);
  return null;
}

/** Reads the body piece by piece; where the browser cannot, as one piece. Null at the end. */
function chunks(response: Response): () => Promise<string | null> {
  if (!response.body || typeof TextDecoder === 'undefined') {
    let done = false;
    return () => {
      if (done) return Promise.resolve(null);
      done = true;
      return response.text();
    };
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  return () =>
    reader.read().then(({ done, value }) => (done ? null : decoder.decode(value, { stream: true })));
}

function withIdleLimit(next: Promise<string | null>): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DroppedError()), IDLE_MS);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    next.then(
      (chunk) => settle(() => resolve(chunk)),
      () => settle(() => reject(new DroppedError())),
    );
  });
}

/** The answer of that name once it is complete, or null while it is not. */
export async function fetchAnswer(ids: AnswerIds): Promise<Answer | null> {
  const path = `/api/answers/${encodeURIComponent(ids.answer_id)}?conversation_id=${encodeURIComponent(ids.conversation_id)}`;
  try {
    const answer = await call<Answer>(path, { timeoutMs: 8000 });
    return answer.status ? answer : null;
  } catch (error) {
    // 404 means not recorded yet, and a dead line may come back: both are asked again.
    if (error instanceof ApiError) return null;
    throw error;
  }
}

export function sendFeedback(ids: AnswerIds, helpful: boolean, comment: string): Promise<unknown> {
  return call('/api/feedback', { body: { ...ids, helpful, comment } });
}
