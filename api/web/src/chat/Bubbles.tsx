import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon';
import { copyText } from '../lib/clipboard';
import { memo } from '../lib/memo';
import { AnswerCard } from './AnswerCard';
import { Feedback } from './Feedback';
import type { BotMessage, UserMessage } from './messages';
import { ShareSheet } from './ShareSheet';
import { answerText } from './share';

export interface Actions {
  ask(text: string): void;
  retry(id: string): void;
  rate(id: string, helpful: boolean): void;
  say(text: string): void;
}

export const UserBubble = memo(({ message }: { message: UserMessage }) => (
  <div class="row row_mine">
    <span class="avatar" aria-hidden="true">
      <Icon name="person" />
    </span>
    <div class="bubble">
      <span class="vh">我：</span>
      {message.text}
    </div>
    {message.queued && <span class="row__state">待发送</span>}
  </div>
));

function Tools({ message, actions }: { message: BotMessage; actions: Actions }) {
  const [sharing, setSharing] = useState(false);
  const answer = message.answer;
  if (!answer) return null;
  const copy = async () => {
    const done = await copyText(answerText(answer, location.origin));
    actions.say(done ? '已复制，含来源' : '没能复制，请长按文字复制');
  };
  return (
    <div class="tools">
      <Feedback
        message={message}
        onRated={(helpful) => actions.rate(message.id, helpful)}
        say={actions.say}
      />
      <button type="button" class="tool" onClick={copy}>
        <Icon name="copy" />
        复制
      </button>
      <button type="button" class="tool" onClick={() => setSharing(true)}>
        <Icon name="share" />
        分享
      </button>
      {sharing && (
        <ShareSheet
          question={message.question}
          answer={answer}
          onClose={() => setSharing(false)}
          say={actions.say}
        />
      )}
    </div>
  );
}

function Failure({ message, actions }: { message: BotMessage; actions: Actions }) {
  const stopped = message.phase === 'stopped';
  return (
    <div>
      {message.text && <p class="direct">{message.text}</p>}
      <p class={stopped ? 'small muted' : 'notice notice_error'}>
        {stopped ? '已停止，以上内容不完整。' : message.error}
        {!stopped && message.retryAfter > 0 && `（${message.retryAfter}秒后可再试）`}
      </p>
      <div class="quick quick_after">
        <button type="button" class="quick__item" onClick={() => actions.retry(message.id)}>
          再试一次
        </button>
      </div>
    </div>
  );
}

function Arriving({ message }: { message: BotMessage }) {
  return (
    <>
      {message.text && <p class="direct">{message.text}</p>}
      {message.phase === 'resuming' && <p class="small muted">网络断了一下，正在接着收…</p>}
      <span class="dots">
        <i />
        <i />
        <i />
        <span class="vh">正在回答</span>
      </span>
    </>
  );
}

interface BotProps {
  message: BotMessage;
  actions: Actions;
  /** Suggestions belong to the last answer alone. */
  last: boolean;
}

export const BotBubble = memo(({ message, actions, last }: BotProps) => {
  const answer = message.answer;
  const arriving =
    message.phase === 'waiting' || message.phase === 'streaming' || message.phase === 'resuming';
  const failed = message.phase === 'failed' || message.phase === 'stopped';
  const suggestions = (last && answer?.suggestions) || [];
  return (
    <div class="row row_bot" aria-busy={arriving}>
      <span class="avatar" aria-hidden="true">
        <Icon name="policy" />
      </span>
      <div class={message.phase === 'waiting' ? 'bubble' : 'bubble card'}>
        <span class="vh">助手：</span>
        {arriving && <Arriving message={message} />}
        {failed && <Failure message={message} actions={actions} />}
        {answer && <AnswerCard answer={answer} />}
        {suggestions.length > 0 && (
          <div class="quick">
            {suggestions.map((text) => (
              <button type="button" class="quick__item" key={text} onClick={() => actions.ask(text)}>
                {text}
              </button>
            ))}
          </div>
        )}
        {answer && <Tools message={message} actions={actions} />}
      </div>
    </div>
  );
});
