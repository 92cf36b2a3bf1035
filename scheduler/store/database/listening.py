"""Listening to what a PostgreSQL server notifies, also across its restarts."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from threading import Event, Thread
from typing import Any, TypeAlias

import psycopg

Session: TypeAlias = psycopg.Connection[Any]

AGAIN = 0.5
"""Seconds between two tries to reach a server that is away."""


class PostgresqlWatch:
    """Listens in a thread of its own, so that a server that is away holds nobody up."""

    def __init__(
        self,
        connect: Callable[[], Session],
        hello: Iterable[str],
        wake: Callable[[], None],
        shown: AbstractContextManager[None] | None = None,
    ) -> None:
        self._closing = ExitStack()
        self._closing.enter_context(shown or nullcontext())
        self._connect = connect
        self._hello = tuple(hello)
        self._wake = wake
        self._heard = Event()
        self._heard.set()
        self._ended, self._end = socket.socketpair()
        self._thread = Thread(target=self._listen, name="watch", daemon=True)
        self._thread.start()

    def changed(self) -> bool:
        """Return whether another connection has committed since the last call; the first call says yes."""
        heard = self._heard.is_set()
        if heard:  # what is heard between the two is not forgotten
            self._heard.clear()
        return heard

    def close(self) -> None:
        """Stop listening."""
        self._end.close()
        self._thread.join()
        self._ended.close()
        self._closing.close()

    def _listen(self) -> None:
        over = False
        while not over:
            try:
                with self._connect() as session:
                    self._hear(session)
                over = True
            except psycopg.Error:  # the pump, which needs the server too, says what is wrong
                over = self._is_over(select.select([self._ended], [], [], AGAIN))

    def _hear(self, session: Session) -> None:
        for statement in self._hello:
            session.execute(statement.encode())
        self._tell()  # what happened while nobody listened was not heard
        while not self._is_over(select.select([session, self._ended], [], [])):
            session.pgconn.consume_input()
            if list(iter(session.pgconn.notifies, None)):
                self._tell()

    def _is_over(self, ready: tuple[list[Any], list[Any], list[Any]]) -> bool:
        return self._ended in ready[0]

    def _tell(self) -> None:
        self._heard.set()
        self._wake()
