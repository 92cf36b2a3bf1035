"""What is done once posts are out: one is taken back, or looked after, and what was posted by hand is learnt of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from adapters.base import Adapter, AdapterError, Deletes, Heard, Hears, Lists, Measures, Receipt, Refused, Sent
from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.errors import PlatformError, WrongState
from scheduler.store import Store, counting, posts, sent
from scheduler.store.log import record

T = TypeVar("T")


def retract(store: Store, adapter: Adapter, number: int, *, now: datetime) -> list[Receipt]:
    """Delete what is public of a post, the last part first, and return it.

    Where the platform refuses in between, what it has deleted stays deleted, and nothing is written: asked again, it
    goes on, since what is gone already counts as deleted.

    Raises NotFound, WrongState where nothing of it is public, PlatformError.
    """
    with store.read() as tx:
        posts.check_move(tx, number, Move.RETRACT)
        public, url = sent.receipts(tx, number), posts.get(tx, number).url
    if not public:
        raise WrongState(f"post {number}: " + (f"delete it by hand, at {url}" if url else "nothing of it is public"))
    if not isinstance(adapter, Deletes):
        raise PlatformError(f"{adapter.platform} offers no way to take a post back: delete it there, at {url}")
    for receipt in reversed(public):
        try:
            adapter.delete(receipt)
        except AdapterError as error:
            raise PlatformError(f"post {number} stays: {error}") from error
    with store.write() as tx:
        posts.change(tx, number, Move.RETRACT, now=now)
    return public


@dataclass(frozen=True, slots=True)
class Reception:
    """How a post is received; `None`: the platform does not tell, or did not now."""

    counts: Mapping[str, int] | None
    """The platform's own, of the post itself: for a thread, of its first part."""
    answers: Sequence[Heard] | None
    """What was answered to whichever part; the parts themselves are none."""
    remarks: Sequence[str] = ()
    """Why something is not known."""


def reception(store: Store, adapter: Adapter, number: int, *, now: datetime) -> Reception:
    """Ask how a post is received, and remember its counts.

    Raises NotFound, WrongState where nothing of it is public, or nothing any more.
    """
    with store.read() as tx:
        state, public = posts.get(tx, number).state, sent.receipts(tx, number)
    if not public or state is State.RETRACTED:
        raise WrongState(f"post {number} is {state}, and nothing of it is known to be public")
    counts = _asked(lambda: adapter.measure(public[0])) if isinstance(adapter, Measures) else "it tells no counts"
    answers = _asked(lambda: list(_answers(adapter, public))) if isinstance(adapter, Hears) else "it tells no answers"
    if not isinstance(counts, str):
        with store.write() as tx:
            counting.keep(tx, number, counts, now=now)
    remarks = [f"{adapter.platform}: {one}" for one in (counts, answers) if isinstance(one, str)]
    return Reception(
        None if isinstance(counts, str) else counts, None if isinstance(answers, str) else answers, remarks
    )


def _asked(ask: Callable[[], T]) -> T | str:
    try:
        return ask()
    except AdapterError as error:
        return str(error)


def _answers(adapter: Hears, public: Sequence[Receipt]) -> Iterator[Heard]:
    """Yield each answer once: the platform may show it below several parts."""
    seen = {receipt.id for receipt in public}
    for receipt in public[:1] if getattr(adapter, "comments_only", False) else public:
        for heard in adapter.heard(receipt):
            if heard.receipt.id not in seen:
                seen.add(heard.receipt.id)
                yield heard


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking for the counts of an account's posts."""

    counted: int
    remarks: Sequence[str] = ()
    """Why some are not known."""


def ask_counts(store: Store, adapter: Adapter, account: str, *, since: datetime, now: datetime, most: int) -> Asked:
    """Ask for the counts of the posts that have settled and were not asked about since, the newest first.

    Where the platform wants to be left in peace, it is.
    """
    if not isinstance(adapter, Measures):
        return Asked(0, [f"{adapter.platform} tells no counts"])
    with store.read() as tx:
        numbers = counting.unasked(tx, account, since=since, before=now, most=most)
        named = {number: public[0] for number in numbers if (public := sent.receipts(tx, number))}
    counted, remarks = 0, list[str]()
    for number, receipt in named.items():
        try:
            found = adapter.measure(receipt)
        except Refused as error:
            remarks.append(f"post {number}: {error}")
            continue
        except AdapterError as error:
            remarks.append(f"no more was asked: {error}")
            break
        with store.write() as tx:
            counting.keep(tx, number, found, now=now)
        counted += 1
    return Asked(counted, remarks)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an account's platform had to tell of posts."""

    found: int
    new: int
    """Those that were posted by hand, and not known before."""
    stopped: str | None = None
    """Why the platform told no more, where it did not tell all."""


def learn(store: Store, adapter: Adapter, account: str, *, since: datetime, now: datetime) -> Learnt:
    """Remember what was posted on an account by hand, so that it is not said again.

    Raises PlatformError where the platform lists nothing, or refuses to.
    """
    if not isinstance(adapter, Lists):
        raise PlatformError(f"{adapter.platform} does not list what an account has posted")
    found: list[Sent] = []
    stopped = None
    try:
        for one in adapter.sent(since=since):
            found.append(one)  # noqa: PERF402  what came before an error counts
    except AdapterError as error:
        if not found:
            raise PlatformError(f"{account} was not read: {error}") from error
        stopped = str(error)
    with store.write() as tx:
        new = sent.keep(tx, account, found)
        reason = f"found {len(found)}, new {new}"
        record(tx, Event(now.astimezone(UTC), None, account, adapter.platform, "imported", None, None, None, reason))
    return Learnt(len(found), new, stopped)
