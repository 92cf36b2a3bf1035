"""The fault server, a process of its own with real sockets.

One thread takes requests in the order in which they arrive: a question is never answered before
a request that came earlier, however busy the machine is.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path

from tests.torture.books import Books
from tests.torture.faults import TAKES, Fault, Plan
from tests.torture.town import Asked, Reply, Town
from tests.torture.wire import take, told

RETRY_AFTER = 5
"""Seconds of the platforms' clock that a 429 asks for."""
INSTEAD = {
    Fault.BUSY: Reply(429, {"error": "slow down"}),
    Fault.BROKEN: Reply(500, {"error": "broken"}),
    Fault.GATEWAY: Reply(504, {"error": "gateway time-out"}),
    Fault.UNREADABLE: Reply(200, "welcome"),
}
"""What some faults answer, whatever was done."""


@dataclass(frozen=True, slots=True)
class Orders:
    """How the server behaves; seconds are those of this machine's clock."""

    port: int
    books: str
    seed: int
    rate: float
    """How much faster the platforms' clock runs."""
    gone: float
    """Seconds after which a client has given up."""
    start: float
    """When the platforms' clock showed what ours did, in seconds since 1970."""
    shown_after: float
    """Seconds before a listing shows a new post."""


class Server:
    """Faults in front of the town."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        books = Path(orders.books)
        self._town = Town(Books(books), orders.shown_after, orders.rate, orders.start)
        self._plan = Plan(orders.seed)
        self._late: deque[tuple[float, Asked]] = deque()
        self._tries = Tries(books.with_suffix(".asked"))

    def fault(self, asked: Asked) -> Fault:
        """Decide what happens to a request."""
        about = f"{asked.method} {asked.account} {asked.what} {asked.key} {asked.text}"
        return self._plan.fault(about, self._tries.count(about))

    def answer(self, asked: Asked) -> Reply:
        """Do what was asked."""
        self._catch_up()
        return self._town.answer(asked, time.time())

    def moment(self) -> float:
        """Return what the platforms' clock shows, in seconds since 1970."""
        return self._town.moment(time.time())

    def put_off(self, asked: Asked) -> None:
        """Do what was asked when the client has gone, and tell nobody."""
        self._late.append((time.time() + self.orders.gone, asked))
        asyncio.get_running_loop().call_later(self.orders.gone, self._catch_up)

    def _catch_up(self) -> None:
        """Do what was put off, as of its time, before anything is answered: a busy machine changes nothing."""
        while self._late and self._late[0][0] <= time.time():
            at, asked = self._late.popleft()
            self._town.answer(asked, at)


class Tries:
    """How often each thing was asked; a server that was killed has not forgotten, else its faults had no end."""

    def __init__(self, path: Path) -> None:
        self._seen = Counter(path.read_text().splitlines() if path.exists() else ())
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def count(self, about: str) -> int:
        """Count one more request, and return how many came before."""
        os.write(self._file, f"{about}\n".encode())
        self._seen[about] += 1
        return self._seen[about] - 1


class Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._arrived = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        asked, self._arrived = take(self._arrived + data)
        while asked:
            self._meet(self._server.fault(asked), asked)
            asked, self._arrived = take(self._arrived)

    def _meet(self, fault: Fault, asked: Asked) -> None:
        reply = self._server.answer(asked) if fault in TAKES else None
        wait = RETRY_AFTER if fault is Fault.BUSY else None
        said = INSTEAD.get(fault, reply)
        answer = b"" if said is None else told(said, self._server.moment(), retry_after=wait)
        match fault:
            case Fault.DROPPED | Fault.LOST:
                self._transport.abort()
            case Fault.HALF:
                self._transport.write(answer[: len(answer) - 5])
                self._transport.close()
            case Fault.TWICE:
                self._transport.write(answer * 2)
            case Fault.SILENT:
                self._later(answer)
            case Fault.LATE:
                self._server.put_off(asked)
            case _:
                self._transport.write(answer)

    def _later(self, answer: bytes) -> None:
        asyncio.get_running_loop().call_later(self._server.orders.gone, self._say, answer)

    def _say(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


async def _serve(orders: Orders) -> None:
    server = Server(orders)
    listening = socket.create_server(("127.0.0.1", orders.port), backlog=1024)
    listener = await asyncio.get_running_loop().create_server(lambda: Line(server), sock=listening)
    await listener.serve_forever()


def run(orders: Orders) -> None:
    """Serve until the process ends."""
    asyncio.run(_serve(orders))
