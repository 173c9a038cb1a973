import type { CheckQuestion, Measure, Reason } from '../api/eligibility';

export interface Group {
  title: string;
  /** What the group means, in a line. */
  about: string;
  /** Shut on the screen until asked for; printed all the same. */
  folded: boolean;
  measures: Measure[];
}

/** The headings in the order in which people act on them. */
const HEADINGS: [string, string, boolean][] = [
  ['可以享受', '按您的回答，条件都符合。', false],
  ['可能可以', '还有条件没有确定，下面写明还差什么。', false],
  ['应当做到', '政策对您提出的要求。', false],
  ['可能要做到', '是否要做到，还有条件没有确定。', false],
  ['由主管部门认定', '政策没有写死，是否适用由主管部门决定。', false],
  ['由用人单位决定', '政策允许单位这样做，做不做由单位决定。', false],
  ['鼓励去做', '政策鼓励，不是必须。', true],
  ['不适用', '按您的回答，有条件不符合。', true],
];

/** Measures under their headings; empty ones are left out, a heading that is new comes last. */
export function groupMeasures(measures: Measure[]): Group[] {
  const known = HEADINGS.map(([title]) => title);
  const others = measures
    .map((measure) => measure.group)
    .filter((title, i, all) => known.indexOf(title) < 0 && all.indexOf(title) === i)
    .map((title): [string, string, boolean] => [title, '', false]);
  return HEADINGS.concat(others)
    .map(([title, about, folded]) => ({
      title,
      about,
      folded,
      measures: measures.filter((measure) => measure.group === title),
    }))
    .filter((group) => group.measures.length > 0);
}

const STATES: { [state in Reason['state']]: string } = {
  met: '符合',
  unmet: '不符合',
  unknown: '未确定',
  open: '说明',
};

export function stateText(reason: Reason): string {
  return STATES[reason.state];
}

/** The questions behind names, as a person reads them. */
export function questionTexts(names: string[], questions: CheckQuestion[]): string[] {
  return questions.filter((question) => names.indexOf(question.name) >= 0).map((question) => question.label);
}

function measureLines(measure: Measure, questions: CheckQuestion[]): string[] {
  const lines = ['', `- ${measure.title}`];
  for (const reason of measure.reasons)
    lines.push(`  ${stateText(reason)}：${reason.text}（${reason.label}）`);
  const needs = questionTexts(measure.needs, questions);
  if (needs.length) lines.push(`  还需要确定：${needs.join('；')}`);
  if (measure.note) lines.push(`  ${measure.note}`);
  for (const c of measure.citations) lines.push(`  政策原文：《${c.policy_title}》${c.label}“${c.quote}”`);
  return lines;
}

/** The result as a text file. */
export function resultAsText(groups: Group[], questions: CheckQuestion[], on: Date): string {
  const lines = ['政策自测结果', `自测日期：${on.getFullYear()}年${on.getMonth() + 1}月${on.getDate()}日`];
  lines.push('结果供参考，以主管部门认定为准。');
  for (const group of groups) {
    lines.push('', `【${group.title}】${group.about}`);
    for (const measure of group.measures) lines.push(...measureLines(measure, questions));
  }
  return lines.join('\r\n');
}
