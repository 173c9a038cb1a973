import { fetchPolicy, placeOf } from '../api/policies';
import type { Citation } from '../api/types';
import { Outcome } from '../components/Outcome';
import { PolicyText } from '../components/PolicyText';
import { useLoaded } from '../components/useLoaded';

/** The original text beside the conversation, on screens wide enough for both. */
export function SourcePane({ citation }: { citation: Citation | null }) {
  const place = citation && placeOf(citation.id);
  const loaded = useLoaded(() => fetchPolicy(place?.policyId || ''), place?.policyId || null);
  return (
    <aside class="pane" aria-label="政策原文">
      <div class="bar pane__bar">
        <h2 class="pane__title">{citation ? `《${citation.policy_title}》${citation.label}` : '政策原文'}</h2>
        {citation && (
          <a class="pane__link" href={citation.url}>
            单独打开
          </a>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="pane__body" tabIndex={0} aria-label="原文内容">
        {place ? (
          <Outcome loaded={loaded}>{(document) => <PolicyText document={document} place={place} />}</Outcome>
        ) : (
          <p class="muted pane__empty">回答里每一句都有出处。点回答中带编号的条款，原文会显示在这里。</p>
        )}
      </section>
    </aside>
  );
}
