"""Who is to be told what now, and telling them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.clock import Clock
from scheduler.core.fuse import DAY
from scheduler.core.lifecycle import RetryPolicy
from scheduler.core.news.items import Message
from scheduler.core.news.kinds import News
from scheduler.core.news.telling import digest, handed_over, notice
from scheduler.core.news.timing import LEASE, REST, digest_day
from scheduler.errors import TambourError
from scheduler.settings.operating import Notices
from scheduler.store import Store, notices, overview
from scheduler.store.notices import Cursor

log = logging.getLogger(__name__)

AGAIN = RetryPolicy()
"""How far apart a notice that could not be sent is tried again; it never gives up."""
PASSED_OVER = 1000
"""Lines of the log without news that are worth a note of their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to tell: a name that is no secret, and how to reach them."""

    name: str
    send: Callable[[Message], None]
    """May raise TambourError."""


class Rounds:
    """Tells every target what is new to it, as often as somebody calls `go`."""

    def __init__(
        self, store: Store, wanted: Notices, targets: Iterable[Target], zone: ZoneInfo, *, clock: Clock
    ) -> None:
        self._store = store
        self._wanted = wanted
        self._targets = {target.name: target for target in targets}
        self._zone = zone
        self._clock = clock
        self._until: int | None = None
        with store.share() as tx:
            notices.follow(tx, self._targets, digest_on=self._today(), now=clock.now())

    def go(self) -> None:
        """Tell what had happened by the last call: what happens close together is told together.

        A line may also become visible after one of a higher number; by the next call it is.
        """
        with self._store.read() as tx:
            until, self._until = self._until, notices.last_line(tx)
        if until is not None:
            self._tell(until)

    def finish(self) -> None:
        """Tell all that has happened, since there is no next call."""
        with self._store.read() as tx:
            until = notices.last_line(tx)
        while self._tell(until):
            pass

    def _today(self) -> date:
        return digest_day(self._clock.now().astimezone(self._zone), self._wanted.digest or time.max)

    def _tell(self, until: int) -> bool:
        """Tell every target one thing; return whether any of them heard it, and may hear more."""
        with self._store.read() as tx:
            waiting = notices.waiting(tx, now=self._clock.now())
        told = [self._tell_one(cursor, until) for cursor in waiting if cursor.target in self._targets]
        return any(told)

    def _tell_one(self, cursor: Cursor, until: int) -> bool:
        due = self._digest(cursor) or self._news(cursor, until)
        if due is None:
            self._pass_over(cursor, until)
        elif self._take(cursor):
            known = self._send(cursor, *due)
            with self._store.share() as tx:
                notices.keep(tx, known)
            return known.failures == 0
        return False

    def _digest(self, cursor: Cursor) -> tuple[Message, Cursor] | None:
        today, now = self._today(), self._clock.now()
        if self._wanted.digest is None or timedelta() <= cursor.digest_on - today <= DAY:
            return None
        with self._store.read() as tx:
            summed_up = overview.day(tx, today, now=now)
        return digest(summed_up, self._wanted.tongue), replace(cursor, digest_on=today, not_before=now, failures=0)

    def _news(self, cursor: Cursor, until: int) -> tuple[Message, Cursor] | None:
        with self._store.read() as tx:
            items = notices.news(tx, self._wanted.news, after=cursor.seen, until=until)
        if not items:
            return None
        now, tongue = self._clock.now(), self._wanted.tongue
        handed = next((item for item in items if item.kind is News.HANDED), None)
        if handed is None:
            return notice(items, tongue), replace(cursor, seen=until, not_before=now + REST, failures=0)
        earlier = [item for item in items if item.line < handed.line]
        if earlier:
            return notice(earlier, tongue), replace(cursor, seen=handed.line - 1, not_before=now, failures=0)
        return handed_over(handed, tongue), replace(cursor, seen=handed.line, not_before=now, failures=0)

    def _pass_over(self, cursor: Cursor, until: int) -> None:
        if until - cursor.seen >= PASSED_OVER:
            with self._store.share() as tx:
                notices.keep(tx, replace(cursor, seen=until))

    def _send(self, cursor: Cursor, message: Message, known: Cursor) -> Cursor:
        """Send, and return how far the target has been told then."""
        try:
            self._targets[cursor.target].send(message)
        except TambourError as error:
            log.error("%s could not be told: %s", cursor.target, error, extra={"action": "notify"})  # noqa: TRY400
            wait = AGAIN.wait(cursor.failures + 1, dice=1)
            return replace(cursor, not_before=self._clock.now() + wait, failures=cursor.failures + 1)
        log.info("told %s: %s", cursor.target, message.title, extra={"action": "notify"})
        return known

    def _take(self, cursor: Cursor) -> bool:
        with self._store.share() as tx:
            return notices.take(tx, cursor, until=self._clock.now() + LEASE)
