"""Planning an installation: its settings and its site against its queue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.core.plan import Plan, make
from scheduler.core.plan.trusting import changes
from scheduler.core.when.wall import first_instant
from scheduler.errors import NotFound, PlanError
from scheduler.intake import Destination
from scheduler.plans import applying, documents
from scheduler.plans.cache import Cache
from scheduler.plans.documents import Written
from scheduler.plans.fingerprints import fingerprint
from scheduler.plans.gathering import Gathered, Order, Premises, Seen, gather
from scheduler.store import Store, accounts, exists, planned

if TYPE_CHECKING:
    from scheduler.app.installation import Tambour

ERA = datetime(2020, 1, 1, tzinfo=UTC)
"""No clock that is right shows less."""

NONE_YET = ""
"""The installation of a plan that was made before there was a database."""


def _unseen(_one: int, _all: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Proposal:
    """A plan, and all that it was made of."""

    plan: Plan
    order: Order
    gathered: Gathered
    made_with: Path
    """The settings file."""
    settings: str
    """Their fingerprint."""

    def document(self) -> dict[str, Any]:
        """Return it as JSON."""
        return documents.document(
            self.plan, self.gathered, self.order, made_with=self.made_with, settings=self.settings
        )


def ordered(tambour: Tambour, paths: Sequence[Path] = (), until: datetime | None = None) -> Order:
    """Return what is to be planned now; without `until`, as far as the settings say, whole days.

    Raises PlanError where the clock is wrong.
    """
    now = tambour.clock.now()
    if now < ERA:
        raise PlanError(f"the clock of this machine says {now:%Y-%m-%d}; set it, then plan again")
    zone = tambour.settings.site.zone
    last = (now + tambour.settings.ahead).astimezone(zone).date()
    end = first_instant(datetime.combine(last + timedelta(days=1), time()), zone)
    return Order(tuple(paths), now, until or end, tambour.settings.repeat)


@contextmanager
def proposed(
    tambour: Tambour, store: Store, destinations: Sequence[Destination], order: Order, seen: Seen = _unseen
) -> Iterator[Proposal]:
    """Make a plan, and keep at hand what carrying it out needs.

    Raises ArticleError where a path is not there, PlanError where a rhythm has no slot or an account has another name,
    NotFound without accounts.
    """
    if not destinations:
        raise NotFound(f"{tambour.settings.path} names no account; add one under accounts:")
    _check_names(tambour, store)
    premises = Premises(tambour.house, destinations, tambour.rhythms(), tambour.settings.approval.awaits)
    with closing(Cache(tambour.settings.beside("cache"))) as cache:
        gathered = gather(store, premises, order, cache, seen)
        if not exists(tambour.place):
            gathered.installation = NONE_YET
        file = tambour.settings.path.absolute()
        yield Proposal(make(gathered.world), order, gathered, file, _settings(tambour, premises))
        is_whole = not order.paths and {one.name for one in destinations} == set(tambour.settings.accounts)
        if is_whole and cache.has_grown:
            cache.thin(gathered.drafter.keys(gathered.world.subjects))


def _check_names(tambour: Tambour, store: Store) -> None:
    """Make sure that no account would say again what it said under another name."""
    with store.read() as tx:
        left = accounts.left_behind(tx, {one.name: one.platform for one in tambour.settings.accounts.values()})
    for one in left:
        raise PlanError(
            f"posts wait ({one.posts}) for {one.account}, which the settings no longer name, and {one.new} is new: "
            f"is it the same account, call it {one.account} again, or all would be said there once more; "
            f"is it another, cancel those posts: `tambour list --account {one.account}`"
        )


def _settings(tambour: Tambour, premises: Premises) -> str:
    rewriter = tambour.settings.rewriter
    rhythms = {one.name: premises.rhythms[one.name] for one in premises.destinations}
    approval = tambour.settings.approval
    house = premises.house
    told = (house.site, house.brand, house.destined, rewriter, approval)
    return fingerprint(*told, premises.destinations, rhythms)


def carry_out(tambour: Tambour, proposal: Proposal, written: Written | None = None) -> int | None:
    """Carry out a plan, all of it or nothing, and return its number; `None`: there was nothing to do.

    Raises PlanError where the world has moved since it was made, or written.
    """
    check(proposal, written)
    seals = proposal.gathered.seals if written is None else written.seals
    return applying.apply(tambour.store, proposal.plan, proposal.gathered.drafter, seals, now=tambour.clock.now())


def done_already(store: Store, written: Written) -> int | None:
    """Return the number under which a plan that was written was carried out here, if it was."""
    with store.read() as tx:
        return planned.done(tx, documents.named(written.order.now, written.deeds))


def check_accounts(tambour: Tambour, written: Written) -> None:
    """Make sure that the accounts of a plan that was written are those of the settings.

    Raises PlanError.
    """
    here = tambour.settings
    if gone := [name for name in written.accounts if name not in here.accounts]:
        what = f"this plan is for the account {gone[0]}, which {here.path} does not name"
        raise PlanError(f"{what}; {_remedy(written, here.path.absolute())}")


def _remedy(written: Written, file: Path) -> str:
    if written.made_with == file:
        return "plan again"
    return f"it was made with {written.made_with}: plan again here, or apply it with --config {written.made_with}"


def check(proposal: Proposal, written: Written | None) -> None:
    """Make sure that a plan that was written, if any, is the one that would be made.

    Raises PlanError.
    """
    if written is None:
        return
    if written.installation not in {NONE_YET, proposal.gathered.installation}:
        raise PlanError(f"this plan was made on another database; {_remedy(written, proposal.made_with)}")
    if written.settings != proposal.settings:
        what = "the settings, or what a server takes, have changed since this was planned"
        if written.made_with != proposal.made_with:
            what = f"this plan was made for another site than that of {proposal.made_with}"
        raise PlanError(f"{what}; {_remedy(written, proposal.made_with)}")
    if changed := changes(written.articles, proposal.gathered.articles):
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise PlanError(f"the site has changed since this was planned: {changed[0]}{more}; plan again")
    applying.check_queue(written.seals, proposal.gathered.seals, proposal.plan)
    if written.deeds != documents.deeds_json(proposal.plan):
        raise PlanError("the file says something else than would be done: it was changed by hand; plan again")
