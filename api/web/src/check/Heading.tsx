import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  /** Takes the focus when it appears, so that a screen reader begins with it. */
  focused: boolean;
  children: ComponentChildren;
}

/** The heading of a screen of the self-check. */
export function Heading({ focused, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!focused) return;
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, [focused]);
  return (
    <h2 class="check__title" tabIndex={-1} ref={heading}>
      {children}
    </h2>
  );
}
