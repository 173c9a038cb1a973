import type { Inputs } from '../api/calculators';

/** Inputs as a fragment, so that a link carries the result and no server log does. */
export function fragmentOf(inputs: Inputs): string {
  const pairs = Object.keys(inputs)
    .filter((name) => inputs[name])
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(inputs[name] || '')}`);
  return pairs.length ? `#${pairs.join('&')}` : '';
}

/** The inputs that a fragment carries, of those names only. */
export function inputsOf(fragment: string, names: string[]): Inputs {
  const inputs: Inputs = {};
  const pairs = new URLSearchParams(fragment.replace(/^#/, ''));
  for (const name of names) {
    const value = pairs.get(name);
    if (value) inputs[name] = value.slice(0, 40);
  }
  return inputs;
}
