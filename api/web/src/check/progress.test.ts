import { describe, expect, it } from 'vitest';
import { answer, factsOf, goTo, START } from './progress';

describe('the walk through the questions', () => {
  const two = answer(answer(START, 'who', 'enterprise'), 'apprentices', 'yes');

  it('counts what has been answered', () => {
    expect(factsOf(two)).toEqual({ who: 'enterprise', apprentices: 'yes' });
  });

  it('goes back without losing the answers given further on', () => {
    const back = goTo(two, 1);
    expect(factsOf(back)).toEqual({ who: 'enterprise' });
    expect(back.facts.apprentices).toBe('yes');
    expect(factsOf(goTo(back, 2))).toEqual(factsOf(two));
  });

  it('drops what followed another answer', () => {
    const changed = answer(goTo(two, 0), 'who', 'worker');
    expect(factsOf(changed)).toEqual({ who: 'worker' });
    expect(factsOf(goTo(changed, 2))).toEqual({ who: 'worker' });
  });
});
