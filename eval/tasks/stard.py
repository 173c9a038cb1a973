"""STARD: laypersons' questions over statute articles, beside the figures published with the sample."""

from pathlib import Path

from bot.retrieval.embedding import make_embeddings
from eval.models import Measure, TaskResult
from eval.ranking import STATUTES, mean, run_of, score_by_query
from eval.run import Run
from eval.statutes import build_snapshot, rank_statutes, read_statutes

DEFAULT = Path(__file__).parents[2].parent / "shared" / "data" / "stard"
_NAMES = ("R@1", "R@5", "R@10", "R@100", "Success@1", "RR@10", "nDCG@10")
REFERENCE = {
    "reference: BM25, bigrams": (0.328, 0.529, 0.604, 0.813, 0.433, 0.524, 0.502),
    "reference: BM25, words": (0.277, 0.495, 0.574, 0.784, 0.370, 0.477, 0.462),
    "reference: embedding": (0.296, 0.548, 0.647, 0.886, 0.403, 0.519, 0.511),
    "reference: both": (0.366, 0.601, 0.687, 0.884, 0.490, 0.587, 0.569),
}
"""As measured for the sample that lies beside the project; they hold for that sample only."""


def run_stard(run: Run) -> TaskResult:
    """Lexical, dense and fused rankings by the product's own classes."""
    result = TaskResult(task="stard")
    folder = run.data or DEFAULT
    if run.data is None and not DEFAULT.is_dir():
        result.notes.append("没有找到 STARD 数据，用 --data 指定目录（corpus.jsonl、queries.jsonl、qrels.tsv）。")
        return result
    statutes = read_statutes(folder)
    embeddings = make_embeddings(run.settings)
    snapshot = build_snapshot(statutes, embeddings, run.settings.data_dir / "eval-cache", run.start_progress)
    for method, ranked in rank_statutes(snapshot, embeddings, statutes.queries).items():
        scores = score_by_query(STATUTES, statutes.qrels, run_of(ranked))
        result.measures += [
            Measure(method, "all", "all", str(m), mean(scores, statutes.qrels, str(m)), len(statutes.qrels))
            for m in STATUTES
        ]
        result.rows += [{"id": query, "system": method, **values} for query, values in scores.items()]
    if folder.resolve() == DEFAULT.resolve():
        result.measures += [
            Measure(name, "all", "all", measure, value, 300)
            for name, values in REFERENCE.items()
            for measure, value in zip(_NAMES, values, strict=True)
        ]
    return result
