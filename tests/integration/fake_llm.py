"""A language model's endpoint that does as it is told, mostly badly. Each behaviour writes one HTTP response."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.llm import prompts

Body = dict[str, Any]
Behaviour = Callable[["Responder", Body], None]


class Responder(BaseHTTPRequestHandler):
    """One connection; behaviours use its `begin`, `event` and `raw`."""

    server: "FakeServer"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        body = json.loads(self.rfile.read(length))
        self.server.requests.append(body)
        behaviour = self.server.script[min(len(self.server.requests), len(self.server.script)) - 1]
        self.close_connection = True
        try:
            behaviour(self, body)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up += 1

    def begin(self, content_type: str = "text/event-stream", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def raw(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def event(self, delta: Body, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "fake", "choices": [choice]}
        self.raw(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n")


class FakeServer(ThreadingHTTPServer):
    """Plays its script: the n-th request meets the n-th behaviour, the last one for ever."""

    daemon_threads = True

    def __init__(self, script: list[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Responder)
        self.script = script
        self.requests: list[Body] = []
        self.hung_up = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def fake_llm(*script: Behaviour) -> Iterator[FakeServer]:
    """A server that plays the script while the block runs."""
    server = FakeServer(list(script))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def says(text: str, piece: int = 16) -> Behaviour:
    """Plain text, in pieces."""

    def behave(to: Responder, _: Body) -> None:
        to.begin()
        to.event({"role": "assistant", "content": ""})
        for start in range(0, len(text), piece):
            to.event({"content": text[start : start + piece]})
        to.event({}, "stop")
        to.raw("data: [DONE]\n\n")

    return behave


def calls(name: str, arguments: str, piece: int = 16) -> Behaviour:
    """One tool call, its arguments in pieces."""

    def behave(to: Responder, _: Body) -> None:
        to.begin()
        head = {"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": ""}}
        to.event({"role": "assistant", "content": None, "tool_calls": [head]})
        for start in range(0, len(arguments), piece):
            part = {"index": 0, "function": {"arguments": arguments[start : start + piece]}}
            to.event({"tool_calls": [part]})
        to.event({}, "tool_calls")
        to.raw("data: [DONE]\n\n")

    return behave


def submits(*statements: tuple[str, list[str]], completeness: str = "complete") -> Behaviour:
    """The answer, through the tool meant for it."""
    rows = [{"text": text, "ids": ids} for text, ids in statements]
    return calls("submit_answer", json.dumps({"statements": rows, "completeness": completeness}, ensure_ascii=False))


def by_use(**behaviours: Behaviour) -> Behaviour:
    """Each use of the model (`wording`, `follow_ups`, `routing`, `suggestions`) meets its own behaviour or nothing."""
    uses = {prompts.FOLLOW_UP: "follow_ups", prompts.ROUTE: "routing", prompts.SUGGEST: "suggestions"}

    def behave(to: Responder, body: Body) -> None:
        use = uses.get(body["messages"][0]["content"], "wording")
        behaviours.get(use, says("{}"))(to, body)

    return behave


def is_silent(seconds: float = 30.0) -> Behaviour:
    """Accepts the question and says nothing."""

    def behave(to: Responder, _: Body) -> None:
        _wait(to, seconds)

    return behave


def drips(text: str, every_s: float) -> Behaviour:
    """One byte at a time, slowly."""

    def behave(to: Responder, _: Body) -> None:
        to.begin()
        for character in text:
            to.raw(character)
            time.sleep(every_s)

    return behave


def is_page(to: Responder, _: Body) -> None:
    """A login page with status 200."""
    to.begin("text/html")
    to.raw("<html><body><h1>请登录</h1><script>alert(1)</script></body></html>")


def is_broken_json(to: Responder, _: Body) -> None:
    """An event that is no JSON."""
    to.begin()
    to.raw('data: {"choices": [{"delta": {"content": "第四\n\ndata: }{\n\n')


def is_cut_short(statement: str, sentence_id: str) -> Behaviour:
    """A good first statement, then the line goes dead in the middle of the second."""

    def behave(to: Responder, _: Body) -> None:
        to.begin(content_length="100000")
        head = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "submit_answer", "arguments": ""}}
        to.event({"role": "assistant", "content": None, "tool_calls": [head]})
        text = json.dumps({"statements": [{"text": statement, "ids": [sentence_id]}]}, ensure_ascii=False)[:-2]
        to.event({"tool_calls": [{"index": 0, "function": {"arguments": text + ', {"text": "另外'}}]})

    return behave


def refuses_with(status: int, **headers: str) -> Behaviour:
    """An error status."""

    def behave(to: Responder, _: Body) -> None:
        to.begin("application/json", status, **headers)
        to.raw('{"error": {"message": "no", "type": "x", "code": "y"}}')

    return behave


def writes_endlessly(tokens: int) -> Behaviour:
    """As many tokens as asked for, all of one statement."""

    def behave(to: Responder, _: Body) -> None:
        to.begin()
        head = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "submit_answer", "arguments": ""}}
        to.event({"role": "assistant", "content": None, "tool_calls": [head]})
        to.event({"tool_calls": [{"index": 0, "function": {"arguments": '{"statements":[{"text":"'}}]})
        for _index in range(tokens):
            to.event({"tool_calls": [{"index": 0, "function": {"arguments": "补贴"}}]})

    return behave


def _wait(to: Responder, seconds: float) -> None:
    """Waits, but not beyond the life of the server."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and to.server.socket.fileno() >= 0:
        time.sleep(0.02)
