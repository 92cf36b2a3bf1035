"""A stand-in for a platform behind a real socket, with faults on the way back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import httpx

from tests.adapters.mastodons import FakeMastodon

Fault = Callable[["Handler"], None]


@dataclass
class Wire:
    """A running server."""

    books: Any
    """The stand-in; Mastodon's, unless a test puts another in its place."""
    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    """What happens, each once, instead of the answer to a request that publishes; the post is stored before."""


class Handler(BaseHTTPRequestHandler):
    """Passes requests on to the books."""

    wire: Wire
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        request = httpx.Request(self.command, f"{self.wire.url}{self.path}", headers=dict(self.headers), content=body)
        response = self.wire.books(request)
        if self.wire.books.publishes(request) and self.wire.faults:
            self.wire.faults.pop(0)(self)
        else:
            self.reply(response.status_code, response.content)

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Keep the tests' output clean."""


class Server(ThreadingHTTPServer):
    """Takes it calmly when a killed daemon leaves its line."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def stored_then_500(handler: Handler) -> None:
    """Answer as a server whose worker died after storing."""
    handler.reply(500, b"Internal Server Error")


def cut(handler: Handler) -> None:
    """Close the line without a word."""
    handler.close_connection = True


def half(handler: Handler) -> None:
    """Send the beginning of an answer."""
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": "9')
    handler.close_connection = True


@dataclass
class Silence:
    """Hold the answer back; `reached` tells that the post is stored."""

    reached: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def __call__(self, handler: Handler) -> None:
        self.reached.set()
        self.over.wait(30)
        handler.reply(500, b"too late")


@contextmanager
def serving(*faults: Fault) -> Iterator[Wire]:
    """Run a server on loopback, at a port that is free."""
    wire = Wire(FakeMastodon(), faults=list(faults))
    handler = type("Bound", (Handler,), {"wire": wire})
    server = Server(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    wire.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()
