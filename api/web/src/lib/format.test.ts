import { describe, expect, it } from 'vitest';
import { amount, amountRange, countCharacters, group, stamp } from './format';

describe('group', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['150000', '150,000'],
    ['1234567.5', '1,234,567.5'],
    ['-1000', '-1,000'],
    ['6000—8000', '6000—8000'],
    ['助理级', '助理级'],
  ])('%s → %s', (value, shown) => {
    expect(group(value)).toBe(shown);
  });
});

describe('amount', () => {
  it.each([
    ['150000', '150,000元（15万元）'],
    ['152500', '152,500元（15.25万元）'],
    ['152530', '152,530元'],
    ['8000', '8,000元'],
    ['100000', '100,000元（10万元）'],
  ])('%s → %s', (value, shown) => {
    expect(amount(value, '元')).toBe(shown);
  });

  it('says both ends of a range', () => {
    expect(amountRange('150000', '200000', '元')).toBe('150,000—200,000元（15万—20万元）');
    expect(amountRange('6000', '8000', '元')).toBe('6,000—8,000元');
  });

  it('leaves other units alone', () => {
    expect(amount('150000', '人')).toBe('150,000人');
  });
});

describe('stamp', () => {
  const now = new Date(2025, 10, 23, 9, 30).getTime();
  it('says the time today, yesterday and before', () => {
    expect(stamp(new Date(2025, 10, 23, 8, 5).getTime(), now)).toBe('8:05');
    expect(stamp(new Date(2025, 10, 22, 23, 59).getTime(), now)).toBe('昨天 23:59');
    expect(stamp(new Date(2025, 2, 1, 7, 0).getTime(), now)).toBe('3月1日 7:00');
    expect(stamp(new Date(2024, 2, 1, 7, 0).getTime(), now)).toBe('2024年3月1日 7:00');
  });
});

describe('countCharacters', () => {
  it('counts an emoji as one', () => {
    expect(countCharacters('a😀字')).toBe(3);
  });
});
