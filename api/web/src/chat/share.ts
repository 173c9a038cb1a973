import type { Answer, Citation } from '../api/types';
import { resultText } from '../components/CalculationView';

/** The mark that generated text must carry wherever it goes. */
export function aiMark(answer: Answer): string {
  return answer.mode === 'generated' ? `AI生成${answer.generated_by ? ` · ${answer.generated_by}` : ''}` : '';
}

function sourceLine(citation: Citation, origin: string): string {
  return `《${citation.policy_title}》${citation.label}：“${citation.quote}” ${origin}${encodeURI(citation.url)}`;
}

/** An answer as plain text, with its sources and, where generated, its mark. */
export function answerText(answer: Answer, origin: string): string {
  const lines = [answer.text];
  if (answer.calculation && answer.calculation.status !== 'needs_input')
    lines.push(`结果：${resultText(answer.calculation)}`);
  if (answer.citations.length) {
    lines.push('', '政策原文：');
    answer.citations.forEach((citation, i) => {
      lines.push(`${i + 1}. ${sourceLine(citation, origin)}`);
    });
  }
  const mark = aiMark(answer);
  if (mark) lines.push('', `【${mark}】`);
  return lines.join('\n');
}

/** A link that opens the chat with the question written, not sent. It stays in the fragment, away from server logs. */
export function questionLink(question: string, origin: string): string {
  return `${origin}/#q=${encodeURIComponent(question)}`;
}

export function questionOfHash(hash: string): string {
  const match = /^#q=(.+)$/.exec(hash);
  if (!match) return '';
  try {
    return decodeURIComponent(match[1] || '').slice(0, 1000);
  } catch {
    return '';
  }
}
