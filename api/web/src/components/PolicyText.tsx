import { useEffect, useRef } from 'preact/hooks';
import type { ClauseNode, Place, PolicyDocument, Sentence } from '../api/policies';
import { type Piece, piecesOf, runsOf, type Slice, slicer } from './pieces';

interface Props {
  document: PolicyDocument;
  place: Place;
  /** Shows this clause alone. */
  only?: ClauseNode;
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

/** A policy's text, verbatim, the place asked for marked and brought into view. */
export function PolicyText({ document, place, only }: Props) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const cited = root.current?.querySelector('[data-cited]');
    cited?.scrollIntoView({ block: 'center' });
  }, [document.id, place.path, place.n]);
  const slice = slicer(document.text);
  const pieces = only
    ? [{ kind: 'clause' as const, clause: only, at: only.start }]
    : piecesOf(slice, 0, Number.MAX_SAFE_INTEGER, [], document.clauses);
  return (
    <div ref={root} class="doc">
      <Pieces pieces={pieces} slice={slice} place={place} depth={0} here={false} />
    </div>
  );
}

interface Inside {
  slice: Slice;
  place: Place;
  depth: number;
}

function Pieces({ pieces, here, ...inside }: Inside & { pieces: Piece[]; here: boolean }) {
  return (
    <>
      {pieces.map((piece, index) => {
        if (piece.kind === 'clause') return <Clause key={piece.at} clause={piece.clause} {...inside} />;
        if (piece.kind === 'sentence') {
          const cited = here && piece.sentence.n === inside.place.n;
          return <Words key={piece.at} sentence={piece.sentence} cited={cited} />;
        }
        return (
          <span key={piece.at} class={index === 0 ? 'doc__sentence doc__head' : 'doc__sentence'}>
            {piece.text}
          </span>
        );
      })}
    </>
  );
}

function Clause({ clause, slice, place, depth }: Inside & { clause: ClauseNode }) {
  const here = clause.path === place.path;
  const names = ['doc__clause', `doc__${clause.kind}`];
  if (clause.heading) names.push('doc__titled');
  if (depth > 0) names.push('doc__clause_deep');
  if (here) names.push('doc__clause_cited');
  return (
    <section
      class={names.join(' ')}
      id={anchorOf(clause.path)}
      data-cited={here && place.n === null ? '' : undefined}
      aria-label={NUMBERED[clause.kind] ? clause.label : undefined}
    >
      <Pieces
        pieces={piecesOf(slice, clause.start, clause.end, clause.sentences, clause.children)}
        slice={slice}
        place={place}
        depth={depth + 1}
        here={here}
      />
    </section>
  );
}

function Words({ sentence, cited }: { sentence: Sentence; cited: boolean }) {
  const runs = runsOf(sentence.text, sentence.references || []);
  const words = runs.map((run, index) =>
    run.url ? (
      <a key={index} href={run.url}>
        {run.text}
      </a>
    ) : (
      run.text
    ),
  );
  if (!cited) return <span class="doc__sentence">{words}</span>;
  return (
    <mark class="doc__sentence doc__sentence_cited" data-cited="">
      <span class="vh">（引用处）</span>
      {words}
    </mark>
  );
}
