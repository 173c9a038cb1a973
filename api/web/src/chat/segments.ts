import type { Citation } from '../api/types';

/** A stretch of an answer: the policy's own words, with the number of their citation, or the assistant's. */
export interface Segment {
  text: string;
  /** Index into the citations, or null where these are not the policy's words. */
  cited: number | null;
}

const ONLY_MARKS = /^[\s“”"'「」『』《》（）():：;；,，.。、\-—]*$/;
const MIN_QUOTE = 6;
/** A line that is a quotation and no more, with what leads to it. */
const QUOTED_LINE = /^([^“\n]*：)?“(.+)”$/gm;

/** Where the quote stands in the text, whole, or as an excerpt that has a line of its own; null where it does not. */
function find(text: string, quote: string): { start: number; end: number } | null {
  if (quote.length < MIN_QUOTE) return null;
  const whole = text.indexOf(quote);
  if (whole >= 0) return { start: whole, end: whole + quote.length };
  QUOTED_LINE.lastIndex = 0;
  for (let line = QUOTED_LINE.exec(text); line; line = QUOTED_LINE.exec(text)) {
    const excerpt = line[2] || '';
    const start = line.index + line[0].length - excerpt.length - 1;
    if (excerpt.length >= MIN_QUOTE && quote.indexOf(excerpt) >= 0) {
      return { start, end: start + excerpt.length };
    }
  }
  return null;
}

/** Tells quoted policy apart from the rest of an answer. Every citation that the text quotes gets a segment. */
export function splitByQuotes(text: string, citations: Citation[]): Segment[] {
  const found: { start: number; end: number; cited: number }[] = [];
  citations.forEach((citation, cited) => {
    const place = find(text, citation.quote.trim());
    if (place && !found.some((other) => place.start < other.end && other.start < place.end)) {
      found.push({ start: place.start, end: place.end, cited });
    }
  });
  found.sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, cited } of found) {
    const label = citations[cited]?.label || '';
    pushOwn(segments, text.slice(at, start), label);
    segments.push({ text: text.slice(start, end), cited });
    at = end;
  }
  pushOwn(segments, text.slice(at));
  return segments;
}

/** Adds the assistant's own words; what is left over around a quote, its marks and the clause it names, is not. */
function pushOwn(segments: Segment[], text: string, label = ''): void {
  let trimmed = text
    .replace(/^[”」』"]+/, '')
    .replace(/[“「『"]+$/, '')
    .trim();
  const name = `\n${label}：`;
  if (label && trimmed.slice(-name.length) === name) trimmed = trimmed.slice(0, -name.length).trim();
  if (!ONLY_MARKS.test(trimmed)) segments.push({ text: trimmed, cited: null });
}

/** Indexes of the citations that no segment shows. */
export function unquoted(segments: Segment[], citations: Citation[]): number[] {
  const shown = segments.map((segment) => segment.cited);
  return citations.map((_, index) => index).filter((index) => shown.indexOf(index) < 0);
}
