import { call } from './http';
import type { Calculation } from './types';

export interface Field {
  name: string;
  label: string;
  type: 'integer' | 'number' | 'money' | 'percent' | 'choice';
  question: string;
  help: string;
  allowed: string;
  unit: string;
  required: boolean;
  keypad: 'numeric' | 'decimal' | 'text' | 'none';
  choices: { value: string; label: string }[];
}

export interface Calculator {
  name: string;
  title: string;
  description: string;
  fields: Field[];
}

export type Inputs = { [name: string]: string };

export function fetchCalculators(): Promise<Calculator[]> {
  return call<{ calculators: Calculator[] }>('/api/calculators').then((found) => found.calculators);
}

/** @throws ApiError whose `fields` say what is wrong with which input. */
export function calculate(name: string, inputs: Inputs): Promise<Calculation> {
  return call<Calculation>(`/api/calculators/${encodeURIComponent(name)}`, { body: inputs });
}
