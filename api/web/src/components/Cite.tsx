import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Citation } from '../api/types';

export type OpenCitation = (citation: Citation) => void;

/** How this page opens a citation; without one, the link leads to the original text. */
export const CitationOpener = createContext<OpenCitation | null>(null);
/** The id of the citation that is open beside the conversation. */
export const OpenedCitation = createContext<string | null>(null);

/** Whether a click means "here" rather than a new tab or a download. */
function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

interface Props {
  citation: Citation;
  number?: number | undefined;
  /** Leaves the clause's title out, where it has been named before. */
  brief?: boolean;
}

/** A numbered link to the sentence that a statement rests on. */
export function Cite({ citation, number, brief = false }: Props) {
  const open = useContext(CitationOpener);
  const opened = useContext(OpenedCitation);
  const onClick = (event: MouseEvent) => {
    if (!open || !isPlainClick(event)) return;
    event.preventDefault();
    open(citation);
  };
  return (
    <a
      class="cite"
      href={citation.url}
      onClick={onClick}
      aria-current={opened === citation.id ? 'true' : undefined}
    >
      {number !== undefined && <span class="cite__n">{number}</span>}
      <span>
        {citation.label}
        {!brief && citation.heading && `　${citation.heading}`}
      </span>
    </a>
  );
}

/** The policy's own words, marked as such, with the link to where they stand. */
export function Quote({ citation, number, text }: Props & { text?: string | undefined }) {
  return (
    <blockquote class="quote" cite={citation.url}>
      <p class="quote__text">{text || citation.quote}</p>
      <div class="quote__head">
        <span class="badge">政策原文</span>
        <Cite citation={citation} number={number} />
      </div>
    </blockquote>
  );
}
