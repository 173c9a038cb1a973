import { afterEach, describe, expect, it, vi } from 'vitest';
import { device } from './storage';

afterEach(() => vi.restoreAllMocks());

describe('device', () => {
  it('keeps and forgets', () => {
    expect(device.write('k', { a: 1 })).toBe(true);
    expect(device.read('k')).toEqual({ a: 1 });
    device.remove('k');
    expect(device.read('k')).toBeNull();
  });

  it('lives on in memory where storage is denied', () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(device.write('k', 5)).toBe(false);
    expect(device.read('k')).toBe(5);
  });

  it('reads nothing from what is damaged', () => {
    localStorage.setItem('k', '{broken');
    expect(device.read('k')).toBeNull();
  });
});
