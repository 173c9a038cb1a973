import { describe, expect, it } from 'vitest';
import type { Measure, Verdict } from '../api/eligibility';
import { groupMeasures, resultAsText } from './groups';

function measure(title: string, verdict: Verdict, kind: Measure['kind'] = 'benefit'): Measure {
  return { id: title, title, kind: kind || 'benefit', verdict, reasons: ['理由'], needs: [], citations: [] };
}

describe('groupMeasures', () => {
  const groups = groupMeasures([
    measure('甲', 'authority_decides'),
    measure('乙', 'eligible'),
    measure('丙', 'eligible', 'duty'),
    measure('丁', 'not_eligible', 'duty'),
  ]);

  it('puts what can be had first, duties apart, and leaves empty groups out', () => {
    expect(groups.map((g) => [g.title, g.measures.map((m) => m.title).join()])).toEqual([
      ['可以享受', '乙'],
      ['应当做到', '丙'],
      ['由主管部门认定', '甲'],
      ['目前不符合', '丁'],
    ]);
  });

  it('writes them to a file with the caution first', () => {
    const text = resultAsText(groups, new Date(2025, 10, 23));
    expect(text).toContain('自测日期：2025年11月23日');
    expect(text.indexOf('以主管部门认定为准')).toBeLessThan(text.indexOf('可以享受'));
  });
});
