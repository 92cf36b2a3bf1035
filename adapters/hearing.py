"""What time servers say it is, in the answers that they give: ours may be another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from adapters.waiting import instant

_heard: ContextVar[list[datetime] | None] = ContextVar("heard", default=None)


@contextmanager
def hearing() -> Iterator[list[datetime]]:
    """Yield a list of what servers say the time is, in UTC, while this block lasts."""
    dates: list[datetime] = []
    token = _heard.set(dates)
    try:
        yield dates
    finally:
        _heard.reset(token)


def note(headers: Mapping[str, str]) -> None:
    """Keep the date of an answer, where somebody wants to know."""
    dates = _heard.get()
    if dates is not None and (date := instant(headers.get("date", ""))) is not None:
        dates.append(date)
