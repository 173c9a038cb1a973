import { describe, expect, it } from 'vitest';
import type { Measure } from '../api/eligibility';
import { groupMeasures, resultAsText } from './groups';

function measure(title: string, group: string): Measure {
  return {
    id: title,
    title,
    group,
    reasons: [{ text: '企业是国有企业', state: 'unknown', label: '第二条' }],
    needs: ['ownership'],
    citations: [],
    note: '',
  };
}

const QUESTIONS = [{ name: 'ownership', label: '企业是国有企业吗？', help: '', options: [], audiences: [] }];

describe('groupMeasures', () => {
  const groups = groupMeasures([
    measure('甲', '由主管部门认定'),
    measure('乙', '可以享受'),
    measure('丙', '应当做到'),
    measure('丁', '不适用'),
    measure('戊', '另外的'),
  ]);

  it('puts what can be had first, leaves empty headings out and loses none that is new', () => {
    expect(groups.map((g) => `${g.title}:${g.measures.map((m) => m.title).join()}`)).toEqual([
      '可以享受:乙',
      '应当做到:丙',
      '由主管部门认定:甲',
      '不适用:丁',
      '另外的:戊',
    ]);
  });

  it('writes them to a file: the caution first, what is missing in words', () => {
    const text = resultAsText(groups, QUESTIONS, new Date(2025, 10, 23));
    expect(text).toContain('自测日期：2025年11月23日');
    expect(text.indexOf('以主管部门认定为准')).toBeLessThan(text.indexOf('可以享受'));
    expect(text).toContain('未确定：企业是国有企业（第二条）');
    expect(text).toContain('还需要确定：企业是国有企业吗？');
  });
});
