"""A plan, carried out: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from scheduler.core.model import NewPost
from scheduler.core.plan import Action, Entry, Plan, Subject
from scheduler.core.plan.trusting import moved
from scheduler.core.state import State
from scheduler.errors import PlanMoved
from scheduler.plans import documents
from scheduler.plans.cache import Cache
from scheduler.plans.drafting import Drafter, Offer
from scheduler.store import Store, Tx, accounts, planned, posts
from scheduler.store import content as contents


def apply(store: Store, plan: Plan, drafter: Drafter, seals: Mapping[int, str], *, now: datetime) -> int | None:
    """Carry out a plan that was made of a queue with these seals, and return its number; `None`: nothing to do.

    Raises PlanMoved, and changes nothing, where the queue is another one by now, or a time of the plan has passed.
    """
    deeds = plan.deeds
    _check_times(deeds, now)
    offered = {one.path: one for one in plan.subjects}
    ready = [(entry, _offer(entry, offered, drafter)) for entry in deeds]  # slow: before the transaction
    with store.write() as tx:
        check_queue(seals, planned.seals(tx), plan)
        changed = [one for one in plan.subjects if one.changed]
        if not deeds and not changed and not plan.corrections:
            return None
        named = documents.named(plan.made_at, documents.deeds_json(plan))
        number = planned.begin(tx, made_at=plan.made_at, deeds=named, now=now)
        known = _remember(tx, offered, ready, changed, now)
        accounts.know(tx, {entry.account: entry.platform for entry in deeds})
        for entry, offer in ready:
            _do(tx, entry, offer, number, known.get(entry.article), drafter.cache, now)
        planned.note_corrections(tx, [(one.post, "; ".join(one.reasons)) for one in plan.corrections], now=now)
    return number


def check_queue(before: Mapping[int, str], after: Mapping[int, str], plan: Plan) -> None:
    """Make sure that the queue is the one that a plan was made of, by its seals then and now.

    Raises PlanMoved.
    """
    touched = {entry.post for entry in plan.deeds if entry.post is not None}
    if problem := moved(before, after, touched):
        raise PlanMoved(f"the queue has moved since this was planned: {problem}; plan again, nothing was changed")


def _check_times(deeds: list[Entry], now: datetime) -> None:
    late = [one for one in deeds if one.action in {Action.ADD, Action.MOVE} and one.at <= now]
    if late:
        raise PlanMoved(
            f"{len(late)} of the times in this plan have passed, the first of them {late[0].at:%Y-%m-%d %H:%M}; "
            "plan again, nothing was changed"
        )


def _offer(entry: Entry, subjects: Mapping[str, Subject], drafter: Drafter) -> Offer | None:
    return None if entry.wanted is None else drafter.offered(subjects[entry.article], entry.account, entry.wanted)


def _remember(
    tx: Tx,
    subjects: Mapping[str, Subject],
    ready: list[tuple[Entry, Offer | None]],
    changed: list[Subject],
    now: datetime,
) -> dict[str, int]:
    wanted = {entry.article for entry, offer in ready if offer is not None} | {one.path for one in changed}
    return {path: planned.remember(tx, subjects[path], now=now) for path in sorted(wanted)}


def _do(tx: Tx, entry: Entry, offer: Offer | None, plan: int, article: int | None, cache: Cache, now: datetime) -> None:
    for ref in contents.refs(offer.content) if offer is not None else ():
        contents.keep(tx, ref["digest"], *cache.picture(ref["digest"]))
    match entry.action:
        case Action.ADD:
            assert offer is not None
            posts.add(tx, _new(tx, entry, offer, plan), article=article, now=now)
        case Action.CHANGE | Action.MOVE | Action.RELEASE:
            said = None if offer is None else (offer.content, offer.source)
            planned.change(tx, entry, said, plan=plan, now=now)
        case Action.CANCEL:
            planned.cancel(tx, entry, plan=plan, now=now)
        case Action.HOLD:
            planned.hold(tx, entry, now=now)
        case Action.KEEP:  # pragma: no cover
            pass
        case _:  # pragma: no cover
            assert_never(entry.action)


def _new(tx: Tx, entry: Entry, offer: Offer, plan: int) -> NewPost:
    return NewPost(
        account=entry.account,
        platform=entry.platform,
        content=contents.load(tx, offer.content),
        publish_at=entry.at,
        state=State.QUEUED if entry.awaits is None else State.DRAFT,
        kind=entry.kind,
        section=entry.section,
        source=offer.source,
        reason=entry.awaits,
        campaign=entry.campaign or None,
        idea=entry.idea,
        plan=plan,
        evergreen=entry.evergreen,
    )
