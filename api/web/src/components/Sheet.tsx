import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './Icon';

const FOCUSABLE = 'a[href], button:not([disabled]), input, textarea, select, [tabindex="0"]';

/** Keeps Tab inside `root`; Escape closes. */
function trap(root: HTMLElement, close: () => void, event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    close();
  }
  if (event.key !== 'Tab') return;
  const stops = root.querySelectorAll<HTMLElement>(FOCUSABLE);
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (!first || !last) return;
  const at = document.activeElement;
  const outside = !root.contains(at) || at === root;
  if (event.shiftKey && (at === first || outside)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (at === last || outside)) {
    event.preventDefault();
    first.focus();
  }
}

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A panel from the bottom that holds the focus until it is closed, then gives it back. */
export function Sheet({ title, onClose, children }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    panel.current?.focus();
    return () => {
      if (before && document.contains(before)) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the veil is a convenience; the close button and Escape do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div class="sheet" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        class="sheet__panel"
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
        ref={panel}
        onKeyDown={(event) => panel.current && trap(panel.current, onClose, event)}
      >
        <div class="sheet__head">
          <h2 class="sheet__title">{title}</h2>
          <button type="button" class="sheet__close" aria-label="关闭" onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <div class="sheet__body">{children}</div>
      </div>
    </div>
  );
}
