import { useState } from 'preact/hooks';
import {
  type ClauseNode,
  fetchPolicy,
  findClause,
  type Metadata,
  type Place,
  type PolicyDocument,
} from '../api/policies';
import { Icon } from '../components/Icon';
import { Outcome } from '../components/Outcome';
import { Page } from '../components/Page';
import { anchorOf, PolicyText } from '../components/PolicyText';
import { useLoaded } from '../components/useLoaded';
import { usePlace } from './usePlace';

const UNSTATED = '文件未标注';

/** The original text page. */
export function App() {
  const place = usePlace();
  const loaded = useLoaded(() => fetchPolicy(place.policyId), place.policyId);
  return (
    <Page title="政策原文" back="/policies">
      <Outcome loaded={loaded}>{(document) => <Content document={document} place={place} />}</Outcome>
      {loaded.error && (
        <p>
          <a href="/policies">查看收录的全部政策</a>
        </p>
      )}
    </Page>
  );
}

function Content({ document, place }: { document: PolicyDocument; place: Place }) {
  const unknown = place.path !== '' && !findClause(document, place.path);
  return (
    <>
      {unknown && (
        <p class="notice" role="alert">
          这份文件里没有您要找的这一条，下面是全文。
        </p>
      )}
      <Versions document={document} />
      <Facts metadata={document.metadata} status={document.status} />
      <Contents clauses={document.clauses} />
      <button type="button" class="weui-btn weui-btn_default no-print" onClick={() => window.print()}>
        打印
      </button>
      <PolicyText document={document} place={place} />
    </>
  );
}

/** Ways to the older and the newer text. */
function Versions({ document }: { document: PolicyDocument }) {
  const { supersedes, superseded_by: newer } = document;
  if (!supersedes && !newer) return null;
  return (
    <p class={newer ? 'notice' : 'small'}>
      {newer && <a href={`/clause/${encodeURIComponent(newer)}`}>这份文件已有新版本，查看新版本</a>}
      {newer && supersedes && '　'}
      {supersedes && <a href={`/clause/${encodeURIComponent(supersedes)}`}>查看上一版本</a>}
    </p>
  );
}

function factRows(metadata: Metadata, status: string): [string, string][] {
  return [
    ['文号', metadata.document_number || UNSTATED],
    ['发文机关', metadata.issuers.join('、') || UNSTATED],
    ['成文日期', metadata.written_on || UNSTATED],
    ['公布日期', metadata.published_on || UNSTATED],
    ['施行日期', metadata.effective_from || UNSTATED],
    ['失效日期', metadata.effective_to || UNSTATED],
    ['适用地区', metadata.region || UNSTATED],
    ['依据', metadata.rests_on.map((stated) => stated.value).join('、') || UNSTATED],
    ['废止', metadata.repeals.map((stated) => stated.value).join('、') || UNSTATED],
    ...(metadata.prevails_over ?? []).map((stated): [string, string] => ['以本文为准', stated.value]),
    ['状态', status],
  ];
}

function Facts({ metadata, status }: { metadata: Metadata; status: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section>
      <button
        type="button"
        class="weui-btn weui-btn_default weui-btn_block unfold_wide no-print"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        文件信息
        <Icon name="chevron" />
      </button>
      <dl class={open ? 'facts' : 'facts facts_folded'}>
        {factRows(metadata, status).map(([name, value]) => (
          <div class="facts__row" key={name}>
            <dt>{name}</dt>
            <dd class={value === UNSTATED ? 'muted' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const TITLED: { [kind: string]: true } = {
  part: true,
  chapter: true,
  section: true,
  article: true,
  attachment: true,
};

/** Entries of the contents, chapters before their articles. */
function entries(clauses: ClauseNode[], depth = 0): { clause: ClauseNode; depth: number }[] {
  return clauses.reduce<{ clause: ClauseNode; depth: number }[]>((all, clause) => {
    // A document without chapters or articles is divided by its top-level items.
    if (!TITLED[clause.kind] && !(clause.kind === 'item' && depth === 0)) return all;
    return all.concat({ clause, depth }, entries(clause.children, depth + 1));
  }, []);
}

function Contents({ clauses }: { clauses: ClauseNode[] }) {
  const listed = entries(clauses);
  const [open, setOpen] = useState(false);
  if (listed.length < 2) return null;
  return (
    <nav class="no-print" aria-label="目录">
      <button
        type="button"
        class="weui-btn weui-btn_default weui-btn_block unfold_wide"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        目录（{listed.length}）
        <Icon name="chevron" />
      </button>
      {open && (
        <ol class="toc">
          {listed.map(({ clause, depth }) => (
            <li key={clause.path}>
              <a class={depth ? 'toc__link toc__link_deep' : 'toc__link'} href={`#${anchorOf(clause.path)}`}>
                {clause.label}
                {clause.heading && `　${clause.heading}`}
              </a>
            </li>
          ))}
        </ol>
      )}
    </nav>
  );
}
