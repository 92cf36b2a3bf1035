"""Wall-clock times and the instants at which a zone's clocks show them."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def instants(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return every instant at which the clocks of `zone` show the naive `wall`, ascending: none, one or two."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    change = _offset(second) - _offset(first)
    if not change:
        return (first,)
    return (first, second) if change < timedelta() else ()


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant that keeps the promise `wall`: its first occurrence, or else the end of the gap."""
    return next(iter(instants(wall, zone)), None) or gap_end(wall, zone)


def gap_end(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant after the gap in which `wall` falls: clocks go forward over it."""
    # Read with the offset that holds after the gap, a wall time inside it lies before the change; read with
    # the offset that holds before, it lies after. The change is the first new offset between the two.
    early, late = (wall.replace(tzinfo=zone, fold=fold, microsecond=0).astimezone(UTC) for fold in (1, 0))
    before = _offset(early.astimezone(zone))

    def changed(seconds: int) -> bool:
        return _offset((early + timedelta(seconds=seconds)).astimezone(zone)) != before

    seconds = bisect_left(range(int((late - early).total_seconds())), True, key=changed)
    return (early + timedelta(seconds=seconds)).astimezone(zone)


def written(at: datetime) -> str:
    """Return the shortest ISO form that means `at` in its own zone: the offset only where clocks show it twice."""
    zone = at.tzinfo
    assert isinstance(zone, ZoneInfo)
    wall = at.replace(tzinfo=None, fold=0)
    twice = len(instants(wall, zone)) > 1
    return (at if twice else wall).isoformat(timespec="seconds" if at.second else "minutes")


def describe(at: datetime) -> str:
    """Return `at` in full, such as `Tuesday 24 November 2026 at 09:00 (Europe/Paris, UTC+01:00)`.

    `at` is aware, in an IANA zone.
    """
    clock = at.strftime("%H:%M:%S" if at.second else "%H:%M")
    offset = at.isoformat()[-len("+00:00") :]
    return f"{at:%A} {at.day} {at:%B} {at.year} at {clock} ({at.tzinfo}, UTC{offset})"


def _offset(at: datetime) -> timedelta:
    offset = at.utcoffset()
    assert offset is not None
    return offset
