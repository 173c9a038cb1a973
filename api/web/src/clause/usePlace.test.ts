import { describe, expect, it } from 'vitest';
import { placeOfAddress } from './usePlace';

describe('placeOfAddress', () => {
  it.each([
    ['/clause/p/4', '#1', { policyId: 'p', path: '4', n: 1 }],
    ['/clause/p/4.2.3', '', { policyId: 'p', path: '4.2.3', n: null }],
    ['/clause/p', '', { policyId: 'p', path: '', n: null }],
    ['/clause/p/', '#c-4', { policyId: 'p', path: '', n: null }],
    ['/clause/%E6%94%BF/preamble', '#12', { policyId: '政', path: 'preamble', n: 12 }],
    ['/clause/%E6%/1', '', { policyId: '%E6%', path: '1', n: null }],
  ])('%s%s', (path, hash, place) => {
    expect(placeOfAddress(path, hash)).toEqual(place);
  });
});
