import type { Answer } from '../api/types';
import { aiMark, answerText } from '../chat/share';

/** What is read to a caller: the plain words, without marks of quotation and numbers of citations. */
export function readingText(answer: Answer): string {
  const first = answer.citations[0];
  const words = answer.text
    .split('\n')
    .map((line) => line.replace(/[“”]/g, '').trim())
    .filter((line) => line)
    .join(' ');
  const source =
    first && words.indexOf(first.label) < 0 ? `（依据《${first.policy_title}》${first.label}）` : '';
  const mark = aiMark(answer);
  return `${words}${source}${mark && `【${mark}】`}`;
}

/** What is sent to a caller: the answer with its sources, each with its link. */
export function sendingText(answer: Answer): string {
  return answerText(answer, location.origin);
}
