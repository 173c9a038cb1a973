import type { CheckFacts } from '../api/eligibility';
import { KEYS, type Shelf } from '../lib/storage';

/** How far a self-check has come. Answers given further on stay when one goes back. */
export interface Progress {
  facts: CheckFacts;
  /** The questions answered, in order. */
  asked: string[];
  /** How many of them count at the moment. */
  step: number;
}

export const START: Progress = { facts: {}, asked: [], step: 0 };

export function loadProgress(shelf: Shelf): Progress {
  const kept = shelf.read<Progress>(KEYS.check);
  if (!kept || !Array.isArray(kept.asked) || typeof kept.facts !== 'object') return START;
  return { facts: kept.facts, asked: kept.asked, step: Math.min(Number(kept.step) || 0, kept.asked.length) };
}

export function saveProgress(shelf: Shelf, progress: Progress): void {
  shelf.write(KEYS.check, progress);
}

/** The facts of the steps that count. */
export function factsOf({ facts, asked, step }: Progress): CheckFacts {
  const counted: CheckFacts = {};
  for (const name of asked.slice(0, step)) {
    const value = facts[name];
    if (value !== undefined) counted[name] = value;
  }
  return counted;
}

/** One step on. Another answer than before may lead elsewhere, so what was asked after it no longer counts. */
export function answer(progress: Progress, name: string, value: string): Progress {
  return {
    facts: { ...progress.facts, [name]: value },
    asked: progress.asked.slice(0, progress.step).concat(name),
    step: progress.step + 1,
  };
}

export function goTo(progress: Progress, step: number): Progress {
  return { ...progress, step: Math.max(0, Math.min(step, progress.asked.length)) };
}
