import type { Answer } from '../api/types';
import { resultText } from '../components/CalculationView';
import { aiMark } from './share';

const WIDTH = 720;
const PAD = 40;
const SIZE = 28;
const LINE = 44;
const FONT = 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", sans-serif';

interface Block {
  text: string;
  color: string;
  ground: string;
  bold?: boolean;
}

function blocksOf(question: string, answer: Answer, site: string): Block[] {
  const blocks: Block[] = [
    { text: `问：${question}`, color: '#000000', ground: '#95ec69', bold: true },
    { text: answer.text, color: '#1a1a1a', ground: '#ffffff' },
  ];
  if (answer.calculation) {
    blocks.push({
      text: `结果：${resultText(answer.calculation)}`,
      color: '#0a7a40',
      ground: '#ffffff',
      bold: true,
    });
  }
  if (answer.citations.length) {
    const sources = answer.citations.map((c, i) => `${i + 1}. 《${c.policy_title}》${c.label}`);
    blocks.push({ text: `政策原文出处\n${sources.join('\n')}`, color: '#33415c', ground: '#f3f6f4' });
  }
  const mark = aiMark(answer);
  if (mark) blocks.push({ text: mark, color: '#283593', ground: '#e8eaf6', bold: true });
  blocks.push({ text: `以政策原文和主管部门解释为准 · ${site}`, color: '#5c5c5c', ground: '#ededed' });
  return blocks;
}

/** Lines that fit the width; Chinese may break at any character. */
function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const character of Array.from(paragraph)) {
      if (line && pen.measureText(line + character).width > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
    lines.push(line);
  }
  return lines;
}

function setFont(pen: CanvasRenderingContext2D, block: Block): void {
  pen.font = `${block.bold ? 600 : 400} ${SIZE}px ${FONT}`;
}

/** An answer drawn as a picture, sources and marks included; null where the browser has no canvas. */
export function drawAnswer(question: string, answer: Answer, site: string): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  const laid = blocksOf(question, answer, site).map((block) => {
    setFont(pen, block);
    return { block, lines: wrap(pen, block.text, WIDTH - PAD * 3) };
  });
  const heights = laid.map(({ lines }) => lines.length * LINE + PAD);
  canvas.width = WIDTH;
  canvas.height = heights.reduce((sum, height) => sum + height + PAD / 2, PAD);
  pen.fillStyle = '#ededed';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = 'middle';
  let top = PAD / 2;
  laid.forEach(({ block, lines }, i) => {
    const height = heights[i] || 0;
    pen.fillStyle = block.ground;
    pen.fillRect(PAD / 2, top, WIDTH - PAD, height);
    pen.fillStyle = block.color;
    setFont(pen, block);
    lines.forEach((line, n) => {
      pen.fillText(line, PAD * 1.5, top + PAD / 2 + LINE * (n + 0.5));
    });
    top += height + PAD / 2;
  });
  return canvas;
}
