import { useState } from 'preact/hooks';
import { sendFeedback } from '../api/ask';
import { Icon } from '../components/Icon';
import { Sheet } from '../components/Sheet';
import type { BotMessage } from './messages';

const REASONS = ['内容不准确', '没有答到我问的', '看不懂', '条款引用不对', '其他'];

interface Props {
  message: BotMessage;
  onRated: (helpful: boolean) => void;
  say: (text: string) => void;
}

/** Thumbs up and down; a thumb down asks why. */
export function Feedback({ message, onRated, say }: Props) {
  const [asking, setAsking] = useState(false);
  if (!message.ids?.answer_id) return null;
  const ids = message.ids;
  const rate = (helpful: boolean, comment: string) => {
    setAsking(false);
    sendFeedback(ids, helpful, comment).then(
      () => {
        onRated(helpful);
        say('谢谢，已收到您的意见');
      },
      () => say('没有送出去，请稍后再试'),
    );
  };
  return (
    <>
      <button
        type="button"
        class="tool"
        aria-pressed={message.feedback === true}
        onClick={() => rate(true, '')}
      >
        <Icon name="up" />
        有用
      </button>
      <button
        type="button"
        class="tool"
        aria-pressed={message.feedback === false}
        onClick={() => setAsking(true)}
      >
        <Icon name="down" />
        没用
      </button>
      {asking && <ReasonSheet onClose={() => setAsking(false)} onSend={(comment) => rate(false, comment)} />}
    </>
  );
}

function ReasonSheet({ onClose, onSend }: { onClose: () => void; onSend: (comment: string) => void }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [words, setWords] = useState('');
  const toggle = (reason: string) =>
    setChosen(chosen.indexOf(reason) < 0 ? [...chosen, reason] : chosen.filter((other) => other !== reason));
  return (
    <Sheet title="哪里不好？" onClose={onClose}>
      <div class="quick">
        {REASONS.map((reason) => (
          <button
            type="button"
            class="quick__item"
            key={reason}
            aria-pressed={chosen.indexOf(reason) >= 0}
            onClick={() => toggle(reason)}
          >
            {reason}
          </button>
        ))}
      </div>
      <label class="reason">
        <span class="small muted">还想说的（选填，请不要写姓名、证件号、电话）</span>
        <textarea
          class="composer__field reason__field"
          rows={2}
          maxLength={200}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="weui-btn weui-btn_primary weui-btn_block reason__send"
        disabled={!chosen.length && !words.trim()}
        onClick={() => onSend([...chosen, words.trim()].filter(Boolean).join('；'))}
      >
        提交
      </button>
    </Sheet>
  );
}
