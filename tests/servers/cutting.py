"""A line to a real server that is cut when the server has taken what it was sent."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import urlsplit

Cut = Callable[[socket.socket, bytes], None]
"""What the client gets instead of the server's whole answer, which has arrived; then the line is cut."""


def nothing(client: socket.socket, answer: bytes) -> None:
    """Cut at once."""


def half(client: socket.socket, answer: bytes) -> None:
    """Let half of the answer through."""
    client.sendall(answer[: len(answer) // 2])


def gateway(client: socket.socket, answer: bytes) -> None:
    """Answer as a proxy does whose server is late."""
    client.sendall(b"HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\n\r\n")


@dataclass
class Silence:
    """Say nothing until told to."""

    reached: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def __call__(self, client: socket.socket, answer: bytes) -> None:
        self.reached.set()
        self.over.wait(60)


@dataclass
class Proxy:
    """Passes everything on, except the answers to some requests."""

    server: tuple[str, int]
    path: bytes
    """What the first line of those requests contains."""
    cuts: list[Cut]
    """What becomes of their answers, each once; then the line is sound."""
    url: str = ""
    accepted: int = 0
    """Answers of the server that were cut."""

    def carry(self, client: socket.socket) -> None:
        """Serve one client: request by request, since each decides on its answer."""
        with client, socket.create_connection(self.server) as server, suppress(OSError):
            while request := whole(client):
                server.sendall(request)
                answer = whole(server)
                if self.cuts and self.path in request.partition(b"\r\n")[0]:
                    self.accepted += 1
                    self.cuts.pop(0)(client, answer)
                    return
                client.sendall(answer)
                if _is_open(answer):
                    return


def whole(line: socket.socket) -> bytes:
    """Read one message of HTTP: its head and its body; nothing where the line has ended before."""
    message = b""
    while (found := _complete(message)) is None:
        piece = line.recv(65536)
        if not piece:
            return message if _is_open(message) else b""
        message += piece
    return found


def _is_open(message: bytes) -> bool:
    """Tell whether a message is an answer that says nothing of its length: it ends with the line."""
    head, end, _ = message.partition(b"\r\n\r\n")
    told = re.search(rb"(?mi)^(?:content-length:|transfer-encoding: *chunked)|\AHTTP/\S+ (?:1..|204|304)", head)
    return bool(end) and head.startswith(b"HTTP/") and told is None


def _complete(message: bytes) -> bytes | None:
    head, end, body = message.partition(b"\r\n\r\n")
    if not end or _is_open(message):
        return None
    if re.search(rb"(?mi)^transfer-encoding: *chunked", head):
        return message if body.endswith(b"0\r\n\r\n") else None
    length = re.search(rb"(?mi)^content-length: *(\d+)", head)
    return message if len(body) >= (int(length[1]) if length else 0) else None


@contextmanager
def cutting(url: str, path: str, *cuts: Cut) -> Iterator[Proxy]:
    """Lay a line to the server at `url`."""
    place = urlsplit(url)
    assert place.hostname
    assert place.port
    proxy = Proxy((place.hostname, place.port), path.encode(), list(cuts))
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        proxy.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        Thread(target=_accept, args=(listening, proxy), daemon=True).start()
        yield proxy


def _accept(listening: socket.socket, proxy: Proxy) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            Thread(target=proxy.carry, args=(client,), daemon=True).start()
