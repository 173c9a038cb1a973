"""Which way of fusing both rankings is best: `python -m eval.benchmarks.fusion`, written to `eval/results/fusion.md`.

On the STARD sample (laypersons' questions over statutes), and on the project's own questions over the first policy,
alone and beside the laws of `../shared/data/laws`. Every method sees the same scores of the product's own rankings.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ir_measures import R, Success, nDCG
from ir_measures.measures import Measure as IrMeasure

from bot.retrieval.embedded_text import embedded_text
from bot.retrieval.embedding import make_embeddings
from bot.retrieval.lexical import LexicalIndex
from bot.retrieval.ports import EmbeddingModel
from bot.settings import Settings
from corpus.library import load_policies
from corpus.models import Passage
from corpus.reading import parse_policy, passages
from eval.benchmarks.fusion_methods import METHODS, Both, Scores
from eval.models import POLICY_ID
from eval.questions import read_questions
from eval.ranking import Qrels, mean, run_of, score_by_query
from eval.statutes import read_statutes
from eval.tasks.stard import DEFAULT as STARD
from eval.tasks.stard import REFERENCE

RESULT = Path(__file__).parents[1] / "results" / "fusion.md"
LAWS = STARD.parent / "laws"
_DEPTH = 100
_ON_STATUTES: tuple[IrMeasure, ...] = (nDCG @ 10, Success @ 1, R @ 10, R @ 100)
_ON_POLICY: tuple[IrMeasure, ...] = (Success @ 1, Success @ 3)


@dataclass(frozen=True)
class Bench:
    """A set of questions over a set of passages."""

    identifiers: list[str]
    queries: dict[str, str]
    qrels: Qrels
    both: Both


def prepare(found: Sequence[Passage], queries: dict[str, str], qrels: Qrels, model: EmbeddingModel) -> Bench:
    """Both rankings' scores of every passage for every question."""
    lexical = LexicalIndex([f"{passage.context}\n{passage.text}" for passage in found])
    scored = [lexical.scores(text) for text in queries.values()]
    vectors = model.embed_matrix([embedded_text(passage) for passage in found])
    asked = np.array([model.embed_query(text) for text in queries.values()], dtype=np.float32)
    ceilings = np.array([[max(ceiling, 1e-6)] for _, ceiling in scored], dtype=np.float32)
    both = Both(asked @ vectors.T, np.stack([scores for scores, _ in scored]), ceilings)
    return Bench([passage.id for passage in found], queries, qrels, both)


def score(bench: Bench, scores: Scores, measures: Sequence[IrMeasure], ids: Iterable[str]) -> list[float]:
    """The means of the measures over those questions."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :_DEPTH]
    ranked = {
        query: [bench.identifiers[place] for place in row.tolist()]
        for query, row in zip(bench.queries, order, strict=True)
    }
    values = score_by_query(measures, bench.qrels, run_of(ranked))
    wanted = list(ids)
    return [mean(values, wanted, str(measure)) for measure in measures]


def statutes_table(model: EmbeddingModel) -> list[str]:
    """The STARD sample, beside the figures published with it."""
    statutes = read_statutes(STARD)
    bench = prepare(statutes.passages, statutes.queries, statutes.qrels, model)
    rows = ["| STARD sample, 300 questions | nDCG@10 | Hit@1 | R@10 | R@100 |", "| --- | --- | --- | --- | --- |"]
    for name, (_, _, recall_10, recall_100, hit_1, _, ndcg) in REFERENCE.items():
        rows.append(_row(name, [ndcg, hit_1, recall_10, recall_100]))
    for name, method in METHODS.items():
        rows.append(_row(name, score(bench, method(bench.both), _ON_STATUTES, bench.queries)))
    return rows


def policy_table(model: EmbeddingModel, *, with_laws: bool) -> list[str]:
    """The project's own questions that a sentence settles: Hit@1 and Hit@3 on both splits."""
    items = [item for item in read_questions() if item.gold]
    queries = {item.id: item.question for item in items}
    qrels = {item.id: dict.fromkeys(item.gold_ids, 1) for item in items}
    bench = prepare(_policy_passages(with_laws=with_laws), queries, qrels, model)
    title = "the first policy beside 45 laws" if with_laws else "the first policy alone"
    rows = [f"| {title} | dev Hit@1 | dev Hit@3 | test Hit@1 | test Hit@3 |", "| --- | --- | --- | --- | --- |"]
    splits = [[item.id for item in items if item.split == split] for split in ("dev", "test")]
    for name, method in METHODS.items():
        scores = method(bench.both)
        rows.append(_row(name, [value for ids in splits for value in score(bench, scores, _ON_POLICY, ids)]))
    return rows


def _policy_passages(*, with_laws: bool) -> list[Passage]:
    policies = [policy for policy in load_policies() if policy.id == POLICY_ID]
    if with_laws:
        files = sorted(LAWS.glob("*.txt"))
        policies += [parse_policy(file.read_text("utf-8"), f"law-{n}") for n, file in enumerate(files)]
    return [passage for policy in policies for passage in passages(policy)]


def _row(name: str, values: Sequence[float]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |"


def main() -> int:
    """Measure and write the report; 1 where the data is not there."""
    if not STARD.is_dir() or not LAWS.is_dir():
        sys.stderr.write("没有找到测评数据 ../shared/data，不能比较融合方法。\n")
        return 1
    model = make_embeddings(Settings())
    tables = [statutes_table(model), policy_table(model, with_laws=False), policy_table(model, with_laws=True)]
    lines = ["# Fusion", "", "`python -m eval.benchmarks.fusion`; why this one: `docs/adr/0004-fusion.md`."]
    lines.append(f"Model {model.fingerprint}. The test split was looked at once, after the choice.")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("\n".join(["\n".join(lines), *("\n" + "\n".join(rows) for rows in tables), ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
