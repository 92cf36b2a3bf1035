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


def whole(answer: bytes) -> bytes:
    """Return an answer with its head."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % len(answer) + answer


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
        senders = {name.decode().removeprefix("bearer "): count for name, count in self.senders.items()}
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
            head = self._unread[:end].lower()
            length = end + 4 + int(header(head, b"content-length") or 0)
            if len(self._unread) < length:
                return
            body, self._unread = self._unread[end + 4 : length], self._unread[length:]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"post "):
            self._books[0].enter(head, body)
            shown = {**STATUS, "content": f"<p>{json.loads(body)['status']}</p>"}
            self._transport.write(whole(json.dumps(shown).encode()))
            return
        answer = INSTANCE
        match head.split(b" ", 2)[:2]:
            case [b"get", b"/count"]:
                answer = str(len(self._books[0].arrived)).encode()
            case [b"get", b"/books"]:
                answer = self._books[0].dump()
            case [b"delete", b"/books"]:
                self._books[0] = Books()
        self._transport.write(whole(answer))


def header(head: bytes, name: bytes) -> bytes:
    """Return a header's value out of a head in small letters, or nothing."""
    place = head.find(b"\r\n" + name + b":") + len(name) + 3
    if place < len(name) + 3:
        return b""
    end = head.find(b"\r\n", place)
    return head[place : end if end >= 0 else len(head)].strip()


async def serve() -> None:
    loop, books = asyncio.get_running_loop(), [Books()]
    server = await loop.create_server(lambda: Stub(books), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
