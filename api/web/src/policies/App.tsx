import { useState } from 'preact/hooks';
import { fetchPolicies, type PolicySummary, type SearchHit, search } from '../api/policies';
import { Outcome } from '../components/Outcome';
import { Page } from '../components/Page';
import { useLoaded } from '../components/useLoaded';

/** The policies held, and a search in their text. */
export function App() {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <Page title="政策列表">
      <search>
        <form
          class="find"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(words.trim().slice(0, 500));
          }}
        >
          <label class="vh" for="q">
            在原文中查找
          </label>
          <input
            id="q"
            class="field__box"
            type="search"
            placeholder="在原文中查找"
            maxLength={500}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
          <button type="submit" class="weui-btn weui-btn_primary find__go">
            查找
          </button>
        </form>
      </search>
      {asked ? <Found words={asked} onBack={() => setAsked('')} /> : <Held />}
    </Page>
  );
}

function Held() {
  const loaded = useLoaded(fetchPolicies, 'policies');
  return (
    <Outcome loaded={loaded}>
      {(policies) =>
        policies.length ? (
          <ul class="rows">
            {policies.map((policy) => (
              <li key={policy.id}>
                <Entry policy={policy} />
              </li>
            ))}
          </ul>
        ) : (
          <p>还没有收录政策。</p>
        )
      }
    </Outcome>
  );
}

function Entry({ policy }: { policy: PolicySummary }) {
  const { document_number: number, effective_from: since, issuers } = policy.metadata;
  return (
    <a class="rows__item" href={`/clause/${encodeURIComponent(policy.id)}`}>
      <strong>{policy.title}</strong>
      <p class="small muted">
        <span class={policy.force === 'in_force' ? 'badge' : 'badge badge_warn'}>{policy.status}</span>{' '}
        {issuers[0] || '发文机关：文件未标注'}
        {issuers.length > 1 && `等${issuers.length}个部门`}
      </p>
      <p class="small muted">
        {number || '文号：文件未标注'}；{since ? `自${since}起施行` : '施行日期：文件未标注'}
      </p>
    </a>
  );
}

function Found({ words, onBack }: { words: string; onBack: () => void }) {
  const loaded = useLoaded(() => search(words), words);
  return (
    <>
      <button type="button" class="weui-btn weui-btn_default" onClick={onBack}>
        返回列表
      </button>
      <Outcome loaded={loaded}>{(hits) => <Hits hits={hits} />}</Outcome>
    </>
  );
}

function Hits({ hits }: { hits: SearchHit[] }) {
  return (
    <>
      <p class="small muted" role="status">
        {hits.length ? `找到${hits.length}处` : '没有找到，请换个词试试。'}
      </p>
      <ul class="rows">
        {hits.map((hit) => (
          <li key={hit.id}>
            <a class="rows__item" href={hit.url}>
              <strong>
                {hit.label}
                {hit.heading && `　${hit.heading}`}
              </strong>
              <p>{hit.text}</p>
              <p class="small muted">《{hit.policy_title}》</p>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
