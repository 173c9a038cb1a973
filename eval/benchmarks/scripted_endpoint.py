"""An endpoint whose model answers by script: it knows what is right, and says so always or never."""

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from bot.llm import prompts

Said = list[tuple[str, tuple[str, ...]]]
"""Statements, each with the ids that it names."""
_ID = re.compile(r"^\[([^\]]+#\d+)\] ", re.MULTILINE)


class Script(Protocol):
    """What a model says to each of the things that it is asked for."""

    def reword(self, question: str, shown: Sequence[str]) -> Said:
        """Statements on a question; `shown` are the ids of the sentences that the model was given."""
        ...

    def rewrite(self, earlier: Sequence[str], follow_up: str) -> str:
        """A follow-up as a question of its own."""
        ...

    def choose(self, question: str, keys: Sequence[str]) -> str:
        """One of the keys, or nothing."""
        ...

    def suggest(self, passages: str) -> list[str]:
        """Next questions on the passages."""
        ...


class Endpoint(ThreadingHTTPServer):
    """Serves a script; counts what it is asked for."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.asked: Counter[str] = Counter()

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def answer(self, system: str, message: str) -> dict[str, object]:
        """What the script says to instructions and data."""
        if system == prompts.FOLLOW_UP:
            self.asked["follow_ups"] += 1
            earlier = _part(message, "对话").splitlines()
            return {"question": self.script.rewrite(earlier, _part(message, "追问"))}
        if system == prompts.ROUTE:
            self.asked["routing"] += 1
            keys = [line.split("：", 1)[0] for line in _part(message, "类别").splitlines()]
            return {"choice": self.script.choose(_part(message, "问题"), keys)}
        if system == prompts.SUGGEST:
            self.asked["suggestions"] += 1
            return {"questions": self.script.suggest(_part(message, "资料"))}
        self.asked["wording"] += 1
        said = self.script.reword(_part(message, "问题"), _ID.findall(message))
        rows = [{"text": text, "ids": list(ids)} for text, ids in said]
        return {"statements": rows, "completeness": "complete" if rows else "none"}


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        """Streams the scripted answer in one piece."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        first, last = body["messages"][0]["content"], body["messages"][-1]["content"]
        answer = json.dumps(self.server.answer(first, last), ensure_ascii=False)
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for delta, finish in (({"role": "assistant", "content": answer}, None), ({}, "stop")):
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "s", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


def _part(message: str, name: str) -> str:
    """The data of that name in a message; empty where there is none."""
    found = re.search(rf"<{name} \w+>\n(.*?)\n</{name}", message, re.DOTALL)
    return found[1] if found else ""


@contextmanager
def scripted_endpoint(script: Script) -> Iterator[Endpoint]:
    """The endpoint while the block runs."""
    server = Endpoint(script)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
