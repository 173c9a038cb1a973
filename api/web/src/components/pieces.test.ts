import { describe, expect, it } from 'vitest';
import type { ClauseNode } from '../api/policies';
import { type Piece, piecesOf, slicer } from './pieces';

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
