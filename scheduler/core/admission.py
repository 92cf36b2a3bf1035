"""Which due posts may be taken now: the fuse, the distance between posts, lateness and the bulkheads, in one place.

Values in, values out: whoever claims has the database locked while this decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from urllib.parse import urlsplit

from scheduler.core.budget import Budget
from scheduler.core.fuse import Fuse, Spent, blown, free_at
from scheduler.core.lateness import Late, Then, what_then
from scheduler.core.model import Claim, Rhythm


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an account is served: what its settings say."""

    rhythm: Rhythm
    fuse: Fuse
    late: Late = field(default_factory=Late)
    in_flight: int = 1
    """Most of its posts under way at one time."""
    host: str = ""
    """Where its requests go; accounts with the same one share a bulkhead."""
    budget: Budget | None = None
    place: str = ""
    """Where its posts go; a request that went elsewhere cannot be asked about here."""
    campaigns: Mapping[str, Late] = field(default_factory=dict)
    """What becomes of late posts of campaigns that have a rule of their own, or an end."""
    site: str | None = None
    """The host of the articles, whose pages are looked at before a post that points to one leaves; `None`: none is."""
    crawled: bool = False
    """Whether the platform makes a card of the page itself."""

    def awaited_page(self, claim: Claim) -> str | None:
        """Return the page that has to be there before a post leaves, if there is one."""
        link = claim.content.link
        if self.site is None or link is None or claim.published:
            return None
        return link if urlsplit(link).hostname == self.site else None

    def late_of(self, campaign: str | None) -> Late:
        """Return what becomes of a late post of a campaign, or of none."""
        return self.campaigns.get(campaign or "", self.late)


@dataclass(frozen=True, slots=True)
class Bulkheads:
    """Most posts under way at one time, so that a crawling platform delays nobody else."""

    host: int = 4
    in_all: int = 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """The most urgent due post of an account, and where that account stands."""

    account: str
    post: int
    due_at: datetime
    awaited: datetime
    """Since when its account's readers could have had it."""
    gap: timedelta | None
    """The distance that its author asked for; `None`: the account's own."""
    spent: Spent
    unsent: int = 0
    """Posts of the account that are under way and have not used up any of its fuse yet."""
    cost: Decimal = Decimal(0)
    """US dollars, with all that follows it."""
    paid: Decimal = Decimal(0)
    """US dollars that the account has spent this month."""
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """What an account has used of its fuse, and what is about to use more."""

    spent: Spent
    unsent: int = 0
    """As of a candidate."""


@dataclass(frozen=True, slots=True)
class Take:
    """It may be published."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """Its time has long passed."""

    then: Then
    """`SKIP` or `MOVE`."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet."""

    until: datetime | None = None
    """`None`: until what is under way is settled."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not yet, it alone: others of its account may pass."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Blow:
    """It would break a ceiling: the account is to be held."""

    reason: str


@dataclass(frozen=True, slots=True)
class TooDear:
    """It would go beyond the account's budget: it alone is to be held."""

    reason: str


Verdict: TypeAlias = Take | TooLate | Wait | Later | Blow | TooDear


def judge(candidate: Candidate, terms: Terms, *, now: datetime) -> Verdict:
    """Decide on one candidate, whatever room there is."""
    then = what_then(terms.late_of(candidate.campaign), candidate.awaited, now=now)
    if then is not Then.SEND:
        return TooLate(then)
    if (until := _asked_for(candidate, now)) > now:
        return Later(until)
    # a distance that somebody asked for is kept by the plan; here it only takes back the account's own
    gap = terms.fuse.gap if candidate.gap is None else min(candidate.gap, terms.fuse.gap)
    wait = _distance(gap, terms, candidate.spent, candidate.unsent, now)
    if wait is not None:
        return wait
    dear = terms.budget and terms.budget.overspent(candidate.cost, spent=candidate.paid, now=now)
    return TooDear(dear) if dear else _fused(terms, candidate.spent, candidate.unsent, now)


def judge_repeat(used: Used, terms: Terms, *, within: bool, now: datetime) -> Take | Wait | Blow:
    """Decide whether a request may leave once more, to settle a doubt; `within`: parts of its thread are public.

    It is never too late for that, and costs nothing more.
    """
    gap = timedelta() if within else terms.fuse.gap
    return _distance(gap, terms, used.spent, used.unsent, now) or _fused(terms, used.spent, used.unsent, now)


def _distance(gap: timedelta, terms: Terms, spent: Spent, unsent: int, now: datetime) -> Wait | None:
    at = free_at(gap, spent, now=now)
    if at > now:
        return Wait(at)
    return Wait() if (gap or terms.budget) and unsent else None


def _fused(terms: Terms, spent: Spent, unsent: int, now: datetime) -> Take | Wait | Blow:
    reason = blown(terms.fuse, spent, now=now)
    return Take() if reason is None else Wait() if unsent else Blow(reason)


def _asked_for(candidate: Candidate, now: datetime) -> datetime:
    """Return when the distance is over that its author asked for: a plan that has slipped keeps it no more."""
    gap = candidate.gap
    if gap is None or now - candidate.awaited < gap:
        return now
    return free_at(gap, candidate.spent, now=now)


def ceilings(fuse: Fuse, *, unsent: int) -> tuple[int, int]:
    """Return how many places back the requests are that `Spent.hour` and `Spent.day` speak of."""
    return max(fuse.hour - unsent, 1), max(fuse.day - unsent, 1)


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be taken on top of what is under way."""

    accounts: Mapping[str, Terms]
    bulkheads: Bulkheads
    under_way: Sequence[str]
    """The accounts of what is under way here, each as often as it has something."""

    def free(self) -> list[str]:
        """Return the accounts for which something may be taken."""
        hosts, busy = self._hosts(), Counter(self.under_way)
        if not self.left:
            return []
        return [
            name
            for name, terms in self.accounts.items()
            if busy[name] < terms.in_flight and hosts[terms.host] < self.bulkheads.host
        ]

    @property
    def left(self) -> int:
        """Return how much more may be taken in all."""
        return max(self.bulkheads.in_all - len(self.under_way), 0)

    def _hosts(self) -> Counter[str]:
        return Counter(self.accounts[name].host for name in self.under_way if name in self.accounts)

    def fill(self, wanted: Iterable[Candidate]) -> list[Candidate]:
        """Choose from candidates of free accounts, one each: who has waited longest for a turn comes first."""
        hosts, left = self._hosts(), self.left
        chosen: list[Candidate] = []
        for candidate in sorted(wanted, key=_turn):
            host = self.accounts[candidate.account].host
            if len(chosen) < left and hosts[host] < self.bulkheads.host:
                hosts[host] += 1
                chosen.append(candidate)
        return chosen


def _turn(candidate: Candidate) -> tuple[datetime, int]:
    # an account with a long backlog must not keep the others of its host waiting
    last = candidate.spent.last
    return (candidate.due_at if last is None else max(candidate.due_at, last)), candidate.post
