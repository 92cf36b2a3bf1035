"""A daemon over one PostgreSQL server, as a process of its own, and the book of a platform that all of them share.

Its clock runs fast, and it may stop itself, as a machine that falls asleep, when it first comes to a step.
"""

from __future__ import annotations

import os
import signal
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import ClassVar

from adapters.base import Content, Counting, Identity, Intent, Limits, Receipt
from scheduler.core.place import Server
from scheduler.core.steps import Step
from scheduler.dispatch import Dispatcher, Lease, Rules, Until
from scheduler.store import open_store
from tests.shell.dispatching import terms
from tests.shell.fakes import START
from tests.torture.pace import FastPace
from tests.warm import Program

ACCOUNTS = tuple(f"account-{number}" for number in range(8))


@dataclass(frozen=True)
class Book:
    """What is public: a line a post, in a file, with the name of the daemon that sent it."""

    path: Path

    def write(self, key: str, daemon: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{key} {daemon}\n")

    def read(self) -> list[tuple[str, str]]:
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return [(key, daemon) for key, _, daemon in (line.partition(" ") for line in lines)]


class Written:
    """An adapter whose platform is a book that can be searched: class E."""

    platform: ClassVar[str] = "plain"
    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=500)

    def __init__(self, book: Book, daemon: str) -> None:
        self._book = book
        self._daemon = daemon

    def verify(self) -> Identity:
        return Identity(self._daemon)

    def prepare(self, content: Content, *, key: str, at: object) -> Intent:
        return Intent(key, START, {"text": content.text})

    def publish(self, intent: Intent) -> Receipt:
        self._book.write(intent.key, self._daemon)
        return Receipt(intent.key)

    def find(self, intent: Intent) -> Receipt | None:
        return Receipt(intent.key) if intent.key in dict(self._book.read()) else None


@dataclass(frozen=True)
class Fleet:
    """Daemons on one server."""

    place: Server
    book: Book
    begun: datetime
    lease: float

    def start(self, name: str, *, asleep_at: Step | None = None) -> Program:
        """Start a daemon that works until nothing is left to do."""
        told = (self.place.address, str(self.book.path), name, self.begun.isoformat(), asleep_at, self.lease)
        return Program(partial(serve, *told), folder=self.book.path.parent, environ=os.environ)


def serve(address: str, path: str, name: str, begun: str, asleep_at: Step | None, lease: float) -> None:
    """Be a daemon."""
    asleep = Event()

    def fall_asleep(step: Step, _: int) -> None:
        if step == asleep_at and not asleep.is_set():
            asleep.set()
            os.kill(os.getpid(), signal.SIGSTOP)

    book = Book(Path(path))
    with closing(open_store(Server(address))) as store:
        Dispatcher(
            store,
            {account: Written(book, name) for account in ACCOUNTS},
            terms(*ACCOUNTS),
            clock=FastPace(datetime.fromisoformat(begun), 60),
            dice=lambda: 0.0,
            rules=Rules(lease=Lease(timedelta(seconds=lease), timedelta(seconds=lease / 2)), looks=1.0),
            at_step=fall_asleep,
        ).run(Event(), until=Until.IDLE)
