"""The daemon's life in a rehearsal: up, down as long as an outage lasts, and up again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from adapters.base import HandsOver
from adapters.rations import RATIONS
from adapters.registry import load
from scheduler import budgets
from scheduler.app import Tambour, last_limits, platform_powers, service
from scheduler.clock import FastClock
from scheduler.core.admission import Bulkheads, Terms
from scheduler.core.rehearsal import Foreseen, Span, foresee
from scheduler.daemon.strays import hold_strays
from scheduler.dispatch import Dispatcher, Lease, Rules
from scheduler.errors import NotFound, PlanError, TambourError
from scheduler.rehearsal.stage import Failing, Hands, Rationed, Stage, Step
from scheduler.settings import AccountSettings
from scheduler.store import accounts, rehearsing

YEARS = timedelta(days=10_000)
ALONE = Rules(lease=Lease(YEARS), looks=YEARS.total_seconds(), at_once=True)
"""Nobody else is there to take over, and nobody has to be looked for."""

Dice = Callable[[], float]
Told = Callable[[datetime], None]
"""Hears how far the clock has come."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to go wrong."""

    outages: Sequence[Span] = ()
    """When the daemon is off, in their order."""
    failing: Mapping[str, float] = field(default_factory=dict)
    """The share of an account's requests that fail."""
    seed: int = 0
    """Of the dice: with the same one, the same requests fail."""

    def dice(self, named: str) -> Dice:
        """Return dice that nothing else throws."""
        return Random(f"{self.seed} {named}").random  # noqa: S311  it has to fall the same way again


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal showed."""

    start: datetime
    end: datetime
    posts: Sequence[Foreseen]
    beyond: int
    """How many posts have a time after the end."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Tells when the clock has come to its end."""

    clock: FastClock
    told: Told

    def is_set(self) -> bool:
        """Return whether it has."""
        self.told(self.clock.now())
        return self.clock.end is not None and self.clock.now() >= self.clock.end


def rehearse(tambour: Tambour, clock: FastClock, wish: Wish, told: Told = lambda _: None) -> Rehearsed:
    """Let the daemon run over a copy of the queue, from now to the clock's end."""
    start, end = clock.now(), clock.end
    assert end is not None
    with tambour.store.read() as tx:
        awaited, beyond = rehearsing.awaited(tx, until=end), rehearsing.beyond(tx, until=end)
        last = rehearsing.last_line(tx)
    stages = _stages(tambour, clock, wish)
    for up, down in ups(start, end, wish.outages):
        clock.jump(up)
        _live(tambour, stages, clock, down, wish, told)
    with tambour.store.read() as tx:
        endings, lines = rehearsing.endings(tx, [one.post for one in awaited]), rehearsing.lines_after(tx, last)
    posts = [foresee(one, endings[one.post], lines.get(one.post, ()), start, wish.outages) for one in awaited]
    return Rehearsed(start, end, posts, beyond)


def ups(start: datetime, end: datetime, outages: Sequence[Span]) -> Iterator[Span]:
    """Yield when the daemon runs."""
    for down, up in sorted(outages):
        if start < min(down, end):
            yield start, min(down, end)
        start = max(start, up)
    if start < end:
        yield start, end


def _stages(tambour: Tambour, clock: FastClock, wish: Wish) -> Mapping[str, Stage]:
    """Return every account's platform; an account whose platform cannot be used is held."""
    made: dict[str, Stage] = {}
    unusable: dict[str, TambourError] = {}
    for name, account in tambour.settings.accounts.items():
        try:
            made[name] = _stage(tambour, account, clock, wish)
        except (NotFound, PlanError) as error:
            unusable[name] = error
    with tambour.store.write() as tx:
        accounts.know(tx, {name: account.platform for name, account in tambour.settings.accounts.items()})
        for name, why in unusable.items():
            accounts.hold(tx, name, accounts.CREDENTIALS, reason=str(why), now=clock.now())
    return made


def _stage(tambour: Tambour, account: AccountSettings, clock: FastClock, wish: Wish) -> Stage:
    name, platform = account.name, account.platform
    limits, steps = last_limits(tambour, account), list[Step]()
    if name in wish.failing:
        steps.append(Failing(wish.failing[name], wish.dice(name)))
    if platform in RATIONS:
        steps.append(Rationed(RATIONS[platform], clock.now))
    by_hand = issubclass(load(platform), HandsOver)  # type: ignore[arg-type]  # a class, as the registry has it
    return (Hands if by_hand else Stage)(limits, platform_powers(platform), steps)


def _live(
    tambour: Tambour, stages: Mapping[str, Stage], clock: FastClock, down: datetime, wish: Wish, told: Told
) -> None:
    """Start the daemon, and let it run until it goes down."""
    hold_strays(tambour)
    # every page that a post points to is taken to be there
    terms = {name: replace(one, site=None) for name, one in service.terms(tambour).items()}
    dispatcher = Dispatcher(
        tambour.store,
        stages,
        terms,
        clock=clock,
        dice=wish.dice("pauses"),
        rules=replace(ALONE, bulkheads=Bulkheads(host=tambour.settings.in_flight)),
    )
    for leg in _months(terms.values(), clock.now(), down):
        clock.end = leg
        budgets.ease(tambour.store, terms, now=clock.now())
        dispatcher.run(Reached(clock, told))


def _months(terms: Iterable[Terms], start: datetime, down: datetime) -> list[datetime]:
    """Return when months begin for some account's budget, and then `down`: there, what was too dear may go on."""
    begins = {down}
    for budget in {one.budget for one in terms if one.budget is not None}:
        month = budget.month(start)
        while (month := budget.month(month + timedelta(days=32))) < down:
            begins.add(month)
    return sorted(begins)
