"""How long `POST /api/ask` takes, against one embedding of the same question in the same run."""

import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import httpx

from bot.retrieval.embedding import make_embeddings
from eval.models import Item, Measure, TaskResult
from eval.run import Run
from eval.server import running_server

WARM_UP = 20
_STEP = re.compile(r'^policy_step_seconds_(sum|count)\{step="([^"]+)"\} (\S+)$', re.MULTILINE)


def run_latency(run: Run) -> TaskResult:
    """p50 and p95 over all single questions, their ratio to the median embedding, and the time of each step."""
    result = TaskResult(task="latency")
    embeddings = make_embeddings(run.settings)
    warm_up = [turn.question for turn in run.turns()][:WARM_UP]
    tick = run.start_progress("耗时", len(run.items))
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder)) as client:
        for question in warm_up:
            _ask(client, question)
            embeddings.embed_query(question)
        before = _step_seconds(client)
        for item in run.items:
            result.rows.append(_measure(client, embeddings.embed_query, item))
            tick()
        steps = _steps(before, _step_seconds(client))
    result.measures = [*_summary(result.rows), *steps]
    return result


def _measure(client: httpx.Client, embed: Callable[[str], object], item: Item) -> dict[str, object]:
    begun = time.perf_counter()
    embed(item.question)
    embedded = time.perf_counter()
    response = _ask(client, item.question)
    ended = time.perf_counter()
    body = response.json()
    return {
        "id": item.id,
        "mode": body.get("mode", "error"),
        "embed_ms": (embedded - begun) * 1000,
        "ask_ms": (ended - embedded) * 1000,
    }


def _ask(client: httpx.Client, question: str) -> httpx.Response:
    response = client.post("/api/ask", json={"question": question})
    response.raise_for_status()
    return response


def _summary(rows: list[dict[str, object]]) -> list[Measure]:
    asked = [_number(row["ask_ms"]) for row in rows]
    embedded = [_number(row["embed_ms"]) for row in rows]
    measures = _percentiles("ask", "all", asked) + _percentiles("embedding", "all", embedded)
    one_embedding = measures[2].value
    measures += [Measure("ratio", "all", "all", m.name, m.value / one_embedding, len(rows)) for m in measures[:2]]
    by_mode: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        by_mode[str(row["mode"])].append(_number(row["ask_ms"]))
    for mode, values in sorted(by_mode.items()):
        measures += _percentiles("ask", f"mode:{mode}", values)
    return measures


def _step_seconds(client: httpx.Client) -> dict[tuple[str, str], float]:
    """Sums and counts of the pipeline's steps as the server's own metrics have them."""
    return {(kind, step): float(value) for kind, step, value in _STEP.findall(client.get("/metrics").text)}


def _steps(before: dict[tuple[str, str], float], after: dict[tuple[str, str], float]) -> list[Measure]:
    """The mean milliseconds of each step between two looks at the metrics."""
    measures = []
    for step in dict.fromkeys(step for _, step in after):
        total, count = (after[kind, step] - before.get((kind, step), 0.0) for kind in ("sum", "count"))
        measures.append(Measure("step", "all", f"step:{step}", "mean", 1000 * total / max(count, 1.0), int(count)))
    return measures


def _percentiles(system: str, part: str, values: list[float]) -> list[Measure]:
    p95 = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return [
        Measure(system, "all", part, "p50", median(values), len(values)),
        Measure(system, "all", part, "p95", p95, len(values)),
    ]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
