"""Finds the next free slots of an account's rhythm.

A slot is a wall-clock promise: 09:00 stays 09:00 when the clocks change. Where they skip the promised time,
the slot is the first instant after the gap; where they show it twice, the first of the two.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from scheduler.core.model import Rhythm, Slot
from scheduler.core.when.wall import gap_end, instants
from scheduler.errors import PlanError

HORIZON = timedelta(days=3 * 366)
"""A slot further than this from the one before it is no plan but a mistake."""
DAY = timedelta(days=1)


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
    it has 23 hours. `start` and `taken` are aware, in any zone; `taken` goes back `rhythm.memory` before `start`.

    Raises PlanError where the rhythm has no slot, or none is free within three years of the one before.
    """
    free = _free(Agenda(rhythm, account, taken), start, every or timedelta())
    slots = [promise.slot(account) for promise in islice(free, count)]
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
    if impossible(rhythm) is not None:
        return []
    free = _free(Agenda(rhythm, account, taken), start, timedelta())
    near = takewhile(lambda promise: promise.at <= until, free)
    return [promise.slot(account) for promise in islice(near, most)]


def _free(agenda: Agenda, start: datetime, every: timedelta) -> Iterator[Promise]:
    """Take the free slots, one by one, until none is left within the horizon of the last."""
    earliest, limit = datetime.min, start + HORIZON  # noqa: DTZ901 - a wall time
    for promise in agenda.promises(start):  # pragma: no branch - it has no end
        if promise.at > limit:
            return
        if promise.wall >= earliest and agenda.is_free(promise.at):
            agenda.take(promise.at)
            yield promise
            earliest, limit = promise.wall + every, promise.at + HORIZON


def impossible(rhythm: Rhythm) -> str | None:
    """Return why a rhythm has no slot at all, and what to change; `None`: it has some."""
    times = [at for day in range(1, 8) for at in rhythm.times_on(day)]
    if not times:
        return "give it at least one day and one time"
    if all(map(rhythm.is_quiet, times)):
        return "all its times lie in its quiet hours; move one of them"
    return None


def unheard(rhythm: Rhythm) -> list[time]:
    """Return the times of a rhythm that its quiet hours take away."""
    return sorted({at for day in range(1, 8) for at in rhythm.times_on(day) if rhythm.is_quiet(at)})


@dataclass(frozen=True, slots=True)
class Promise:
    """A time of the rhythm, on the wall and as an instant."""

    wall: datetime
    """Naive; what the rhythm says, before jitter."""
    at: datetime
    """Aware, in the rhythm's zone."""
    note: str | None

    def slot(self, account: str) -> Slot:
        """Return it as a slot of an account."""
        return Slot(account, self.at, self.note)


class Agenda:
    """What an account's rhythm promises, and what of it is free still."""

    def __init__(self, rhythm: Rhythm, account: str, taken: Iterable[datetime]) -> None:
        """Begin with the instants that are taken, which are aware.

        Raises PlanError where the rhythm has no slot.
        """
        if (problem := impossible(rhythm)) is not None:
            raise PlanError(f"the rhythm of {account!r} has no slot: {problem}")
        self._rhythm = rhythm
        self._account = account
        self._zone = rhythm.zone
        self._gap = max(rhythm.gap, timedelta.resolution)
        self._busy: list[datetime] = []
        self._days: Counter[date] = Counter()
        self._weeks: Counter[date] = Counter()
        for at in taken:
            self.take(at)

    def take(self, at: datetime) -> None:
        """Give an instant away."""
        insort(self._busy, at.astimezone(UTC))
        self._count(at, 1)

    def leave(self, at: datetime) -> None:
        """Take an instant back that was given away."""
        self._busy.remove(at.astimezone(UTC))
        self._count(at, -1)

    def _count(self, at: datetime, more: int) -> None:
        day = at.astimezone(self._zone).date()
        self._days[day] += more
        self._weeks[_monday(day)] += more

    def is_free(self, at: datetime) -> bool:
        """Tell whether an instant keeps the gap and the most of a day and a week."""
        day = at.astimezone(self._zone).date()
        most_a_day, most_a_week = self._rhythm.most_a_day, self._rhythm.most_a_week
        if most_a_day is not None and self._days[day] >= most_a_day:
            return False
        if most_a_week is not None and self._weeks[_monday(day)] >= most_a_week:
            return False
        instant = at.astimezone(UTC)
        after = bisect_left(self._busy, instant)
        return all(abs(instant - other) >= self._gap for other in self._busy[max(after - 1, 0) : after + 1])

    def is_promised(self, at: datetime) -> bool:
        """Tell whether the rhythm has a slot at an instant, free or not."""
        instant, day = at.astimezone(UTC), at.astimezone(self._zone).date()
        return any(one.at.astimezone(UTC) == instant for near in (day, day - DAY) for one in self._of_day(near))

    def promises(self, start: datetime) -> Iterator[Promise]:
        """Yield what the rhythm promises at or after the aware `start`, free or not, ascending, without end."""
        # A zone may skip the end of a day, or all of it: the promise of the day before may fall on the first one.
        day = start.astimezone(self._zone).date() - DAY
        earliest = start.astimezone(UTC)
        while True:
            for promise in sorted(self._of_day(day), key=lambda one: one.at.astimezone(UTC)):
                if promise.at.astimezone(UTC) >= earliest:
                    yield promise
            day += DAY

    def _of_day(self, day: date) -> Iterator[Promise]:
        if day in self._rhythm.closed:
            return
        for at in self._rhythm.times_on(day.isoweekday()):
            if not self._rhythm.is_quiet(at):
                wall = datetime.combine(day, at)
                yield kept(wall, self._shaken(wall), self._zone)

    def _shaken(self, wall: datetime) -> datetime:
        """Return a promise as much later as its account and its time say; never into quiet hours or another day."""
        seconds = int(self._rhythm.jitter.total_seconds())
        if not seconds:
            return wall
        dice = int.from_bytes(sha256(f"{self._account} {wall.isoformat()}".encode()).digest()[:8])
        later = wall + timedelta(seconds=dice % (seconds + 1))
        strays = later.date() != wall.date() or self._rhythm.is_quiet(later.time())
        return wall if strays else later


def conflict(rhythm: Rhythm, at: datetime) -> str | None:
    """Return why nothing should go out at an aware instant, whatever else is planned; `None`: it may."""
    wall = at.astimezone(rhythm.zone)
    if (why := rhythm.closed.get(wall.date())) is not None:
        return f"{wall:%Y-%m-%d} is closed: {why}"
    return f"{wall:%H:%M} lies in quiet hours" if rhythm.is_quiet(wall.time()) else None


def kept(promised: datetime, wall: datetime, zone: ZoneInfo) -> Promise:
    """Return how the clocks of a zone keep the naive `wall`, which was promised for `promised`."""
    found = instants(wall, zone)
    if not found:
        at = gap_end(wall, zone)
        return Promise(promised, at, f"clocks skip {_clock(wall.time())} that day: {_clock(at.time())} instead")
    twice = f"clocks show {_clock(wall.time())} twice that day: the first time" if len(found) > 1 else None
    return Promise(promised, found[0], twice)


def _clock(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
