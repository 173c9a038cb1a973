import type { ClauseNode, Reference, Sentence } from '../api/policies';

/** What a clause is made of, in the order of the text: words outside sentences (its number and title), sentences, clauses. */
export type Piece =
  | { kind: 'words'; text: string; at: number }
  | { kind: 'sentence'; sentence: Sentence; at: number }
  | { kind: 'clause'; clause: ClauseNode; at: number };

/** Text by the server's positions, which count characters, not UTF-16 units. */
export type Slice = (start: number, end: number) => string;

export function slicer(text: string): Slice {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join('');
}

type Located = Exclude<Piece, { kind: 'words' }>;

function endOf(piece: Located): number {
  return piece.kind === 'sentence' ? piece.sentence.end : piece.clause.end;
}

/** The stretch of text from `start` to `end`, nothing left out but blank space between its parts. */
export function piecesOf(
  slice: Slice,
  start: number,
  end: number,
  sentences: Sentence[],
  clauses: ClauseNode[],
): Piece[] {
  const located: Located[] = [
    ...sentences.map((sentence): Located => ({ kind: 'sentence', sentence, at: sentence.start })),
    ...clauses.map((clause): Located => ({ kind: 'clause', clause, at: clause.start })),
  ].sort((a, b) => a.at - b.at);
  const pieces: Piece[] = [];
  let at = start;
  const addWords = (until: number) => {
    const text = slice(at, until);
    if (text.trim()) pieces.push({ kind: 'words', text, at });
  };
  for (const piece of located) {
    if (piece.at < at) continue;
    addWords(piece.at);
    pieces.push(piece);
    at = endOf(piece);
  }
  addWords(end);
  return pieces;
}

/** A run of a sentence's text; `url` where it is a reference. */
export interface Run {
  text: string;
  url: string | null;
}

/** The sentence's text in runs, its references apart; nothing is lost and nothing doubled. */
export function runsOf(text: string, references: Reference[]): Run[] {
  const slice = slicer(text);
  const runs: Run[] = [];
  let at = 0;
  for (const { start, end, url } of references) {
    if (start < at || end <= start) continue;
    if (start > at) runs.push({ text: slice(at, start), url: null });
    runs.push({ text: slice(start, end), url });
    at = end;
  }
  const rest = slice(at, Number.MAX_SAFE_INTEGER);
  if (rest) runs.push({ text: rest, url: null });
  return runs;
}
