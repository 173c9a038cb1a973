import { ApiError, type CallOptions, errorOf, send } from '../api/http';
import type { Answer, Citation } from '../api/types';

export type Role = 'agent' | 'editor' | 'admin';
const ROLES: Role[] = ['agent', 'editor', 'admin'];
export const ROLE_NAMES: { [role in Role]: string } = { agent: '坐席', editor: '编辑', admin: '管理员' };

export interface User {
  id: number;
  name: string;
  role: Role;
  is_active: boolean;
  is_external: boolean;
}

export interface Session {
  user: User | null;
  csrf: string;
  single_sign_on: boolean;
  two_person_approval: boolean;
}

export interface Suggestion {
  id: string;
  question: string;
  text: string;
  status: 'answered' | 'partial';
  citations: Citation[];
}

export interface Passage {
  id: string;
  policy_id: string;
  policy_title: string;
  label: string;
  heading: string;
  text: string;
  url: string;
}

export interface Suggestions {
  approved: Suggestion[];
  passages: Passage[];
}

export interface Exchange {
  question: string;
  asked_at: string;
  answer: Answer;
}

export interface Said {
  id: number;
  sender: 'user' | 'staff';
  text: string;
  at: string;
}

export interface Handover {
  conversation_id: string;
  state: 'waiting' | 'taken' | 'closed';
  requested_at: string;
  taken_by: string | null;
  question: string;
}

export interface HandoverDetail {
  state: 'waiting' | 'taken' | 'closed';
  messages: Said[];
  exchanges: Exchange[];
}

export interface Note {
  id: number;
  text: string;
  question: string;
  at: string;
}

export interface Action {
  id: number;
  at: string;
  actor: string;
  action: string;
  target: string;
  detail: string;
}

export interface Group {
  id: string;
  keys: string[];
  texts: string[];
  count: number;
  first_at: string;
  last_at: string;
  reasons: { [reason: string]: number };
  comments: string[];
}

export type Body =
  | { kind: 'answer'; questions: string[]; answer: string; clauses: string[] }
  | { kind: 'silence'; questions: string[]; subject: string; contact: string; clause: string | null }
  | { kind: 'synonym'; term: string; plain: string[] }
  | { kind: 'dismissal'; reason: string };

export interface Entry {
  id: number;
  state: 'pending' | 'published' | 'undone';
  body: Body;
  created_by: string;
  created_at: string;
  history: Action[];
}

export interface Checked {
  passed: boolean;
  faults: { reason: string; detail: string }[];
  preview: Answer;
}

let csrf = '';

/** Whether a role may do what needs at least another. */
export function may(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** Calls a staff route; an ended session draws the page anew, with its sign-in.
 *
 * @throws ApiError for anything but success.
 */
export async function staff<T>(path: string, options: CallOptions = {}): Promise<T> {
  const headers = { 'X-CSRF-Token': csrf || 'none', ...options.headers };
  const response = await send(`/api/desk${path}`, { ...options, headers });
  if (response.status === 401 && path !== '/session') location.reload();
  if (!response.ok) throw await errorOf(response);
  if (response.status === 204) return undefined as unknown as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('收到的内容不完整，请再试一次。', response.status);
  }
}

/** Who is signed in here. */
export async function fetchSession(): Promise<Session> {
  const session = await staff<Session>('/session');
  csrf = session.csrf;
  return session;
}

export async function signIn(name: string, password: string): Promise<void> {
  await staff<Session>('/session', { body: { name, password } });
}

/** An answer of ours in the shape that the chat draws. */
export function answerOf(
  text: string,
  citations: Citation[],
  status: Answer['status'],
  mode: Answer['mode'],
): Answer {
  const nothing = { calculation: null, needs: [], suggestions: [], notices: [] };
  return { answer_id: '', conversation_id: '', status, mode, text, citations, ...nothing };
}

/** A passage as the citation of its sentence. */
export function citationOf(passage: Passage): Citation {
  const { id, policy_id, policy_title, label, heading, text, url } = passage;
  return { id, policy_id, policy_title, label, heading, quote: text, url };
}
