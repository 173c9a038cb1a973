"""Whether the sentence that settles a question is found, and how high."""

from eval.models import SPLITS, Item, Measure, TaskResult
from eval.ranking import RETRIEVAL, by_unit, mean, score_by_query
from eval.run import SYSTEMS, Run


def run_retrieval(run: Run) -> TaskResult:
    """nDCG, RR, R and Success of each system over the questions that a sentence settles."""
    result = TaskResult(task="retrieval")
    asked = [item for item in run.items if item.gold]
    gold = {item.id: item.gold_ids for item in asked}
    for system in SYSTEMS:
        rankings = [ranking for ranking in run.rankings(system) if ranking.id in gold]
        scores = score_by_query(RETRIEVAL, *by_unit(rankings, gold))
        result.measures += _measures(system, asked, scores)
        result.rows += [{"id": item.id, "system": system, "split": item.split, **scores[item.id]} for item in asked]
    result.notes.append("基线的单位是 500 字的片段，命中一个片段即算命中其中各句，因此只有“前几名命中”可以与产品相比。")
    return result


def _measures(system: str, asked: list[Item], scores: dict[str, dict[str, float]]) -> list[Measure]:
    measures = []
    for split in SPLITS:
        own = [item for item in asked if item.split == split]
        parts = {"all": own, **{f"audience:{a}": [i for i in own if i.audience == a] for a in _audiences(own)}}
        for part, items in parts.items():
            ids = [item.id for item in items]
            measures += [Measure(system, split, part, str(m), mean(scores, ids, str(m)), len(ids)) for m in RETRIEVAL]
    return measures


def _audiences(items: list[Item]) -> list[str]:
    return sorted({item.audience for item in items})
