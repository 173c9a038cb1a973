import type { VNode } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';

const SHOWN_MS = 2500;

/** A short message over the page, and the way to say one. */
export function useToast(): [VNode, (text: string) => void] {
  const [text, setText] = useState('');
  const timer = useRef(0);
  const say = useCallback((words: string) => {
    window.clearTimeout(timer.current);
    setText(words);
    timer.current = window.setTimeout(() => setText(''), SHOWN_MS);
  }, []);
  const shown = (
    <div role="status" class={text ? 'toast' : 'vh'}>
      {text}
    </div>
  );
  return [shown, say];
}
