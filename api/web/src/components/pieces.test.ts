import { describe, expect, it } from 'vitest';
import type { ClauseNode } from '../api/policies';
import { joint } from './CalculationView';
import { type Piece, piecesOf, runsOf, slicer } from './pieces';

function clause(path: string, start: number, end: number, sentences: [number, number][] = []): ClauseNode {
  return {
    path,
    kind: 'article',
    label: path,
    heading: '',
    start,
    end,
    sentences: sentences.map(([from, to], i) => ({
      id: `${path}#${i}`,
      n: i + 1,
      text: '',
      start: from,
      end: to,
    })),
    children: [],
  };
}

function said(pieces: Piece[]): string[] {
  return pieces.map((piece) => (piece.kind === 'words' ? piece.text : `${piece.kind}@${piece.at}`));
}

describe('joint', () => {
  const step = (expression: string, value: string) => ({ text: '', expression, value, citations: [] });

  it('joins an expression to its value, unless it says the value itself', () => {
    expect(joint(step('25 人 × 1 年 × 6000 元', '150000'))).toBe(' = ');
    expect(joint(step('5% < 6%', '低于'))).toBe('，');
    expect(joint(step('6000 元—8000 元', '6000—8000'))).toBe('');
    expect(joint(step('高级工 → 助理级', '助理级'))).toBe('');
  });
});

describe('piecesOf', () => {
  it('keeps number and title that stand before the first sentence', () => {
    const text = '一、标题。正文一。正文二。';
    const whole = clause('1', 0, 13, [
      [5, 9],
      [9, 13],
    ]);
    expect(said(piecesOf(slicer(text), 0, 13, whole.sentences, []))).toEqual([
      '一、标题。',
      'sentence@5',
      'sentence@9',
    ]);
  });

  it('leaves out nothing but blank space between clauses', () => {
    const text = '标题\n第一条\n尾';
    expect(said(piecesOf(slicer(text), 0, 8, [], [clause('1', 3, 6)]))).toEqual([
      '标题\n',
      'clause@3',
      '\n尾',
    ]);
  });

  it('counts a character outside the basic plane once, as the server does', () => {
    expect(slicer('𠮷字典')(1, 3)).toBe('字典');
  });
});

describe('runsOf', () => {
  it('parts references from the words around them, and loses nothing', () => {
    const text = '依照本法第三十九条解除的，适用前款。';
    const runs = runsOf(text, [
      { start: 2, end: 9, url: '/clause/p/39' },
      { start: 15, end: 17, url: '/clause/p/40' },
    ]);
    expect(runs).toEqual([
      { text: '依照', url: null },
      { text: '本法第三十九条', url: '/clause/p/39' },
      { text: '解除的，适用', url: null },
      { text: '前款', url: '/clause/p/40' },
      { text: '。', url: null },
    ]);
  });

  it('counts characters beyond the basic plane once, and leaves out what overlaps', () => {
    const runs = runsOf('𠮷见第三条', [
      { start: 2, end: 5, url: '/a' },
      { start: 3, end: 5, url: '/b' },
    ]);
    expect(runs).toEqual([
      { text: '𠮷见', url: null },
      { text: '第三条', url: '/a' },
    ]);
  });

  it('gives a sentence without references as it is', () => {
    expect(runsOf('正文。', [])).toEqual([{ text: '正文。', url: null }]);
  });
});
