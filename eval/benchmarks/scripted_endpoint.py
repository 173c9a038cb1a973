"""An endpoint whose model answers by script: it knows the gold sentences, and tells the truth about them or never."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Said = list[tuple[str, tuple[str, ...]]]
Script = Callable[[str, tuple[str, ...]], Said]
"""From a question and the ids the model was shown to what it says, each statement with its ids."""

_QUESTION = re.compile(r"<问题 \w+>\n(.*?)\n</问题", re.DOTALL)
_ID = re.compile(r"^\[([^\]]+#\d+)\] ", re.MULTILINE)


class _Endpoint(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script


class _Handler(BaseHTTPRequestHandler):
    server: _Endpoint

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        """Streams the scripted answer in one piece."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        message = body["messages"][-1]["content"]
        found = _QUESTION.search(message)
        said = self.server.script(found[1] if found else "", tuple(_ID.findall(message)))
        rows = [{"text": text, "ids": list(ids)} for text, ids in said]
        answer = json.dumps({"statements": rows, "completeness": "complete" if rows else "none"}, ensure_ascii=False)
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for delta, finish in (({"role": "assistant", "content": answer}, None), ({}, "stop")):
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "s", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


@contextmanager
def scripted_endpoint(script: Script) -> Iterator[str]:
    """The address of the endpoint while the block runs."""
    server = _Endpoint(script)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
