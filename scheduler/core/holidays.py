"""Days off between holidays: what the French call a *pont*."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

FRIDAY = 5
DAY = timedelta(days=1)


def bridges(holidays: Collection[date]) -> Iterator[date]:
    """Yield the working days that stand alone between a holiday and a weekend, or between two holidays."""
    known = frozenset(holidays)
    for day in sorted({near for holiday in known for near in (holiday - DAY, holiday + DAY)}):
        if not _is_free(day, known) and _is_free(day - DAY, known) and _is_free(day + DAY, known):
            yield day


def _is_free(day: date, holidays: Collection[date]) -> bool:
    return day in holidays or day.isoweekday() > FRIDAY
