import { describe, expect, it } from 'vitest';
import { answerOf } from './api';
import { stepped } from './Search';
import { readingText, sendingText } from './texts';

const citation = {
  id: 'p/4#1',
  policy_id: 'p',
  policy_title: '意见',
  label: '第四条',
  heading: '',
  quote: '每人每年6000元',
  url: '/clause/p/4#1',
};

describe('what is read to a caller', () => {
  it('is plain and names the clause once', () => {
    const answer = answerOf('文件的原话是：\n第四条：“每人每年6000元”', [citation], 'answered', 'extract');
    expect(readingText(answer)).toBe('文件的原话是： 第四条：每人每年6000元');
  });
  it('names the source where the words do not', () => {
    expect(readingText(answerOf('有补贴。', [citation], 'answered', 'approved'))).toBe(
      '有补贴。（依据《意见》第四条）',
    );
  });
  it('carries the mark of generated words', () => {
    expect(readingText(answerOf('有。', [], 'answered', 'generated'))).toBe('有。【AI生成】');
  });
});

describe('what is sent to a caller', () => {
  it('holds the source with its link', () => {
    const text = sendingText(answerOf('有补贴。', [citation], 'answered', 'approved'));
    expect(text).toContain('政策原文：');
    expect(text).toContain('《意见》第四条：“每人每年6000元”');
    expect(text).toContain('/clause/p/4#1');
  });
});

describe('choosing by arrows', () => {
  it('goes through the items and past them to none', () => {
    expect([stepped(-1, 1, 2), stepped(0, 1, 2), stepped(1, 1, 2)]).toEqual([0, 1, -1]);
    expect([stepped(-1, -1, 2), stepped(1, -1, 2), stepped(0, -1, 2)]).toEqual([1, 0, -1]);
    expect(stepped(-1, 1, 0)).toBe(-1);
  });
});
