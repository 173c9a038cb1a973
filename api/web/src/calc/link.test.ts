import { describe, expect, it } from 'vitest';
import { fragmentOf, inputsOf } from './link';

describe('a result link', () => {
  it('brings the inputs back', () => {
    const fragment = fragmentOf({ headcount: '30', years: '1', kind: '' });
    expect(fragment).toBe('#headcount=30&years=1');
    expect(inputsOf(fragment, ['headcount', 'years', 'kind'])).toEqual({ headcount: '30', years: '1' });
  });

  it('takes known names only and no long values', () => {
    const inputs = inputsOf(`#evil=1&years=${'9'.repeat(999)}`, ['years']);
    expect(Object.keys(inputs)).toEqual(['years']);
    expect(inputs.years?.length).toBe(40);
  });
});
