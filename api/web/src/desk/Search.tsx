import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from '../api/types';
import { answerOf, citationOf, type Passage, type Suggestion, type Suggestions, staff } from './api';

const PAUSE_MS = 120;
const NOTHING: Suggestions = { approved: [], passages: [] };

/** What fits what is typed, a moment after the last key; only the latest counts. */
function useSuggestions(typed: string): Suggestions {
  const [found, setFound] = useState(NOTHING);
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    if (!typed.trim()) {
      setFound(NOTHING);
      return;
    }
    const timer = setTimeout(() => {
      staff<Suggestions>(`/suggest?q=${encodeURIComponent(typed)}`).then(
        (result) => mine === latest.current && setFound(result),
        () => mine === latest.current && setFound(NOTHING),
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return found;
}

/** An answer and what it answers. */
export interface Shown {
  question: string;
  answer: Answer;
}

interface SearchProps {
  field: { current: HTMLInputElement | null };
  typed: string;
  onTyped: (typed: string) => void;
  onShow: (shown: Shown) => void;
  onAsk: (question: string) => void;
}

function ofSuggestion(found: Suggestion): Shown {
  return {
    question: found.question,
    answer: answerOf(found.text, found.citations, found.status, 'approved'),
  };
}

function ofPassage(found: Passage): Shown {
  const question = `${found.label} ${found.heading}`.trim();
  return { question, answer: answerOf(found.text, [citationOf(found)], 'answered', 'extract') };
}

/** The place one step on; one place more than there are items means that none is chosen. */
export function stepped(at: number, step: number, count: number): number {
  return ((at + 1 + step + count + 1) % (count + 1)) - 1;
}

/** The search box with what fits below it, as a combobox: arrows choose, Enter opens, Enter alone asks. */
export function Search({ field, typed, onTyped, onShow, onAsk }: SearchProps) {
  const found = useSuggestions(typed);
  const [at, setAt] = useState(-1);
  const [closed, setClosed] = useState(false);
  const items: Shown[] = found.approved.map(ofSuggestion).concat(found.passages.map(ofPassage));
  const open = (item: Shown) => {
    setClosed(true);
    onShow(item);
  };
  const enter = () => {
    const chosen = items[at];
    setClosed(true);
    if (chosen) onShow(chosen);
    else onAsk(typed);
  };
  const keys: { [key: string]: () => void } = {
    ArrowDown: () => setAt(stepped(at, 1, items.length)),
    ArrowUp: () => setAt(stepped(at, -1, items.length)),
    Enter: enter,
    Escape: () => {
      onTyped('');
      setAt(-1);
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
  };
  const visible = !closed && items.length > 0;
  return (
    <search class="desk__search">
      <input
        ref={field}
        class="field__box"
        type="text"
        role="combobox"
        aria-label="输入来电人的问题"
        aria-expanded={visible}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant={visible && at >= 0 ? `found-${at}` : undefined}
        placeholder="边听边输入，↓ 选择，回车查看"
        autoComplete="off"
        maxLength={500}
        value={typed}
        onInput={(event) => {
          onTyped(event.currentTarget.value);
          setAt(-1);
          setClosed(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="found" role="listbox" aria-label="查到的内容" class="desk__found" hidden={!visible}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the search box's own
          <div
            key={item.question + item.answer.text}
            id={`found-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            class={index === at ? 'desk__item desk__item_on' : 'desk__item'}
            onClick={() => open(item)}
          >
            <span class="badge">{index < found.approved.length ? '已审核' : '政策原文'}</span> {item.question}
            <p class="small muted desk__line">{item.answer.text}</p>
          </div>
        ))}
      </div>
    </search>
  );
}
