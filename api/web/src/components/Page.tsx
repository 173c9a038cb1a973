import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from './Icon';

interface Props {
  title: string;
  /** Where the arrow leads; the chat unless another place is nearer. */
  back?: string;
  children: ComponentChildren;
}

/** The frame of every page but the chat: a bar with a way back, and the content. */
export function Page({ title, back = '/', children }: Props) {
  useEffect(() => {
    document.title = `${title} - 人社政策助手`;
  }, [title]);
  return (
    <div class="page">
      <header class="page__bar">
        <a class="page__back" href={back} aria-label={back === '/' ? '返回问答' : '返回'}>
          <Icon name="back" />
        </a>
        <h1 class="page__title">{title}</h1>
      </header>
      <main class="page__main">{children}</main>
    </div>
  );
}
