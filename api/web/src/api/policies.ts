import { call } from './http';

/** A policy as the list shows it. */
export interface PolicySummary {
  id: string;
  title: string;
  force: 'in_force' | 'not_begun' | 'ended' | 'superseded' | 'draft';
  /** The force in words. */
  status: string;
  supersedes: string | null;
  superseded_by: string | null;
  metadata: Metadata;
}

export interface Metadata {
  title: string;
  document_number: string | null;
  issuers: string[];
  addressees: string[];
  written_on: string | null;
  published_on: string | null;
  effective_from: string | null;
  effective_to: string | null;
  region: string | null;
  hotline: string;
  rests_on: { value: string }[];
  repeals: { value: string }[];
  prevails_over?: { value: string }[];
}

/** What a sentence refers to: characters `start` to `end` of its text, and the page that shows it. */
export interface Reference {
  start: number;
  end: number;
  url: string;
}

export interface Sentence {
  id: string;
  n: number;
  text: string;
  start: number;
  end: number;
  references?: Reference[];
}

export interface ClauseNode {
  path: string;
  kind: string;
  label: string;
  heading: string;
  start: number;
  end: number;
  sentences: Sentence[];
  children: ClauseNode[];
}

export interface PolicyDocument extends PolicySummary {
  /** The whole text, verbatim; clauses and sentences are places in it. */
  text: string;
  clauses: ClauseNode[];
}

export interface SearchHit {
  id: string;
  policy_id: string;
  policy_title: string;
  label: string;
  heading: string;
  text: string;
  url: string;
}

const held: { [id: string]: Promise<PolicyDocument> } = {};

/** The whole policy, fetched once a page. */
export function fetchPolicy(id: string): Promise<PolicyDocument> {
  let pending = held[id];
  if (!pending) {
    pending = call<PolicyDocument>(`/api/policies/${encodeURIComponent(id)}`);
    held[id] = pending;
    pending.catch(() => {
      delete held[id];
    });
  }
  return pending;
}

export function fetchPolicies(): Promise<PolicySummary[]> {
  return call<{ policies: PolicySummary[] }>('/api/policies').then((found) => found.policies);
}

export function search(query: string): Promise<SearchHit[]> {
  return call<{ hits: SearchHit[] }>(`/api/search?k=10&q=${encodeURIComponent(query)}`).then(
    ({ hits }) => hits,
  );
}

/** The policy, clause and sentence that an identifier or a `/clause/` address names. */
export interface Place {
  policyId: string;
  path: string;
  /** The sentence's number in its clause, or null for the clause as a whole. */
  n: number | null;
}

export function placeOf(id: string): Place {
  const hash = id.indexOf('#');
  const clause = hash < 0 ? id : id.slice(0, hash);
  const n = hash < 0 ? Number.NaN : Number.parseInt(id.slice(hash + 1), 10);
  const slash = clause.indexOf('/');
  return {
    policyId: slash < 0 ? clause : clause.slice(0, slash),
    path: slash < 0 ? '' : clause.slice(slash + 1),
    n: Number.isFinite(n) ? n : null,
  };
}

/** All clauses in document order. */
export function flatten(clauses: ClauseNode[]): ClauseNode[] {
  return clauses.reduce<ClauseNode[]>((all, clause) => all.concat(clause, flatten(clause.children)), []);
}

export function findClause(document: PolicyDocument, path: string): ClauseNode | null {
  return flatten(document.clauses).filter((clause) => clause.path === path)[0] || null;
}
