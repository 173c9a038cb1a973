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
}

export type Verdict = 'eligible' | 'possible' | 'not_eligible' | 'authority_decides';

export interface Measure {
  id: string;
  title: string;
  kind?: 'benefit' | 'duty' | 'encouragement';
  verdict: Verdict;
  reasons: string[];
  needs: string[];
  citations: Citation[];
}

export interface CheckResult {
  measures: Measure[];
  next_question: CheckQuestion | null;
}

export type CheckFacts = { [name: string]: string };

/** The verdicts on what is known, and the next question. The facts go in the body, never in the address. */
export function check(facts: CheckFacts): Promise<CheckResult> {
  return call<CheckResult>('/api/eligibility', { body: { facts } });
}
