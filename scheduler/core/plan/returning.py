"""What returns: articles that may be heard of again fill the slots that everything else has left.

A post that returns gives way to all others: it never moves, and is cancelled where its slot is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from scheduler.core.model import Evergreen
from scheduler.core.plan.lines import Line, Place, after
from scheduler.core.plan.sharing import Desk
from scheduler.core.plan.values import Wanted
from scheduler.core.planning import Promise, conflict
from scheduler.core.when.wall import first_instant

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NEVER = datetime.max.replace(tzinfo=UTC)
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an article does not return at an instant."""

    reason: str
    until: datetime
    """Before that it does not either."""


@dataclass(eq=False)
class Returns:
    """What returns on one account, once its calendar has everything else."""

    desk: Desk
    _weeks: Counter[tuple[Evergreen, date]] = field(default_factory=Counter)

    def keep(self) -> None:
        """Let the posts that return keep the slots that nobody else needs; cancel the others."""
        remembered = [(line, line.memory) for line in self.desk.lines if line.memory is not None]
        places = [(line, place) for line, memory in remembered for place in memory.waiting]
        for line, memory in remembered:
            for at in memory.returned:
                self._note(line, at)
        for line, place in sorted(places, key=lambda one: (one[1].post.at.astimezone(UTC), one[1].post.id)):
            if reason := self._lapsed(line, place):
                self.desk.found.entries.append(place.cancelled(reason))
                continue
            self.desk.stay(place)
            self._note(line, place.post.at)

    def _note(self, line: Line, at: datetime) -> None:
        if line.subject.evergreen is not None:
            self._weeks[line.subject.evergreen, self._week(at)] += 1

    def _week(self, at: datetime) -> date:
        day = at.astimezone(self.desk.account.rhythm.zone).date()
        return day - timedelta(days=day.weekday())

    def _lapsed(self, line: Line, place: Place) -> str | None:
        """Return why a post that waits does not return after all."""
        if place.post.at <= self.desk.world.now:
            waits = place.post.held is not None or place.post.state == "draft"
            return "its time has passed while it waited" if waits else None
        if line.subject.evergreen is None:
            return "its article does not return any more"
        if place.wanted is None:
            return "its article does not say this any more, or not here"
        found = self._hindrance(line, line.subject.evergreen, place.post.at)
        return self._crowded(line, place.post.at, place.wanted) if found is None else found.reason

    def _crowded(self, line: Line, at: datetime, wanted: Wanted) -> str | None:
        if at > self.desk.world.until:
            return None
        if not self.desk.agenda.is_promised(at):
            return conflict(self.desk.account.rhythm, at) or "the rhythm has no slot at that time any more"
        is_free = self.desk.agenda.is_free(at) and not self.desk.minutes.elsewhere(line, wanted.idea, at)
        return None if is_free else "its slot is needed"

    def fill(self) -> None:
        """Give the slots that are left to articles that may return, the one that was silent longest first."""
        lines = [line for line in self.desk.lines if line.subject.evergreen is not None]
        why = dict.fromkeys(lines, "no slot is left")
        if lines:
            self._fill(lines, why)
        for line, reason in why.items():
            assert line.memory is not None
            if reason and not line.memory.waiting and not line.memory.more:
                self.desk.refuse(line, [(None, f"does not return: {reason}")])

    def _fill(self, lines: list[Line], why: dict[Line, str]) -> None:
        queue = _Queue(lines, self.desk.world.now)
        for promise in self.desk.free():
            for line in queue.ready(promise.at):
                found = self._next(line, promise)
                if isinstance(found, Wanted):
                    self._add(line, found, promise)
                    queue.add(line, promise.at + MINUTE)
                    break
                why[line] = found.reason
                queue.add(line, found.until)

    def _add(self, line: Line, wanted: Wanted, promise: Promise) -> None:
        assert line.memory is not None
        self.desk.add(line, wanted, promise.at, promise.note, evergreen=True)
        line.memory.more += 1
        self._note(line, promise.at)

    def _next(self, line: Line, promise: Promise) -> Wanted | Hindrance:
        rule, at = line.subject.evergreen, promise.at
        assert rule is not None
        if (busy := self._busy(line, at)) is not None:
            return busy
        return self._hindrance(line, rule, at) or self._choice(line, rule, at)

    def _busy(self, line: Line, at: datetime) -> Hindrance | None:
        """Tell whether its campaign has something to say still; what no campaign says any more returns."""
        end = line.campaign.end
        if end is None or at < end:
            has_more = line.fresh is None or bool(line.fresh) or bool(line.moving)
            return Hindrance("", NEVER if end is None else end) if has_more else None
        if line.fresh is None:
            self.desk.ask(line)
        return None

    def _hindrance(self, line: Line, rule: Evergreen, at: datetime) -> Hindrance | None:
        """Return what keeps an article from returning, whatever it says."""
        zone = self.desk.account.rhythm.zone
        ends = min((end for end in (rule.until, line.subject.expires) if end is not None), default=NEVER)
        if at >= ends:
            return Hindrance(f"it has expired on {ends.astimezone(zone):%Y-%m-%d}", NEVER)
        if (there := line.subject.date) is not None and at < there:
            return Hindrance(f"its article is dated {there.astimezone(zone):%Y-%m-%d}", there)
        day = at.astimezone(zone).date()
        if (begins := rule.begins(day)) != day:
            return Hindrance(f"out of season until {begins:%Y-%m-%d}", _midnight(begins, zone))
        assert line.memory is not None
        if near := [told for told in line.memory.times if _is_near(told, at, rule.distance)]:
            last = max(near, key=lambda told: told.astimezone(UTC))
            return Hindrance(
                f"too soon, the last post of its article is of {last:%Y-%m-%d}", after(last, rule.distance)
            )
        week = self._week(at)
        if self._weeks[rule, week] >= rule.most:
            return Hindrance("others return in that week", _midnight(week + 7 * DAY, zone))
        return None

    def _choice(self, line: Line, rule: Evergreen, at: datetime) -> Wanted | Hindrance:
        """Return the teaser that was told longest ago, or never, and that the account has not said lately."""
        until, repeat = NEVER, self.desk.world.repeat
        for wanted in self._choices(line, rule):
            said = self.desk.said.near(wanted.text, at, repeat)
            if said is not None:
                until = min(until, said.astimezone(UTC) + repeat)
            elif self.desk.minutes.elsewhere(line, wanted.idea, at):
                until = min(until, at.astimezone(UTC) + MINUTE)
            else:
                return wanted
        return Hindrance("no teaser is left" if until == NEVER else "too soon, its texts were said lately", until)

    @staticmethod
    def _choices(line: Line, rule: Evergreen) -> Iterator[Wanted]:
        memory = line.memory
        assert memory is not None
        dated = (one.idea for one in memory.wanted if one.at is not None or one.misdated is not None)
        kept_out = memory.dropped.union(dated)
        free = [one for one in memory.wanted if one.idea not in kept_out]
        yield from (one for one in free if one.idea not in memory.ideas)
        if rule.again:
            told = [one for one in free if one.idea in memory.ideas]
            yield from sorted(told, key=lambda one: memory.ideas[one.idea].astimezone(UTC))


def _is_near(one: datetime, other: datetime, distance: timedelta) -> bool:
    earlier, later = sorted((one, other), key=lambda at: at.astimezone(UTC))
    return later.astimezone(UTC) < after(earlier, distance).astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return first_instant(datetime.combine(day, time()), zone)


class _Queue:
    """Which articles may return: the one that was silent longest first, each not before its time."""

    def __init__(self, lines: list[Line], now: datetime) -> None:
        self._number = count()
        self._later: list[tuple[datetime, int, Line]] = []
        self._ready: list[tuple[datetime, str, int, Line]] = []
        for line in lines:
            self.add(line, now)

    def add(self, line: Line, at: datetime) -> None:
        heappush(self._later, (at.astimezone(UTC), next(self._number), line))

    def ready(self, at: datetime) -> Iterator[Line]:
        """Yield those whose time has come, each taken out."""
        while self._later and self._later[0][0] <= at.astimezone(UTC):
            _, number, line = heappop(self._later)
            last = BEFORE_ALL if line.last is None else line.last.astimezone(UTC)
            heappush(self._ready, (last, line.subject.path, number, line))
        while self._ready:
            yield heappop(self._ready)[3]
