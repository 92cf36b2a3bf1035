"""A platform that answers at once, and keeps books of its own on what arrived.

It speaks as much of Mastodon's API as posting needs: a repeated `Idempotency-Key` makes no second post.
`python -m benchmarks.dispatch.stub` prints its port, and serves until its standard input closes.

    POST   anything but /books   a post, numbered by the words `Post NNNNNNNN` in its body
    GET    /count                how many posts arrived since the books were last cleared
    GET    /books                what arrived
    DELETE /books                clear them
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter

MARK = b"Post "
DIGITS = 8
STATUS = {"id": "1", "url": "http://127.0.0.1/@bench/1", "created_at": "2026-01-01T00:00:00.000Z"}
INSTANCE = json.dumps({"version": "4.4.0", "source_url": "https://github.com/mastodon/mastodon"}).encode()


class Books:
    """What arrived: when each post first did, under which key, and from whom."""

    def __init__(self) -> None:
        self.arrived: dict[int, float] = {}
        self.keys: dict[int, bytes] = {}
        self.doubled = 0
        self.replayed = 0
        self.senders: Counter[bytes] = Counter()

    def enter(self, head: bytes, body: bytes) -> None:
        """Enter one request that makes a post public."""
        place = body.index(MARK) + len(MARK)
        number, key = int(body[place : place + DIGITS]), header(head, b"idempotency-key")
        if number not in self.arrived:
            self.arrived[number] = time.time()
            self.keys[number] = key
            self.senders[header(head, b"authorization")] += 1
        elif key and key == self.keys[number]:
            self.replayed += 1
        else:
            self.doubled += 1

    def dump(self) -> bytes:
        """Return the books as JSON."""
        senders = {name.decode().removeprefix("Bearer "): count for name, count in self.senders.items()}
        pages = {"arrived": list(self.arrived.items()), "doubled": self.doubled, "replayed": self.replayed}
        return json.dumps({**pages, "senders": senders}).encode()


class Stub(asyncio.Protocol):
    """One kept-alive connection; a hundred lines of a framework would cost more than the clients measured."""

    def __init__(self, books: list[Books]) -> None:
        self._books = books
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._unread += data
        while (end := self._unread.find(b"\r\n\r\n")) >= 0:
            head = self._unread[:end]
            whole = end + 4 + int(header(head, b"content-length") or 0)
            if len(self._unread) < whole:
                return
            body, self._unread = self._unread[end + 4 : whole], self._unread[whole:]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        answer = INSTANCE
        match head.split(b" ", 2)[:2]:
            case [b"GET", b"/count"]:
                answer = str(len(self._books[0].arrived)).encode()
            case [b"GET", b"/books"]:
                answer = self._books[0].dump()
            case [b"DELETE", b"/books"]:
                self._books[0] = Books()
            case [b"POST", _]:
                self._books[0].enter(head, body)
                answer = json.dumps({**STATUS, "content": f"<p>{json.loads(body)['status']}</p>"}).encode()
        length = str(len(answer)).encode()
        start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        self._transport.write(start + length + b"\r\n\r\n" + answer)


def header(head: bytes, name: bytes) -> bytes:
    """Return a header's value, or nothing."""
    place = head.lower().find(b"\r\n" + name + b":")
    return head[place + len(name) + 3 :].split(b"\r\n", 1)[0].strip() if place >= 0 else b""


async def serve() -> None:
    loop, books = asyncio.get_running_loop(), [Books()]
    server = await loop.create_server(lambda: Stub(books), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
