"""A Mastodon server on this machine, as far as settings and limits go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Instance:
    """What the server says, and what it was asked."""

    text: int = 700
    down: bool = False
    token: str = "s3cret-token"
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str, authorization: str) -> tuple[int, dict[str, Any]]:
        self.asked.append(path)
        if self.down:
            return 503, {"error": "busy"}
        if authorization != f"Bearer {self.token}":
            return 401, {"error": "The access token is invalid"}
        if path.endswith("/instance"):
            limits = {"configuration": {"statuses": {"max_characters": self.text}}}
            return 200, {"source_url": "https://github.com/mastodon/mastodon", **limits}
        return 200, {"id": "1", "acct": "tilleul", "url": f"{self.address}/@tilleul"}


@contextmanager
def serving(instance: Instance) -> Iterator[Instance]:
    """Put the server on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = instance.answer(self.path, self.headers.get("Authorization", ""))
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's signature
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        instance.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield instance
        server.shutdown()
        thread.join()
