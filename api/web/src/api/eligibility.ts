import { call } from './http';
import type { Citation } from './types';

export interface Option {
  value: string;
  label: string;
}

export interface CheckQuestion {
  name: string;
  label: string;
  help: string;
  options: Option[];
  audiences: string[];
}

/** A condition of a measure, or the wording that leaves it open. */
export interface Reason {
  text: string;
  state: 'met' | 'unmet' | 'unknown' | 'open';
  label: string;
}

export interface Measure {
  id: string;
  title: string;
  /** The heading it stands under, as people act on it: 可以享受, 应当做到, … */
  group: string;
  reasons: Reason[];
  /** The names of the questions that would settle it. */
  needs: string[];
  citations: Citation[];
  note: string;
}

export interface CheckResult {
  measures: Measure[];
  next_question: CheckQuestion | null;
  notices: string[];
}

export type CheckFacts = { [name: string]: string };

/** The verdicts on what is known, and the next question. The facts go in the body, never in the address. */
export function check(facts: CheckFacts): Promise<CheckResult> {
  return call<CheckResult>('/api/eligibility', { body: { facts } });
}

/** Every question the check may ask. */
export function fetchQuestions(): Promise<CheckQuestion[]> {
  return call<{ questions: CheckQuestion[] }>('/api/eligibility/questions').then((found) => found.questions);
}
