import { fetchPolicy, findClause, placeOf } from '../api/policies';
import type { Citation } from '../api/types';
import { Outcome } from '../components/Outcome';
import { PolicyText } from '../components/PolicyText';
import { Sheet } from '../components/Sheet';
import { useLoaded } from '../components/useLoaded';

/** The cited clause in a sheet over the conversation, with the way to the whole document. */
export function SourceSheet({ citation, onClose }: { citation: Citation; onClose: () => void }) {
  const place = placeOf(citation.id);
  const loaded = useLoaded(() => fetchPolicy(place.policyId), place.policyId);
  return (
    <Sheet title={`${citation.label}${citation.heading && `　${citation.heading}`}`} onClose={onClose}>
      <p class="small muted">
        <span class="badge">政策原文</span> 《{citation.policy_title}》
      </p>
      <Outcome loaded={loaded}>
        {(document) => {
          const clause = findClause(document, place.path);
          return clause ? (
            <PolicyText document={document} place={place} only={clause} />
          ) : (
            <p>{citation.quote}</p>
          );
        }}
      </Outcome>
      <a class="weui-btn weui-btn_primary weui-btn_block sheet__action" href={citation.url}>
        查看全文
      </a>
    </Sheet>
  );
}
