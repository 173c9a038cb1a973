import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../api/types';
import { Sheet } from '../components/Sheet';
import { copyText } from '../lib/clipboard';
import { drawAnswer } from './picture';
import { questionLink } from './share';

interface Props {
  question: string;
  answer: Answer;
  onClose: () => void;
  say: (text: string) => void;
}

/** An answer as a picture to keep, or the question as a link to send on. */
export function ShareSheet({ question, answer, onClose, say }: Props) {
  const [picture, setPicture] = useState('');
  useEffect(() => {
    const canvas = drawAnswer(question, answer, location.host);
    if (canvas) setPicture(canvas.toDataURL('image/png'));
  }, [question, answer]);
  const link = questionLink(question, location.origin);
  const copyLink = async () => {
    say((await copyText(link)) ? '链接已复制' : '没能复制，请长按链接复制');
  };
  return (
    <Sheet title="分享" onClose={onClose}>
      <p class="small muted">图片带有政策出处。长按图片可保存或转发。</p>
      {picture && <img class="share__picture" src={picture} alt="回答的图片，文字与上面的回答相同" />}
      <div class="share__actions">
        {picture && (
          <a class="weui-btn weui-btn_primary weui-btn_block" href={picture} download="政策问答.png">
            保存图片
          </a>
        )}
        <button type="button" class="weui-btn weui-btn_default weui-btn_block" onClick={copyLink}>
          复制提问链接
        </button>
      </div>
      <p class="small muted share__link">{link}</p>
    </Sheet>
  );
}
