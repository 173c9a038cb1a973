import { useEffect, useRef } from 'preact/hooks';
import type { ClauseNode, Place, PolicyDocument, Sentence } from '../api/policies';

interface Props {
  document: PolicyDocument;
  place: Place;
}

/** An element's id for a clause path, the same on every page. */
export function anchorOf(path: string): string {
  return `c-${path}`;
}

const NUMBERED: { [kind: string]: true } = {
  part: true,
  chapter: true,
  section: true,
  article: true,
  item: true,
};

/** A policy's whole text, the place asked for marked and brought into view. */
export function PolicyText({ document, place }: Props) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const cited = root.current?.querySelector('[data-cited]');
    cited?.scrollIntoView({ block: 'center' });
  }, [document.id, place.path, place.n]);
  return (
    <div ref={root} class="doc">
      {document.clauses.map((clause) => (
        <Clause key={clause.path} clause={clause} place={place} depth={0} />
      ))}
    </div>
  );
}

function Clause({ clause, place, depth }: { clause: ClauseNode; place: Place; depth: number }) {
  const here = clause.path === place.path;
  const names = ['doc__clause', `doc__${clause.kind}`];
  if (depth > 0) names.push('doc__clause_deep');
  if (here) names.push('doc__clause_cited');
  return (
    <section
      class={names.join(' ')}
      id={anchorOf(clause.path)}
      data-cited={here && place.n === null ? '' : undefined}
      aria-label={NUMBERED[clause.kind] ? clause.label : undefined}
    >
      {clause.sentences.length > 0 && (
        <p>
          {clause.sentences.map((sentence) => (
            <Words key={sentence.id} sentence={sentence} cited={here && sentence.n === place.n} />
          ))}
        </p>
      )}
      {clause.children.map((child) => (
        <Clause key={child.path} clause={child} place={place} depth={depth + 1} />
      ))}
    </section>
  );
}

function Words({ sentence, cited }: { sentence: Sentence; cited: boolean }) {
  if (!cited) return <span class="doc__sentence">{sentence.text}</span>;
  return (
    <mark class="doc__sentence doc__sentence_cited" data-cited="">
      <span class="vh">（引用处）</span>
      {sentence.text}
    </mark>
  );
}
