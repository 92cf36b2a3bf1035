"""Chooses the one instant that a text means, or says why there is none and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.when.durations import read_duration
from scheduler.core.when.reading import Wall, read
from scheduler.core.when.wall import describe, first_instant, gap_end, instants, written
from scheduler.errors import WhenError

_MORNING = time(9)
"""Proposed where a day comes without a time; never assumed."""
_DAY = timedelta(days=1)


def understand(text: str, *, now: datetime, zone: str) -> datetime:
    """Return the publish time that `text` means, in `zone`: ISO, or words in French or English.

    A weekday alone is the next one, today's while its time is ahead; "next monday" and « lundi prochain »
    are the first Monday after today; a time alone is the next one. "in 3 days" keeps the time of day; any
    other day without a time is refused. `now` is aware, `zone` an IANA name.

    Raises WhenError, which proposes the nearest good time, where `text` is past, does not exist, may mean
    two things or is not understood.
    """
    present, home = _present(now, zone), ZoneInfo(zone)
    asked = read(text, present)
    if asked is None:
        example = written(_next(_MORNING, present, home))
        raise WhenError(
            f"{text!r} was not understood as a time: write for example {example}, 'friday 17:00' or 'demain 9h'"
        )
    if isinstance(asked, Wall):
        return _promised(text, asked, present, home)
    if _before(asked, present):
        raise _refusal(text, _past(asked), [_next(asked.time(), present, home)])
    return asked


def understand_since(text: str, *, now: datetime, zone: str) -> datetime:
    """Return the past instant that `text` means, in `zone`: a duration such as `2h`, or what `understand` reads.

    A day without a time is its beginning; a weekday, or a time alone, is the last one.

    Raises WhenError where `text` lies ahead, does not exist, may mean two things or is not understood.
    """
    present, home = _present(now, zone), ZoneInfo(zone)
    if duration := read_duration(text):
        return (present.astimezone(UTC) - duration).astimezone(home)
    asked = read(text, present)
    if asked is None:
        raise WhenError(
            f"{text!r} was not understood as a time: write for example 2h, yesterday or {present - _DAY:%Y-%m-%d}"
        )
    since = _latest(asked, present, home) if isinstance(asked, Wall) else asked
    problem = asked.problem if isinstance(asked, Wall) else None
    if problem or since is None or _before(present, since):
        raise WhenError(
            f"{text!r} cannot be used: {problem or 'it lies ahead'}; write for example {present - _DAY:%Y-%m-%d}"
        )
    return since


def understand_until(text: str, *, now: datetime, zone: str) -> datetime:
    """Return until when `text` means, in `zone`: what `understand` reads; a day without a time is its last second.

    Raises WhenError as `understand` does.
    """
    present, home = _present(now, zone), ZoneInfo(zone)
    asked = read(text, present)
    if not isinstance(asked, Wall) or asked.clock is not None or asked.problem is not None:
        return understand(text, now=now, zone=zone)
    ends = [_last_second(day, home) for day in asked.days.readings[0]]
    ahead = [at for at in ends if not _before(at, present)]
    if not ahead:
        raise _refusal(text, _past(ends[-1]), [_last_second(present.date(), home)])
    if asked.days.weekday not in (None, ahead[0].isoweekday()):
        raise _refusal(text, f"{ahead[0].date()} is a {ahead[0]:%A}", ahead[:1])
    return ahead[0]


def _last_second(day: date, home: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time(23, 59, 59))
    return (instants(wall, home) or (gap_end(wall, home),))[-1]


def _promised(text: str, asked: Wall, present: datetime, home: ZoneInfo) -> datetime:
    """Return the only instant ahead that keeps `asked`."""
    clock = asked.clock or _MORNING
    found = [_ahead(reading, clock, present, home) for reading in asked.days.readings]
    if problem := asked.problem or _problem(asked, found[0], home):
        good = [at for ahead in found for at in ahead] or [_next(clock, present, home)]
        raise _refusal(text, problem, good)
    return found[0][0]


def _problem(asked: Wall, ahead: tuple[datetime, ...], home: ZoneInfo) -> str | None:
    """Say why the instants `ahead` do not keep what was asked, if they do not."""
    if asked.clock is None:
        return "it names a day but no time"
    if not ahead:
        return _past(first_instant(datetime.combine(asked.days.readings[0][-1], asked.clock), home))
    if len(ahead) > 1:
        return "clocks go back over that time, and show it twice"
    if ahead[0].time() != asked.clock:
        return "clocks go forward over that time, and never show it"
    if asked.days.weekday not in (None, ahead[0].isoweekday()):
        return f"{ahead[0].date()} is a {ahead[0]:%A}"
    return None


def _ahead(days: Iterable[date], clock: time, present: datetime, home: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants ahead that show `clock` on the first of `days` that has any; a gap's end stands for it."""
    for day in days:
        wall = datetime.combine(day, clock)
        shown = instants(wall, home) or (gap_end(wall, home),)
        if ahead := tuple(at for at in shown if not _before(at, present)):
            return ahead
    return ()


def _latest(asked: Wall, present: datetime, home: ZoneInfo) -> datetime | None:
    """Return the last instant behind that keeps `asked`."""
    walls = (datetime.combine(day, asked.clock or time()) for day in asked.days.readings[0])
    behind = [at for wall in walls if not _before(present, at := first_instant(wall, home))]
    return behind[-1] if behind else None


def _next(clock: time, present: datetime, home: ZoneInfo) -> datetime:
    """Return the next instant that shows `clock`, or ends the gap over it."""
    today = present.date()
    return _ahead((today, today + _DAY), clock, present, home)[0]


def _present(now: datetime, zone: str) -> datetime:
    """Return `now` in `zone`, to the second: what was typed within this second is not past."""
    return now.astimezone(ZoneInfo(zone)).replace(microsecond=0)


def _before(one: datetime, other: datetime) -> bool:
    # In one zone Python compares what clocks show, which goes back in autumn.
    return one.astimezone(UTC) < other.astimezone(UTC)


def _past(at: datetime) -> str:
    return f"{describe(at)} is past"


def _refusal(text: str, problem: str, good: Iterable[datetime]) -> WhenError:
    return WhenError(f"{text!r} cannot be used: {problem}; write {' or '.join(map(written, good))}")
