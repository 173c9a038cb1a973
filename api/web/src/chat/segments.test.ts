import { describe, expect, it } from 'vitest';
import type { Citation } from '../api/types';
import { splitByQuotes, unquoted } from './segments';

function citing(quote: string): Citation {
  return {
    id: quote,
    policy_id: 'p',
    policy_title: 'T',
    label: '第四条',
    heading: '',
    quote,
    url: '/clause/p/4#1',
  };
}

describe('splitByQuotes', () => {
  it('tells the policy from what is said about it', () => {
    const quote = '给予企业每人每年6000元—8000元的培训补贴。';
    expect(splitByQuotes(`第四条写明：\n“${quote}”`, [citing(quote)])).toEqual([
      { text: '第四条写明：', cited: null },
      { text: quote, cited: 0 },
    ]);
  });

  it('shows overlapping quotes once and lists the other apart', () => {
    const citations = [citing('甲乙丙丁戊己庚辛'), citing('丙丁戊己庚辛')];
    const segments = splitByQuotes('甲乙丙丁戊己庚辛', citations);
    expect(segments).toEqual([{ text: '甲乙丙丁戊己庚辛', cited: 0 }]);
    expect(unquoted(segments, citations)).toEqual([1]);
  });

  it('shows an excerpt in a line of its own once, without naming its clause twice', () => {
    const citation = citing('深化产教融合,按照培养等级给予企业“每人每年”的培训补贴。');
    const text =
      '文件没有写明时间。与此有关的规定是：\n第四条：“按照培养等级给予企业“每人每年”的培训补贴”\n可拨打12333核实。';
    const segments = splitByQuotes(text, [citation]);
    expect(segments).toEqual([
      { text: '文件没有写明时间。与此有关的规定是：', cited: null },
      { text: '按照培养等级给予企业“每人每年”的培训补贴', cited: 0 },
      { text: '可拨打12333核实。', cited: null },
    ]);
    expect(unquoted(segments, [citation])).toEqual([]);
  });

  it('leaves words quoted within a sentence where they are', () => {
    const text = '文件只说“符合条件的链主企业”，没有写条件。';
    expect(splitByQuotes(text, [citing('允许符合条件的链主企业提供服务。')])).toEqual([
      { text, cited: null },
    ]);
  });

  it('leaves an answer without quotes whole', () => {
    expect(splitByQuotes('您好。', [])).toEqual([{ text: '您好。', cited: null }]);
  });
});
