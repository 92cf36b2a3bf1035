"""What is under way in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.base import Adapter
from scheduler.core.admission import Bulkheads, Room, Terms
from scheduler.core.lifecycle import Delayed, Doubtful
from scheduler.core.model import Claim, Doubt
from scheduler.dispatch.working import Concluded, Ready, Report, Unsettled

Work = Claim | Doubt


@dataclass(slots=True)
class Flight:
    """A post that is under way here."""

    work: Work
    adapter: Adapter
    """It ends with the one that it began with, whatever the settings say meanwhile."""
    before: float
    """By the clock's stopwatch: its request must leave before, since another daemon may take over after."""
    sent: bool = False
    """Whether its request may have left."""

    def cut_off(self) -> Concluded | None:
        """Return what is to be recorded if nothing more is waited for."""
        if not isinstance(self.work, Claim):
            return None
        if self.sent:
            return Concluded(self.work, Doubtful("the daemon stopped before the platform answered"))
        return Concluded(self.work, Delayed("the daemon stopped before anything was sent", counts=False))


@dataclass(slots=True)
class Flights:
    """Every post that is under way here, by its number."""

    bulkheads: Bulkheads
    flying: dict[int, Flight] = field(default_factory=dict)

    def start(self, work: Work, adapter: Adapter, *, before: float) -> None:
        """Note that a post is under way."""
        self.flying[work.post] = Flight(work, adapter, before)

    def preparing(self) -> list[int]:
        """Return the posts whose requests have not left yet."""
        return [post for post, flight in self.flying.items() if isinstance(flight.work, Claim) and not flight.sent]

    def extend(self, posts: Iterable[int], *, before: float) -> None:
        """Give posts more time until their requests must have left."""
        for post in posts:
            self.flying[post].before = before

    def room(self, terms: Mapping[str, Terms], reports: Iterable[Report], started: Sequence[Work] = ()) -> Room:
        """Return how much more may be taken once `reports` are written and `started` is under way."""
        ended = {report.work.post for report in reports if not isinstance(report, (Ready, Unsettled))}
        under_way = [flight.work.account for post, flight in self.flying.items() if post not in ended]
        return Room(terms, self.bulkheads, [*under_way, *(work.account for work in started)])
