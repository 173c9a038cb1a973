import type { Metadata } from '../api/policies';
import { staff } from './api';

export interface Difference {
  change: 'changed' | 'added' | 'removed';
  label: string;
  before: string;
  after: string;
}

export interface Touched {
  kind: 'answer' | 'rule';
  id: string;
  sentence_id: string;
  reason: string;
  is_broken: boolean;
}

export interface Preview {
  policy_id: string;
  title: string;
  metadata: Metadata;
  notices: string[];
  /** The policy whose place the text would take, or null. */
  replaces: string | null;
  is_update: boolean;
  is_same: boolean;
  clause_count: number;
  passage_count: number;
  clauses: { path: string; label: string; heading: string; sentences: string[] }[];
  passages: { id: string; label: string; text: string; context: string }[];
  differences: Difference[];
  touched: Touched[];
}

export interface Published {
  result: 'added' | 'updated' | 'unchanged' | 'skipped';
  policy_id: string;
  title: string;
  passages: number;
  supersedes: string | null;
  message: string;
}

const WAIT_MS = 180000;

function sent<T>(path: string, file: File): Promise<T> {
  return staff<T>(`${path}?name=${encodeURIComponent(file.name)}`, { body: file, timeoutMs: WAIT_MS });
}

/** What the file would change; nothing is kept. */
export function previewOf(file: File): Promise<Preview> {
  return sent<Preview>('/policies/preview', file);
}

export function publish(file: File): Promise<Published> {
  return sent<Published>('/policies', file);
}

/** Corrects one field of a policy's metadata; an empty value means that the text states none. */
export function correct(policyId: string, field: string, value: string): Promise<void> {
  const many = field === 'issuers' || field === 'topics';
  const given = many ? value.split(/[、,，;；]/).filter((part) => part.trim()) : value.trim() || null;
  return staff<void>(`/policies/${encodeURIComponent(policyId)}/metadata`, {
    method: 'PATCH',
    body: { field, value: given },
  });
}

/** What publishing would do to what is held, in one sentence. */
export function effectOf(preview: Preview): string {
  if (preview.is_same) return '这份文件已经收录，内容没有变化。';
  if (preview.is_update) return '这份文件已经收录，发布后用新文本替换原文本。';
  if (preview.replaces) return '这是已收录文件的另一个版本，发布后两个版本都可以查看，按施行日期判断用哪个。';
  return '这是一份新文件。';
}
