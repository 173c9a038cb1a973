"""Rankings scored by ir_measures."""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG
from ir_measures.measures import Measure as IrMeasure

from eval.models import Ranking

RETRIEVAL: tuple[IrMeasure, ...] = (nDCG @ 10, RR @ 10, R @ 1, R @ 3, R @ 5, R @ 10, Success @ 1, Success @ 3)
STATUTES: tuple[IrMeasure, ...] = (R @ 1, R @ 5, R @ 10, R @ 100, Success @ 1, RR @ 10, nDCG @ 10)

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]


def score_by_query(measures: Sequence[IrMeasure], qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Values by query and measure name; a query without results counts as 0."""
    found: dict[str, dict[str, float]] = {query: {str(m): 0.0 for m in measures} for query in qrels}
    if any(run.get(query) for query in qrels):
        for metric in ir_measures.iter_calc(list(measures), qrels, run):
            found[metric.query_id][str(metric.measure)] = float(metric.value)
    return found


def mean(scores: Mapping[str, Mapping[str, float]], queries: Iterable[str], name: str) -> float:
    """The mean of one measure over some queries; 0 for none."""
    values = [scores[query][name] for query in queries]
    return sum(values) / len(values) if values else 0.0


def run_of(order: Mapping[str, Sequence[str]]) -> Run:
    """A run whose scores say nothing but the order, so that ties cannot reorder it."""
    return {query: {doc: 1.0 / (rank + 1) for rank, doc in enumerate(docs)} for query, docs in order.items()}


def by_unit(rankings: Iterable[Ranking], gold: Mapping[str, frozenset[str]]) -> tuple[Qrels, Run]:
    """Qrels and run over the units that a system returns: a unit is relevant if it covers a gold sentence.

    Sentences of a clause-level system are units of their own, and every gold sentence counts. A chunk counts once
    however many gold sentences it covers; chunks that were not returned cannot be counted, which favours chunks.
    """
    qrels: Qrels = {}
    order: dict[str, list[str]] = {}
    for ranking in rankings:
        wanted = gold[ranking.id]
        units = ["|".join(found.covers) for found in ranking.found]
        order[ranking.id] = list(dict.fromkeys(units))
        covered = {unit for unit in units if wanted & set(unit.split("|"))}
        seen = {sentence for unit in covered for sentence in unit.split("|")}
        qrels[ranking.id] = dict.fromkeys(covered | (wanted - seen), 1)
    return qrels, run_of(order)
