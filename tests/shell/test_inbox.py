"""Where reports wait for the pump."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event

from adapters.base import Content
from scheduler.core.lifecycle import Delayed
from scheduler.core.model import Claim
from scheduler.dispatch.inbox import Inbox
from scheduler.dispatch.working import Concluded

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def report(post: int) -> Concluded:
    claim = Claim(
        post=post,
        account="journal",
        platform="memory",
        content=Content("A post."),
        key=f"key-{post}",
        attempt=1,
        failures=0,
        at=AT,
        doubted=False,
        streak=0,
    )
    return Concluded(claim, Delayed("the platform is busy"))


def test_a_report_wakes_the_pump() -> None:
    """What came of a post is written down at once, not at the next tick."""
    wake = Event()

    Inbox(wake, lambda: 1).put(report(1))

    assert wake.is_set()


def test_reports_are_taken_in_the_order_they_came_and_once() -> None:
    """An outcome that was written twice would count twice."""
    inbox = Inbox(Event(), lambda: 2)
    for post in (1, 2):
        inbox.put(report(post))

    assert [[one.work.post for one in inbox.take_all()] for _ in range(2)] == [[1, 2], []]


def test_a_report_waits_for_others_only_for_a_while() -> None:
    """A platform that never answers must not keep others' outcomes from being written."""
    inbox = Inbox(Event(), lambda: 2)
    inbox.put(report(1))

    inbox.await_company()

    assert [one.work.post for one in inbox.take_all()] == [1]
