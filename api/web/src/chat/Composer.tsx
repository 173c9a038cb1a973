import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { countCharacters } from '../lib/format';
import { MAX_CHARACTERS } from './messages';

const HINT_FROM = 450;
/** A second tap of a double tap must not stop what the first one sent. */
const SETTLE_MS = 600;

interface Props {
  text: string;
  busy: boolean;
  field: RefObject<HTMLTextAreaElement>;
  onText: (text: string) => void;
  onSend: () => void;
  onStop: () => void;
}

function useGrowing(field: RefObject<HTMLTextAreaElement>, text: string): void {
  useEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = 'auto';
    // Past a screenful the box scrolls anyway; measuring 100 KB at each key would be slow.
    box.style.height = `${Math.min(box.scrollHeight + 2, 400)}px`;
  }, [text]);
}

function Length({ text }: { text: string }) {
  const count = text.length > HINT_FROM ? countCharacters(text.trim()) : 0;
  const over = count > MAX_CHARACTERS;
  return (
    <p
      class={over ? 'composer__hint composer__hint_error' : 'composer__hint'}
      role="status"
      hidden={count === 0}
    >
      {over
        ? `已有${count}字，最多${MAX_CHARACTERS}字，请删减后再发。`
        : count > 0 && `已有${count}字，最多${MAX_CHARACTERS}字。`}
    </p>
  );
}

/** Where the question is written. Enter sends, Shift+Enter breaks the line, and an input method's Enter does neither. */
export function Composer({ text, busy, field, onText, onSend, onStop }: Props) {
  const sentAt = useRef(0);
  const composing = useRef(false);
  useGrowing(field, text);
  const submit = () => {
    sentAt.current = Date.now();
    onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Safari ends the composition before it reports the Enter that ended it: keyCode 229 tells it apart.
    const byInputMethod = event.isComposing || composing.current || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || byInputMethod) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Length text={text} />
      <div class="composer">
        <textarea
          class="composer__field"
          ref={field}
          rows={1}
          value={text}
          placeholder="请输入您的问题"
          aria-label="您的问题"
          enterkeyhint="send"
          onInput={(event) => onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={() => {
            composing.current = false;
          }}
        />
        {busy ? (
          <button
            type="button"
            class="composer__send composer__send_stop"
            onClick={() => Date.now() - sentAt.current > SETTLE_MS && onStop()}
          >
            停止
          </button>
        ) : (
          <button type="submit" class="composer__send">
            发送
          </button>
        )}
      </div>
    </form>
  );
}
