"""Somebody who is told: a server on this machine that keeps what it hears."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer

PASSWORD = "s3cret-and-long"


class Books(HTTPServer):
    """A server that keeps what it is told, or refuses it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[dict[str, str]] = []
        self.status = 200

    def address(self, *, password: str = PASSWORD) -> str:
        """Return how Apprise is to reach it."""
        return f"json://maison:{password}@127.0.0.1:{self.server_port}/notices"


class Handler(BaseHTTPRequestHandler):
    server: Books

    def do_POST(self) -> None:
        told = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.told.append(json.loads(told))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""
