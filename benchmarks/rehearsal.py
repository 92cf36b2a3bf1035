"""What rehearsing three months costs, as a ratio to the pump alone sending the same posts at one go.

`python -m benchmarks.rehearsal [ARTICLES] [ACCOUNTS] [DAYS]` plans an invented site of 120 articles for 12 accounts
and 92 days, rehearses the queue, then lets the pump send all of it at once, from a copy of the same queue to platforms
that do nothing: there, one transaction carries a post of each account, while a rehearsal has one for each time.
Times are the processor's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from adapters.powers import Powers
from benchmarks.planning import write_site
from scheduler.app import Tambour, opened, planning, service
from scheduler.core.fuse import Fuse
from scheduler.core.lateness import Late, Then
from scheduler.dispatch import Dispatcher, Until
from scheduler.rehearsal import Wish, apply_plan, rehearse, staged
from scheduler.rehearsal.running import ALONE
from scheduler.rehearsal.stage import Stage

ROUNDS = 3
SECONDS, RATIO = 10, 12
"""The most that is allowed."""
YEARS = timedelta(days=9999)


def main() -> None:
    """Measure, and print."""
    articles, accounts, days = (int(word) for word in sys.argv[1:4]) if len(sys.argv) > 1 else (120, 12, 92)
    print("\n".join(measured(articles, accounts, days, rounds=ROUNDS)))


def measured(articles: int, accounts: int, days: int, *, rounds: int) -> Iterator[str]:
    """Yield what was measured, a line each."""
    with _site(articles, accounts, days) as (tambour, end):
        taken = [(_rehearsing(tambour, end), _pumping(tambour, end)) for _ in range(rounds)]
    (seconds, posts), (floor, sent) = (sorted(runs)[rounds // 2] for runs in zip(*taken, strict=True))
    yield f"{posts:,} posts on {accounts} accounts in {days} days rehearsed: {seconds:.1f} s (at most {SECONDS})"
    yield f"{seconds / posts / (floor / sent):.1f} x the pump alone, {floor:.1f} s for {sent:,} posts (at most {RATIO})"


@contextmanager
def _site(articles: int, accounts: int, days: int) -> Iterator[tuple[Tambour, datetime]]:
    """Yield an installation whose queue is full until a time."""
    with TemporaryDirectory() as folder:
        site = Path(folder)
        write_site(site, articles, accounts, days)
        with opened(site / "tambour.yaml", environ={}, folder=site) as tambour:
            end = planning.ordered(tambour).until
            apply_plan(tambour, tambour, until=end)
            yield tambour, end


def _rehearsing(tambour: Tambour, end: datetime) -> tuple[float, int]:
    began = time.process_time()
    with staged(tambour, end=end) as (copy, clock):
        done = rehearse(copy, clock, Wish())
    return time.process_time() - began, len(done.posts)


def _pumping(tambour: Tambour, end: datetime) -> tuple[float, int]:
    with staged(tambour, end=end) as (copy, clock):
        clock.jump(end)
        stages = {name: Stage(Stage.limits, Powers()) for name in copy.settings.accounts}
        free = {"fuse": Fuse(10**6, 10**6), "late": Late(YEARS, Then.SEND), "budget": None, "site": None}
        terms = {name: replace(one, **free) for name, one in service.terms(copy).items()}  # type: ignore[arg-type]  # by name
        dispatcher = Dispatcher(copy.store, stages, terms, clock=clock, dice=lambda: 0.0, rules=ALONE)
        began = time.process_time()
        dispatcher.run(Event(), until=Until.IDLE)
        took = time.process_time() - began
        with copy.store.read() as tx:
            sent = tx.exec_driver_sql("SELECT count(*) FROM posts WHERE state = 'published'").scalar_one()
    return took, int(sent)


if __name__ == "__main__":
    main()
