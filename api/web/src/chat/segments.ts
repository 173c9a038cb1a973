import type { Citation } from '../api/types';

/** A stretch of an answer: the policy's own words, with the number of their citation, or the assistant's. */
export interface Segment {
  text: string;
  /** Index into the citations, or null where these are not the policy's words. */
  cited: number | null;
}

const ONLY_MARKS = /^[\s“”"'「」『』《》（）():：;；,，.。、\-—]*$/;
const MIN_QUOTE = 6;

/** Tells quoted policy apart from the rest of an answer. Every citation whose quote stands in the text gets a segment. */
export function splitByQuotes(text: string, citations: Citation[]): Segment[] {
  const found: { start: number; end: number; cited: number }[] = [];
  citations.forEach((citation, cited) => {
    const quote = citation.quote.trim();
    const start = quote.length >= MIN_QUOTE ? text.indexOf(quote) : -1;
    const end = start + quote.length;
    if (start >= 0 && !found.some((other) => start < other.end && other.start < end)) {
      found.push({ start, end, cited });
    }
  });
  found.sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, cited } of found) {
    pushOwn(segments, text.slice(at, start));
    segments.push({ text: text.slice(start, end), cited });
    at = end;
  }
  pushOwn(segments, text.slice(at));
  return segments;
}

/** Adds the assistant's own words; quotation marks left over around a quote are not words. */
function pushOwn(segments: Segment[], text: string): void {
  const trimmed = text
    .replace(/^[”」』"]+/, '')
    .replace(/[“「『"]+$/, '')
    .trim();
  if (!ONLY_MARKS.test(trimmed)) segments.push({ text: trimmed, cited: null });
}

/** Indexes of the citations that no segment shows. */
export function unquoted(segments: Segment[], citations: Citation[]): number[] {
  const shown = segments.map((segment) => segment.cited);
  return citations.map((_, index) => index).filter((index) => shown.indexOf(index) < 0);
}
