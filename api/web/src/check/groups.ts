import type { Measure } from '../api/eligibility';

export interface Group {
  title: string;
  /** What the group means, in a line. */
  about: string;
  measures: Measure[];
}

type Key = 'eligible' | 'possible' | 'duty' | 'authority' | 'not_eligible';

const TITLES: [Key, string, string][] = [
  ['eligible', '可以享受', '按您的回答，条件都符合。'],
  ['possible', '可能可以', '还有条件没有确定，下面写明还差什么。'],
  ['duty', '应当做到', '政策对您提出的要求。'],
  ['authority', '由主管部门认定', '政策没有写死，是否适用由主管部门决定。'],
  ['not_eligible', '目前不符合', '按您的回答，有条件不符合。'],
];

function keyOf(measure: Measure): Key {
  if (measure.verdict === 'not_eligible') return 'not_eligible';
  if (measure.kind === 'duty') return 'duty';
  return measure.verdict === 'authority_decides' ? 'authority' : measure.verdict;
}

/** Measures under the headings that a person acts on; empty groups are left out. */
export function groupMeasures(measures: Measure[]): Group[] {
  return TITLES.map(([key, title, about]) => ({
    title,
    about,
    measures: measures.filter((measure) => keyOf(measure) === key),
  })).filter((group) => group.measures.length > 0);
}

/** The result as a text file. */
export function resultAsText(groups: Group[], on: Date): string {
  const lines = ['政策自测结果', `自测日期：${on.getFullYear()}年${on.getMonth() + 1}月${on.getDate()}日`];
  lines.push('结果供参考，以主管部门认定为准。');
  for (const group of groups) {
    lines.push('', `【${group.title}】${group.about}`);
    for (const measure of group.measures) {
      lines.push('', `- ${measure.title}`);
      for (const reason of measure.reasons) lines.push(`  ${reason}`);
      if (measure.needs.length) lines.push(`  还需要确定：${measure.needs.join('；')}`);
      for (const c of measure.citations)
        lines.push(`  政策原文：《${c.policy_title}》${c.label}“${c.quote}”`);
    }
  }
  return lines.join('\r\n');
}
