"""How long `POST /api/ask` takes, against one embedding of the same question in the same run."""

import json
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection, socket
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
_LENGTH = re.compile(rb"^content-length: *(\d+)\r?$", re.IGNORECASE | re.MULTILINE)
_BLOCK = 1 << 16
Ask = Callable[[str], tuple[str, float]]
"""Asks a question over HTTP; gives the mode of the answer and the seconds from first byte sent to last read."""


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
    """Asks the client's server on one open line. Only the exchange is timed, not a client's own work."""
    host, port = client.base_url.host, client.base_url.port
    with closing(create_connection((host, port or 80))) as line:
        line.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

        def ask(question: str) -> tuple[str, float]:
            body = json.dumps({"question": question}).encode()
            head = f"POST {ROUTE} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            request = head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body
            begun = time.perf_counter()
            status, answer = _exchange(line, request)
            seconds = time.perf_counter() - begun
            if status != HTTPStatus.OK:
                raise PolicyAssistantError(f"服务没有回答（{status}），耗时不能计算。")
            return str(json.loads(answer)["mode"]), seconds

        yield ask


def _exchange(line: socket, request: bytes) -> tuple[int, bytes]:
    """Send one request and read its response, of which the server tells the length."""
    line.sendall(request)
    received = b""
    while True:
        block = line.recv(_BLOCK)
        received += block
        head, ended, body = received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not block or (ended and length and len(body) >= int(length[1])):
            return int(head.split(b" ", 2)[1] if head else 0), body


def _measure(ask: Ask, embed: Callable[[str], object], item: Item) -> dict[str, object]:
    begun = time.perf_counter()
    embed(item.question)
    embed_s = time.perf_counter() - begun
    mode, ask_s = ask(item.question)
    return {"id": item.id, "mode": _told(mode, item), "embed_ms": embed_s * 1000, "ask_ms": ask_s * 1000}


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
    by_mode: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row, ratio in zip(rows, each, strict=True):
        by_mode[str(row["mode"])].append((_number(row["ask_ms"]), ratio))
    for mode, pairs in sorted(by_mode.items()):
        # Modes answer questions of different lengths: each beside its own embedding, they can be compared.
        measures += _percentiles("ask", f"mode:{mode}", [ask_ms for ask_ms, _ in pairs])
        measures += _percentiles("ratio", f"to its own, mode:{mode}", [ratio for _, ratio in pairs])
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
