import { useRef, useState } from 'preact/hooks';
import { ask } from '../api/ask';
import { createAbort } from '../api/http';
import type { Answer } from '../api/types';
import { AnswerCard } from '../chat/AnswerCard';
import { Outcome } from '../components/Outcome';
import { useToast } from '../components/Toast';
import { useLoaded } from '../components/useLoaded';
import { copyText } from '../lib/clipboard';
import { randomId } from '../lib/ids';
import { staff } from './api';
import { Search, type Shown } from './Search';
import { Side, type Tool } from './Side';
import { KeySheet, useKeys } from './shortcuts';
import { readingText, sendingText } from './texts';

/** The whole desk. */
export function Desk() {
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const [tool, setTool] = useState<Tool>('queue');
  const [keysOpen, setKeysOpen] = useState(false);
  const [toast, say] = useToast();
  const field = useRef<HTMLInputElement>(null);
  const result = useRef<HTMLElement>(null);

  const show = (next: Shown) => {
    setShown(next);
    setTimeout(() => result.current?.focus());
  };
  const put = (question: string) => {
    if (!question.trim()) return;
    setTyped(question);
    const watch = { onStart() {}, onDelta() {} };
    const request = { question, conversation_id: null, audience: 'hotline' as const };
    ask(request, randomId(), watch, createAbort()).then(
      (answer) => show({ question, answer }),
      (error: Error) => say(error.message),
    );
  };
  const copy = async (what: 'read' | 'send') => {
    if (!shown) return;
    const text = what === 'read' ? readingText(shown.answer) : sendingText(shown.answer);
    say(
      (await copyText(text))
        ? what === 'read'
          ? '已复制口头答复'
          : '已复制书面答复'
        : '没能复制，请手动选取',
    );
  };
  useKeys({
    '/': () => field.current?.focus(),
    '?': () => setKeysOpen(true),
    r: () => copy('read'),
    s: () => copy('send'),
    c: () => setTool('calc'),
    z: () => setTool('check'),
    n: () => setTool('note'),
    q: () => setTool('queue'),
  });
  return (
    <div class="desk__columns">
      <div class="desk__left">
        <Search field={field} typed={typed} onTyped={setTyped} onShow={show} onAsk={put} />
        {shown ? (
          <section class="desk__answer" aria-label="答复" tabIndex={-1} ref={result}>
            <h2>{shown.question}</h2>
            <AnswerCard answer={shown.answer} />
            <Texts answer={shown.answer} onCopy={copy} />
          </section>
        ) : (
          <AskedLists onAsk={put} />
        )}
        <button type="button" class="weui-btn weui-btn_default" onClick={() => setKeysOpen(true)}>
          快捷键（?）
        </button>
      </div>
      <Side tool={tool} onTool={setTool} question={shown ? shown.question : ''} say={say} />
      {keysOpen && <KeySheet onClose={() => setKeysOpen(false)} />}
      {toast}
    </div>
  );
}

function Texts({ answer, onCopy }: { answer: Answer; onCopy: (what: 'read' | 'send') => void }) {
  return (
    <div class="desk__texts">
      <h3>读给来电人</h3>
      <p class="desk__reading">{readingText(answer)}</p>
      <button type="button" class="weui-btn weui-btn_primary" onClick={() => onCopy('read')}>
        复制口头答复（R）
      </button>
      <h3>发给来电人</h3>
      <pre class="desk__sending">{sendingText(answer)}</pre>
      <button type="button" class="weui-btn weui-btn_default" onClick={() => onCopy('send')}>
        复制书面答复（S）
      </button>
    </div>
  );
}

interface Asked {
  question: string;
  count: number;
}

function AskedLists({ onAsk }: { onAsk: (question: string) => void }) {
  const loaded = useLoaded(() => staff<{ recent: Asked[]; frequent: Asked[] }>('/asked'), 'asked');
  return (
    <Outcome loaded={loaded}>
      {({ recent, frequent }) => (
        <div class="desk__asked">
          <AskedList title="最近查过" asked={recent} onAsk={onAsk} />
          <AskedList title="问得最多（30天）" asked={frequent} onAsk={onAsk} />
        </div>
      )}
    </Outcome>
  );
}

function AskedList({
  title,
  asked,
  onAsk,
}: {
  title: string;
  asked: Asked[];
  onAsk: (question: string) => void;
}) {
  return (
    <section>
      <h2>{title}</h2>
      {!asked.length && <p class="muted">还没有。</p>}
      <ul>
        {asked.map((one) => (
          <li key={one.question}>
            <button type="button" class="desk__again" onClick={() => onAsk(one.question)}>
              {one.question} {one.count > 1 && <span class="muted small">{one.count}次</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
