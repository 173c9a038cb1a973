"""How long `POST /api/ask` takes, against one embedding of the same question in the same run."""

import json
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

import httpx

from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
from corpus.errors import PolicyAssistantError
from eval.models import Item, Measure, TaskResult
from eval.produce import Tick
from eval.run import Run
from eval.server import running_server
from eval.tasks.paths import compare_paths

WARM_UP = 20
ROUTE = "/api/ask"
_LOOKED_UP = ("lookup", "document")
_SECONDS = re.compile(r'^policy_(?:step|http_request)_seconds_sum\{(?:step|route)="([^"]+)"\} (\S+)$', re.MULTILINE)
Ask = Callable[[str], str]
"""Asks a question over HTTP; gives the mode of the answer."""


def run_latency(run: Run) -> TaskResult:
    """p50 and p95 over all single questions, as ratios to an embedding as well, and where the time goes."""
    warm_up = [turn.question for turn in run.turns()][:WARM_UP]
    result = measure(run.settings, run.items, warm_up, run.start_progress("耗时", len(run.items)))
    result.measures += compare_paths(run)
    return result


def measure(settings: Settings, items: Sequence[Item], warm_up: Sequence[str], tick: Tick) -> TaskResult:
    """Asks a server of its own each question, and embeds it here, by turns."""
    result = TaskResult(task="latency")
    embeddings = make_embeddings(settings)
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder)) as client, _asking(client) as ask:
        for question in warm_up:
            ask(question)
            embeddings.embed_query(question)
        before = _seconds(client)
        for item in items:
            result.rows.append(_measure(ask, embeddings.embed_query, item))
            tick()
        spent = _spent(before, _seconds(client))
    result.measures = [*_summary(result.rows), *_shares(result.rows, spent)]
    return result


@contextmanager
def _asking(client: httpx.Client) -> Iterator[Ask]:
    """Asks the client's server on a plain connection: a whole HTTP client takes a millisecond of its own."""
    with closing(HTTPConnection(client.base_url.host, client.base_url.port)) as connection:

        def ask(question: str) -> str:
            body = json.dumps({"question": question}).encode()
            connection.request("POST", ROUTE, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = json.load(response)
            if response.status != HTTPStatus.OK:
                raise PolicyAssistantError(f"服务没有回答（{response.status}），耗时不能计算。")
            return str(answer["mode"])

        yield ask


def _measure(ask: Ask, embed: Callable[[str], object], item: Item) -> dict[str, object]:
    begun = time.perf_counter()
    embed(item.question)
    embedded = time.perf_counter()
    mode = ask(item.question)
    ended = time.perf_counter()
    return {
        "id": item.id,
        "mode": _told(mode, item),
        "embed_ms": (embedded - begun) * 1000,
        "ask_ms": (ended - embedded) * 1000,
    }


def _told(mode: str, item: Item) -> str:
    """The mode of an answer; what was looked up by its place needs no search, and is no measure for what does."""
    return f"{mode}, looked up" if mode == "extract" and item.category in _LOOKED_UP else mode


def _summary(rows: list[dict[str, object]]) -> list[Measure]:
    asked = [_number(row["ask_ms"]) for row in rows]
    embedded = [_number(row["embed_ms"]) for row in rows]
    measures = _percentiles("ask", "all", asked) + _percentiles("embedding", "all", embedded)
    one_embedding = measures[2].value
    measures += [Measure("ratio", "all", "all", m.name, m.value / one_embedding, len(rows)) for m in measures[:2]]
    each = [ask_ms / embed_ms for ask_ms, embed_ms in zip(asked, embedded, strict=True)]
    measures += _percentiles("ratio", "to its own", each)
    by_mode: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        by_mode[str(row["mode"])].append(_number(row["ask_ms"]))
    for mode, values in sorted(by_mode.items()):
        measures += _percentiles("ask", f"mode:{mode}", values)
    return measures


def _seconds(client: httpx.Client) -> dict[str, float]:
    """Seconds so far by step and by route, as the server's own metrics have them."""
    return {name: float(value) for name, value in _SECONDS.findall(client.get("/metrics").text)}


def _spent(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {
        name: seconds - before.get(name, 0.0)
        for name, seconds in after.items()
        if name == ROUTE or not name.startswith("/")
    }


def _shares(rows: list[dict[str, object]], spent: dict[str, float]) -> list[Measure]:
    """The mean milliseconds of each step, then of the service around them, then of the way there and back."""
    count = max(len(rows), 1)
    request = spent.pop(ROUTE, 0.0)
    whole = sum(_number(row["ask_ms"]) for row in rows) / 1000
    parts = {**spent, "service": request - sum(spent.values()), "connection": whole - request}
    return [Measure("step", "all", f"step:{name}", "mean", 1000 * s / count, len(rows)) for name, s in parts.items()]


def _percentiles(system: str, part: str, values: list[float]) -> list[Measure]:
    p95 = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return [
        Measure(system, "all", part, "p50", median(values), len(values)),
        Measure(system, "all", part, "p95", p95, len(values)),
    ]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
