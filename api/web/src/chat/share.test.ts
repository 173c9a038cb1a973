import { describe, expect, it } from 'vitest';
import type { Answer } from '../api/types';
import { answerText, questionLink, questionOfHash } from './share';

const ANSWER: Answer = {
  answer_id: 'a',
  conversation_id: 'c',
  status: 'answered',
  mode: 'extract',
  text: '每人每年6000元—8000元。',
  citations: [
    {
      id: 'p/4#1',
      policy_id: 'p',
      policy_title: '实施意见',
      label: '第四条',
      heading: '',
      quote: '6000元—8000元',
      url: '/clause/p/4#1',
    },
  ],
  calculation: null,
  needs: [],
  suggestions: [],
  notices: [],
};

describe('answerText', () => {
  it('keeps the source', () => {
    expect(answerText(ANSWER, 'https://host')).toContain(
      '1. 《实施意见》第四条：“6000元—8000元” https://host/clause/p/4#1',
    );
  });

  it('carries the mark and the model where the words were generated', () => {
    const text = answerText({ ...ANSWER, mode: 'generated', generated_by: '某模型' }, 'https://host');
    expect(text).toContain('【AI生成 · 某模型】');
    expect(answerText(ANSWER, 'https://host')).not.toContain('AI生成');
  });
});

describe('a question link', () => {
  it('brings the question back and never sends it to the server', () => {
    const link = questionLink('补贴多少？#&', 'https://host');
    expect(link.indexOf('https://host/#q=')).toBe(0);
    expect(questionOfHash(new URL(link).hash)).toBe('补贴多少？#&');
  });

  it('is ignored where it is broken', () => {
    expect(questionOfHash('#q=%E4%')).toBe('');
    expect(questionOfHash('#other')).toBe('');
  });
});
