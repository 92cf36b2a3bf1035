"""Finds the next free slots of an account's rhythm.

A slot is a wall-clock promise: 09:00 stays 09:00 when the clocks change. Where they skip the promised time,
the slot is the first instant after the gap; where they show it twice, the first of the two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from scheduler.core.model import Rhythm, Slot
from scheduler.core.when.wall import first_instant
from scheduler.errors import PlanError

HORIZON = timedelta(days=3 * 366)
"""A slot further than this from the one before it is no plan but a mistake."""


def plan(
    rhythm: Rhythm,
    *,
    account: str,
    count: int,
    start: datetime,
    taken: Iterable[datetime],
    every: timedelta | None = None,
) -> list[Slot]:
    """Return the next `count` free slots of `account` at or after `start`.

    Each keeps `rhythm.gap`, in elapsed time, from every instant in `taken` and from the others, and is never
    one of them. Consecutive ones are at least `every` apart on the wall clock, where a day is a day even when
    it has 23 hours. `start` and `taken` are aware, in any zone.

    Raises PlanError where the rhythm is empty, or no slot is free within three years of the one before.
    """
    if not (rhythm.days and rhythm.times):
        raise PlanError(f"the rhythm of {account!r} has no slot: give it at least one day and one time")
    busy = sorted(moment.astimezone(UTC) for moment in taken)
    free = _free(rhythm, start, busy, every or timedelta())
    slots = [Slot(account, at) for at in islice(free, count)]
    if len(slots) < count:
        after = slots[-1].at if slots else start
        raise PlanError(
            f"{account!r} has {len(slots)} of the {count} free slots asked for, and none in the three years "
            f"after {after:%Y-%m-%d}: ask for fewer, give its rhythm more days or times, or reduce the distance"
        )
    return slots


def slots_until(
    rhythm: Rhythm, until: datetime, *, account: str, most: int, start: datetime, taken: Iterable[datetime]
) -> list[Slot]:
    """Return the free slots of `account` from `start` to `until`, as `plan` does, but as many as there are."""
    if not (rhythm.days and rhythm.times):
        return []
    busy = sorted(moment.astimezone(UTC) for moment in taken)
    near = takewhile(lambda at: at <= until, _free(rhythm, start, busy, timedelta()))
    return [Slot(account, at) for at in islice(near, most)]


def _free(rhythm: Rhythm, start: datetime, busy: list[datetime], every: timedelta) -> Iterator[datetime]:
    """Yield the free slots, until none is left within the horizon of the last."""
    gap = max(rhythm.gap, timedelta.resolution)
    earliest, earliest_wall = start.astimezone(UTC), datetime.min  # noqa: DTZ901 - a wall time
    limit = earliest + HORIZON
    for wall, at in _occurrences(rhythm, start):  # pragma: no branch - it has no end
        instant = at.astimezone(UTC)
        if instant > limit:
            return
        if instant >= earliest and wall >= earliest_wall and not _crowded(instant, busy, gap):
            yield at
            earliest, earliest_wall, limit = instant + gap, wall + every, instant + HORIZON


def _occurrences(rhythm: Rhythm, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield each wall time that the rhythm promises, with its instant, ascending, without end."""
    zone = ZoneInfo(rhythm.timezone)
    # A zone may skip the end of a day, or all of it: the promise of the day before may fall on the first one.
    day = start.astimezone(zone).date() - timedelta(days=1)
    while True:
        if day.isoweekday() in rhythm.days:
            for time in rhythm.times:
                wall = datetime.combine(day, time)
                yield wall, first_instant(wall, zone)
        day += timedelta(days=1)


def _crowded(instant: datetime, busy: list[datetime], gap: timedelta) -> bool:
    """Tell whether the nearest of the sorted `busy` instants is closer than `gap`."""
    after = bisect_left(busy, instant)
    return any(abs(instant - other) < gap for other in busy[max(after - 1, 0) : after + 1])
