import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { forget } from '../api/conversations';
import type { Citation } from '../api/types';
import { CitationOpener, OpenedCitation } from '../components/Cite';
import { Icon } from '../components/Icon';
import { useToast } from '../components/Toast';
import type { Actions } from './Bubbles';
import { Composer } from './Composer';
import type { Conversation } from './conversation';
import { Log } from './Log';
import { Menu, MoreSheet, PersonSheet } from './Menu';
import type { Message } from './messages';
import { Person } from './Person';
import { SourcePane } from './SourcePane';
import { SourceSheet } from './SourceSheet';
import { questionOfHash } from './share';
import { useHandover } from './useHandover';
import { useOnline } from './useOnline';

const WIDE = '(min-width: 1280px)';

/** Redraws when the conversation changes. */
function useMessages(conversation: Conversation): Message[] {
  const [, setChanges] = useState(0);
  useEffect(() => conversation.subscribe(() => setChanges((count) => count + 1)), [conversation]);
  return conversation.messages;
}

/** The text of the last finished answer, to be read out once. */
function useAnnouncement(messages: Message[]): string {
  const started = useRef(Date.now());
  const last = messages[messages.length - 1];
  if (last?.kind !== 'bot' || last.at < started.current) return '';
  if (last.phase === 'done') return `助手：${last.text}`;
  return last.phase === 'failed' ? last.error : '';
}

type Open = 'more' | 'person' | 'source' | null;

interface Props {
  conversation: Conversation;
}

/** The whole chat page. */
export function App({ conversation }: Props) {
  const messages = useMessages(conversation);
  const [text, setText] = useState(() => questionOfHash(location.hash));
  const [open, setOpen] = useState<Open>(null);
  const [citation, setCitation] = useState<Citation | null>(null);
  const [toast, say] = useToast();
  const field = useRef<HTMLTextAreaElement>(null);
  const online = useOnline(() => conversation.flush());

  const handover = useHandover(conversation.conversationId, messages, say);

  const send = (words: string, typed: boolean) => {
    if (words.trim() && handover.write(words)) {
      setText('');
      return;
    }
    const outcome = conversation.send(words);
    if (outcome === 'busy') say('上一个问题还在回答，请稍等');
    if (typed && (outcome === 'sent' || outcome === 'queued')) setText('');
  };
  const actions: Actions = useMemo(
    () => ({
      ask: (words) => send(words, false),
      retry: (id) => conversation.retry(id),
      rate: (id, helpful) => conversation.rate(id, helpful),
      say,
    }),
    [conversation, handover.state],
  );
  const openCitation = (chosen: Citation) => {
    setCitation(chosen);
    if (!window.matchMedia(WIDE).matches) setOpen('source');
  };
  const clear = () => {
    // The device forgets at once; the server's copy goes too, or ends with its term.
    if (conversation.conversationId) forget(conversation.conversationId);
    conversation.clear();
    setCitation(null);
    setOpen(null);
    say('聊天记录已删除');
  };

  return (
    <CitationOpener.Provider value={openCitation}>
      <OpenedCitation.Provider value={citation ? citation.id : null}>
        <div class="chat">
          <main class="chat__main">
            <Header onMore={() => setOpen('more')} />
            <p class="banner" role="status" hidden={online}>
              网络已断开。您的问题会留在这里，网络恢复后自动发送。
            </p>
            <Log
              messages={messages}
              audience={conversation.audience}
              actions={actions}
              onAudience={(audience) => conversation.setAudience(audience)}
            />
            <Person handover={handover} />
            <div class="foot">
              <Composer
                text={text}
                busy={conversation.isBusy}
                field={field}
                onText={setText}
                onSend={() => send(text, true)}
                onStop={() => conversation.stop()}
              />
              <Menu onAskHere={() => field.current?.focus()} onPerson={() => setOpen('person')} />
            </div>
          </main>
          <SourcePane citation={citation} />
        </div>
        {open === 'source' && citation && <SourceSheet citation={citation} onClose={() => setOpen(null)} />}
        {open === 'more' && <MoreSheet onClose={() => setOpen(null)} onClear={clear} />}
        {open === 'person' && (
          <PersonSheet
            onClose={() => setOpen(null)}
            onWrite={conversation.conversationId ? handover.request : null}
          />
        )}
        <div class="vh" role="status" aria-live="polite">
          {useAnnouncement(messages)}
        </div>
        {toast}
      </OpenedCitation.Provider>
    </CitationOpener.Provider>
  );
}

function Header({ onMore }: { onMore: () => void }) {
  return (
    <header class="bar">
      <h1 class="bar__title">人社政策助手</h1>
      <button type="button" class="bar__button" aria-label="更多" onClick={onMore}>
        <Icon name="more" />
      </button>
    </header>
  );
}
