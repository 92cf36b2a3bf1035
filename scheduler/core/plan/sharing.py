"""Which teaser gets which slot: each keeps its article's distance, and no article takes all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

from scheduler.core.plan.judging import Findings
from scheduler.core.plan.lines import Line, Place
from scheduler.core.plan.values import Action, Entry, Refusal, Served, Wanted, World
from scheduler.core.planning import Agenda, Promise, conflict
from scheduler.core.repeats import Said

ENDED = frozenset({Action.CANCEL, Action.HOLD})
"""What is done to posts that have no slot then."""


@dataclass
class Minutes:
    """Which teaser goes to which account in which minute."""

    _given: dict[tuple[str, str, datetime], str] = field(default_factory=dict)

    def elsewhere(self, line: Line, idea: str, at: datetime) -> str | None:
        """Return another account that has a teaser in that minute, unless that is wished for."""
        if line.campaign.together:
            return None
        other = self._given.get(self._key(line, idea, at))
        return None if other == line.account.name else other

    def give(self, line: Line, idea: str, at: datetime) -> None:
        """Note where a teaser goes."""
        self._given[self._key(line, idea, at)] = line.account.name

    @staticmethod
    def _key(line: Line, idea: str, at: datetime) -> tuple[str, str, datetime]:
        return line.subject.path, idea, at.astimezone(UTC).replace(second=0, microsecond=0)


@dataclass(eq=False)
class Desk:
    """One account's calendar while it is filled."""

    account: Served
    world: World
    minutes: Minutes
    found: Findings
    lines: list[Line] = field(default_factory=list)
    _stays: list[tuple[str, str, datetime]] = field(default_factory=list)
    """What posts say that keep their slots."""
    _taken: dict[tuple[datetime, datetime], list[tuple[str, int]]] = field(default_factory=dict)
    """Who has how many posts in a time, once all have their slots."""

    @cached_property
    def agenda(self) -> Agenda:
        """Return the slots; those of posts that are not ours are taken."""
        return Agenda(self.account.rhythm, self.account.name, [one.at for one in self.account.fixed])

    @cached_property
    def said(self) -> Said:
        """Return what the account has said lately, or is going to say; made when a new teaser is held against it."""
        said = Said()
        for text, name, at in (*self.world.said(self.account.name), *self._stays):
            said.add(text, name, at)
        return said

    def keep(self, places: Iterable[Place]) -> None:
        """Let posts keep their slots where those still hold; the others need another."""
        for place in sorted(places, key=lambda one: (one.post.at.astimezone(UTC), one.post.id)):
            if place.post.at <= self.world.until and (reason := self._astray(place)):
                place.reasons.append(reason)
                place.line.moving.append(place)
            else:
                self.place(place, place.post.at, None)
                self._stays.append((place.says, f"post {place.post.id}", place.post.at))

    def stay(self, place: Place) -> None:
        """Let a post keep its slot, once everything else has its own."""
        self.place(place, place.post.at, None)
        self.said.add(place.says, f"post {place.post.id}", place.post.at)

    def _astray(self, place: Place) -> str | None:
        post, line = place.post, place.line
        if post.at <= self.world.now:
            # what is queued is the daemon's, which has a rule for what is late
            waits = post.held is not None or post.state == "draft"
            return "its time has passed while it waited" if waits else None
        if place.wanted is not None and (place.wanted.at is not None or place.wanted.misdated is not None):
            return None  # its author chose the time
        return self._misplaced(line, post.at) or self._crowded(place)

    def _misplaced(self, line: Line, at: datetime) -> str | None:
        if line.campaign.start is not None and at < line.campaign.start:
            return "its campaign begins later"
        if line.subject.date is not None and at < line.subject.date:
            return f"its article is dated {line.subject.date.astimezone(self.account.rhythm.zone):%Y-%m-%d} now"
        if line.subject.ends is not None and at >= line.subject.ends:
            return "its campaign or article has ended by then"
        if reason := conflict(self.account.rhythm, at):
            return reason
        return None if self.agenda.is_promised(at) else "the rhythm has no slot at that time any more"

    def _crowded(self, place: Place) -> str | None:
        if not self.agenda.is_free(place.post.at):
            return "another post is too close, or the day or week is full"
        other = self.minutes.elsewhere(place.line, str(place.post.idea), place.post.at)
        return f"{other} says the same in that minute" if other else None

    def place(self, place: Place, at: datetime, note: str | None) -> None:
        """Note when a post that there is goes out."""
        line = place.line
        idea = str(place.post.idea) if place.wanted is None else place.wanted.idea
        self.agenda.take(at)
        self.minutes.give(line, idea, at)
        line.tell(at, idea)
        awaits = self._awaits(line, place.post.kind, None if place.wanted is None else place.wanted.claims)
        awaits = awaits or ("it was approved as it was" if place.post.approved else None)
        self.found.entries.append(place.entry(at, awaits=awaits, note=note))

    def _awaits(self, line: Line, kind: str, claims: str | None) -> str | None:
        return claims or self.world.awaits(self.account.name, kind, line.campaign.name)

    def fill(self) -> None:
        """Give slots to all that needs one, as far as the plan goes."""
        self._fill([line for line in self.lines if not line.is_over])
        stuck = [line for line in self.lines if line.moving]
        for line in stuck:
            line.may_be_early = True
        if stuck:
            self._fill(stuck)
        for line in self.lines:
            self._left_over(line)

    def _fill(self, lines: Iterable[Line]) -> None:
        queue = _Queue(self.world, lines)
        for promise in self.free():
            if queue.is_empty:
                break
            self._offer(promise, queue)

    def free(self) -> Iterator[Promise]:
        """Yield the slots that are left, as far as the plan goes."""
        for promise in self.agenda.promises(self.world.now):  # pragma: no branch - it has no end
            if promise.at > self.world.until:
                return
            if self.agenda.is_free(promise.at):
                yield promise

    def _offer(self, promise: Promise, queue: _Queue) -> None:
        """Give a slot to the first in the queue that can use it."""
        passed: list[Line] = []
        while (line := queue.next(promise.at)) is not None:
            if line.subject.ends is not None and promise.at >= line.subject.ends:
                continue  # it has no later slot either
            if self._settle(line, promise):
                if not line.is_over:
                    queue.add(line)
                break
            if not line.is_over:
                passed.append(line)
        for line in passed:
            queue.add(line)

    def _settle(self, line: Line, promise: Promise) -> bool:
        """Put the next post of a line into a slot; return whether it could use it."""
        if line.moving:
            place = line.moving[0]
            if self.minutes.elsewhere(line, str(place.post.idea), promise.at):
                return False
            line.moving.popleft()
            self.place(place, promise.at, promise.note)
            return True
        wanted = self._next(line)
        if wanted is None or self.minutes.elsewhere(line, wanted.idea, promise.at):
            return False
        assert line.fresh is not None
        line.fresh.popleft()
        self.add(line, wanted, promise.at, promise.note)
        return True

    def _next(self, line: Line) -> Wanted | None:
        """Return the next teaser of a line that its account has not said in nearly the same words."""
        if line.fresh is None:
            self.ask(line)
        assert line.fresh is not None
        while line.fresh:
            before = self.said.before(line.fresh[0].text)
            if before is None:
                return line.fresh[0]
            self.refuse(line, [(line.fresh.popleft().section, f"nearly the same is said by {before}")])
        return None

    def ask(self, line: Line) -> None:
        """Ask an article what it says here, and place what has its time."""
        self.refuse(line, line.ask(self.world).refused)
        self._appoint(line)

    def refuse(self, line: Line, refused: Iterable[tuple[str | None, str]]) -> None:
        """Note what of an article does not become a post here."""
        path, name = line.subject.path, self.account.name
        self.found.refused += [Refusal(path, name, reason, section) for section, reason in refused]

    def add(self, line: Line, wanted: Wanted, at: datetime, note: str | None, *, evergreen: bool = False) -> None:
        """Make a post of a teaser."""
        self.agenda.take(at)
        self.minutes.give(line, wanted.idea, at)
        self.said.add(wanted.text, f"a post of this plan, for {at:%Y-%m-%d}", at)
        line.tell(at, wanted.idea)
        awaits = self._awaits(line, wanted.kind, wanted.claims)
        self.found.entries.append(
            Entry(
                Action.ADD,
                self.account.name,
                self.account.platform,
                line.subject.path,
                wanted.kind,
                wanted.section,
                at,
                idea=wanted.idea,
                campaign=line.campaign.name,
                wanted=wanted,
                awaits=awaits,
                note=note,
                evergreen=evergreen,
            )
        )

    def appoint(self) -> None:
        """Place what authors gave a time of their own, of articles that were asked already."""
        for line in self.lines:
            if line.fresh is not None:
                self._appoint(line)

    def _appoint(self, line: Line) -> None:
        assert line.fresh is not None
        zone = self.account.rhythm.zone
        for wanted in [one for one in line.fresh if one.at is not None or one.misdated is not None]:
            line.fresh.remove(wanted)
            if wanted.at is None:
                self.refuse(line, [(wanted.section, str(wanted.misdated))])
            else:
                self.add(line, wanted, wanted.at.astimezone(zone), None)

    def _left_over(self, line: Line) -> None:
        if line.is_over:
            return
        until = f"no free slot before {self._limit(line):%Y-%m-%d}{self._went(line)}"
        for place in line.moving:
            self.found.entries.append(place.ended(Action.CANCEL, f"{place.reasons[-1]}; {until}"))
        if line.subject.evergreen is not None and self._is_over(line):
            return  # it is said why it does not return
        if line.fresh is None:
            self.refuse(line, [(None, until)])
        elif line.fresh:
            many = len(line.fresh)
            self.refuse(line, [(None, f"{many} more teaser{'s' if many > 1 else ''}: {until}")])

    def _went(self, line: Line) -> str:
        """Say who has the slots of an article that ends within the plan."""
        if line.subject.ends is None or line.subject.ends > self.world.until:
            return ""
        starts = [at for at in (self.world.now, line.campaign.start) if at is not None]
        found = self._takers(max(starts), line.subject.ends)
        told = ", ".join(f"{many} {'' if number else 'went '}to {who}" for number, (who, many) in enumerate(found))
        return told and f"; {told}"

    def _takers(self, start: datetime, end: datetime) -> list[tuple[str, int]]:
        """Return who has how many posts in a time, most first."""
        if (start, end) not in self._taken:
            ours = [one for one in self.found.entries if one.account == self.account.name and one.action not in ENDED]
            given = [(one.at, f"the campaign {one.campaign}" if one.campaign else "other articles") for one in ours]
            given += [(one.at, "what no plan may move") for one in self.account.fixed]
            self._taken[start, end] = Counter(who for at, who in given if start <= at < end).most_common()
        return self._taken[start, end]

    def _is_over(self, line: Line) -> bool:
        return line.campaign.end is not None and line.campaign.end <= self.world.until

    def _limit(self, line: Line) -> datetime:
        return min(at for at in (self.world.until, line.subject.ends) if at is not None)


class _Queue:
    """Who waits for a slot: those whose time has come, by their rank, and those whose time comes later."""

    def __init__(self, world: World, lines: Iterable[Line]) -> None:
        self._world = world
        self._number = count()
        self._later: list[tuple[datetime, int, Line]] = []
        self._ready: list[tuple[tuple[int, int, float, str], int, Line]] = []
        for line in lines:
            self.add(line)

    @property
    def is_empty(self) -> bool:
        return not (self._later or self._ready)

    def add(self, line: Line) -> None:
        heappush(self._later, (line.begins(self._world.now).astimezone(UTC), next(self._number), line))

    def next(self, at: datetime) -> Line | None:
        """Return the first whose time has come."""
        while self._later and self._later[0][0] <= at.astimezone(UTC):
            _, number, line = heappop(self._later)
            heappush(self._ready, (line.rank(self._world), number, line))
        return heappop(self._ready)[2] if self._ready else None
