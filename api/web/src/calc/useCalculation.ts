import { useEffect, useRef, useState } from 'preact/hooks';
import { type Calculator, calculate, type Inputs } from '../api/calculators';
import { ApiError, type FieldErrors } from '../api/http';
import type { Calculation } from '../api/types';

export interface Outcome {
  result: Calculation | null;
  errors: FieldErrors;
  /** What went wrong that no single field is to blame for. */
  fault: string;
}

const NOTHING: Outcome = { result: null, errors: {}, fault: '' };
const PAUSE_MS = 350;

function isComplete(calculator: Calculator, inputs: Inputs): boolean {
  return calculator.fields.every((field) => !field.required || (inputs[field.name] || '').trim() !== '');
}

function given(inputs: Inputs): Inputs {
  const filled: Inputs = {};
  for (const name of Object.keys(inputs)) {
    const value = (inputs[name] || '').trim();
    if (value) filled[name] = value;
  }
  return filled;
}

function faultOf(error: unknown): Outcome {
  if (!(error instanceof ApiError)) return { ...NOTHING, fault: '没有算出来，请再试一次。' };
  const errors = error.fields;
  return { result: null, errors, fault: Object.keys(errors).length ? '' : error.message };
}

/** The result for what is filled in, a moment after the last key; only the latest counts. */
export function useCalculation(calculator: Calculator, inputs: Inputs): Outcome {
  const [outcome, setOutcome] = useState<Outcome>(NOTHING);
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    if (!isComplete(calculator, inputs)) {
      setOutcome(NOTHING);
      return;
    }
    const timer = setTimeout(() => {
      calculate(calculator.name, given(inputs)).then(
        (result) => mine === latest.current && setOutcome({ ...NOTHING, result }),
        (error) => mine === latest.current && setOutcome(faultOf(error)),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [calculator, inputs]);
  return outcome;
}
