"""Posts: queued, read, and changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, select, text, update

from adapters.base import Content
from scheduler.core.approval import ALONE, Approval
from scheduler.core.lifecycle import EDITABLE, Move, move
from scheduler.core.model import Event, NewPost, Post, PostSummary
from scheduler.core.reasons import told
from scheduler.core.state import State
from scheduler.errors import NotFound, WrongState
from scheduler.store import content as contents
from scheduler.store.database import Tx
from scheduler.store.doubting import NEVER
from scheduler.store.log import record
from scheduler.store.sealing import void
from scheduler.store.tables import DUE, MANY, MICROSECOND, OPEN, PUBLISHED, SELDOM, accounts, articles, posts

_ADDED = posts.insert().returning(posts.c.id)
"""Said once: a statement with its values in it is built anew for each post, which takes longer than to carry it out."""


def add(tx: Tx, new: NewPost, *, article: int | None, now: datetime) -> int:
    """Queue a post, and return its number."""
    values = {
        "account": new.account,
        "article_id": article,
        "kind": new.kind,
        "section": new.section,
        "source": [list(span) for span in new.source],
        "content": contents.dump(tx, new.content),
        "state": new.state,
        "key": new.key or str(uuid4()),
        "reason": new.reason,
        "created_at": now,
        "gap": None if new.gap is None else new.gap // MICROSECOND,
        "campaign": new.campaign,
        "idea": new.idea,
        "plan": new.plan,
        "evergreen": new.evergreen,
        **times(new.publish_at),
    }
    number = int(tx.execute(_ADDED, values).scalar_one())
    at, event = now.astimezone(UTC), new.state.value
    reason = told(new.reason, None if new.plan is None else f"by plan {new.plan}")
    record(tx, Event(at, number, new.account, new.platform, event, new.state, None, None, reason))
    return number


NOT_HELD = {"held": None, "hold_reason": None}
"""The columns of a post that does not wait by itself for anything."""


def times(publish_at: datetime) -> dict[str, Any]:
    """Return the columns that a post's time fills; `publish_at` is in an IANA zone."""
    zone = publish_at.tzinfo
    assert isinstance(zone, ZoneInfo)
    wall = publish_at.replace(tzinfo=None).isoformat()
    return {
        "publish_at": publish_at,
        "due_at": publish_at,
        "wall": wall,
        "zone": zone.key,
        "awaited_since": None,
        **NOT_HELD,
    }


def get(tx: Tx, number: int) -> Post:
    """Return a post, its images included.

    Raises NotFound.
    """
    return _post(tx, _current(tx, number))


def summary(tx: Tx, number: int) -> PostSummary:
    """Return a post as `listing` has it.

    Raises NotFound.
    """
    return _summary(_current(tx, number))


def _select() -> Select[Any]:
    return (
        select(posts, articles.c.path, accounts.c.platform, accounts.c.hold, accounts.c.not_before)
        .join(accounts, accounts.c.name == posts.c.account)
        .outerjoin(articles, articles.c.id == posts.c.article_id)
    )


def _post(tx: Tx, row: Row[Any]) -> Post:
    return Post(
        id=row.id,
        account=row.account,
        platform=row.platform,
        article=row.path,
        kind=row.kind,
        section=row.section,
        content=contents.load(tx, row.content),
        publish_at=_planned(row),
        state=State(row.state),
        key=row.key,
        attempts=row.attempts,
        not_before=_not_before(row),
        url=row.url,
        reason=_reason(row),
        held=row.held,
        hold_reason=row.hold_reason,
        campaign=row.campaign,
        planned=row.idea is not None and not row.by_hand,
    )


def _reason(row: Row[Any]) -> str | None:
    return told(row.hold_reason, row.reason)


def _planned(row: Row[Any]) -> datetime:
    at: datetime = row.publish_at
    return at.astimezone(ZoneInfo(row.zone))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which posts are wanted; what is left out does not matter."""

    states: tuple[State, ...] = ()
    """None: every post that is neither published, retracted nor cancelled."""
    accounts: tuple[str, ...] = ()
    """None: all of them."""
    page: int = 1


BUDGET = "budget"
"""Why a post waits that would go beyond its account's budget."""

PAGE = 50
"""Posts on a page."""


def listing(tx: Tx, wanted: Filter) -> list[PostSummary]:
    """Return a page of posts, by the time they are planned for."""
    query = _select().where(_chosen(wanted.states)).order_by(posts.c.publish_at, posts.c.id)
    query = query.limit(PAGE).offset(PAGE * (wanted.page - 1))
    if wanted.accounts:
        query = query.where(posts.c.account.in_(wanted.accounts))
    return [_summary(row) for row in tx.execute(query)]


def _chosen(states: tuple[State, ...]) -> ColumnElement[bool]:
    """Return the condition, together with that of the index that serves it."""
    if not states:
        return and_(text(f"posts.{OPEN}"))
    chosen = posts.c.state.in_(states)
    if states == (State.PUBLISHED,):
        return and_(chosen, text(f"posts.{PUBLISHED}"))
    return chosen if MANY.intersection(states) else and_(chosen, text(f"posts.{SELDOM}"))


def upcoming(tx: Tx, names: Sequence[str], *, most: int) -> list[PostSummary]:
    """Return the queued posts of some accounts that wait for a time only, by the time from when they may go out."""
    found: list[Row[Any]] = []
    for name in names:  # one look into the index of what is due for each: however many are queued
        query = _select().where(posts.c.account == name, text(f"posts.{DUE}"), posts.c.due_at < NEVER)
        found += tx.execute(query.order_by(posts.c.due_at, posts.c.id).limit(most))
    return [_summary(row) for row in sorted(found, key=lambda row: (row.due_at, row.id))[:most]]


def between(tx: Tx, start: datetime, end: datetime, names: Sequence[str] = ()) -> list[PostSummary]:
    """Return the posts planned from `start` on and before `end`, in any state; of some accounts, or of all."""
    query = _select().where(posts.c.publish_at >= start, posts.c.publish_at < end)
    if names:
        query = query.where(posts.c.account.in_(names))
    return [_summary(row) for row in tx.execute(query.order_by(posts.c.publish_at, posts.c.id))]


def _summary(row: Row[Any]) -> PostSummary:
    waits = _not_before(row)
    return PostSummary(
        id=row.id,
        account=row.account,
        platform=row.platform,
        kind=row.kind,
        publish_at=_planned(row),
        state=State(row.state),
        text=row.content["text"],
        url=row.url,
        reason=_reason(row),
        hold=row.held or row.hold if row.state == State.UNCERTAIN else row.hold or row.held,
        not_before=None if waits is None else waits.astimezone(ZoneInfo(row.zone)),
    )


def _not_before(row: Row[Any]) -> datetime | None:
    """Return what a post waits for beyond its time: the end of its own pause, or of its account's."""
    if row.held:
        return None
    waits: datetime = max(row.due_at, row.not_before or row.due_at)
    return waits if waits > row.publish_at and row.state in {State.QUEUED, State.UNCERTAIN} else None


def taken(tx: Tx, account: str, *, since: datetime) -> Sequence[datetime]:
    """Return the times that the account has already given away, from `since` on."""
    spoken_for = (State.DRAFT, State.QUEUED, State.PUBLISHING, State.PUBLISHED, State.UNCERTAIN)
    query = select(posts.c.publish_at).where(
        posts.c.account == account, posts.c.state.in_(spoken_for), posts.c.publish_at >= since
    )
    return tx.scalars(query.order_by(posts.c.publish_at)).all()


def teased(tx: Tx, article: int) -> set[str]:
    """Return the accounts that have posts of an article, cancelled ones aside."""
    query = select(posts.c.account).where(posts.c.article_id == article, posts.c.state != State.CANCELLED)
    return set(tx.scalars(query.distinct()))


def change(
    tx: Tx, number: int, how: Move, *, now: datetime, reason: str | None = None, url: str | None = None
) -> State:
    """Make a move by hand, and log it.

    Raises NotFound, or WrongState where the post's state does not allow it.
    """
    state, post = check_move(tx, number, how), _current(tx, number)
    if how is Move.RULE_OUT and post.owner is not None and post.lease_until > now:
        raise WrongState(f"post {number} is being looked into; ask again once `tambour list` says what came of it")
    # who approved it stands in the log: it is no reason for anything that follows
    values: dict[str, Any] = {"state": state, "reason": None if how is Move.APPROVE else reason}
    if how is not Move.APPROVE:  # a draft waits for its article also when it is approved
        values |= NOT_HELD
    if how in {Move.CANCEL, Move.REQUEUE}:
        values["by_hand"] = True
    if url is not None:
        values["url"] = url
    if how is Move.REQUEUE:
        values |= {"failures": 0, "due_at": max(post.publish_at, now)}
    if how is Move.RULE_OUT:
        values["due_at"] = now
    if state is State.QUEUED:
        # who decides about it now wants it now, however late it is
        values["awaited_since"] = max(post.publish_at, now)
    tx.execute(update(posts).where(posts.c.id == number).values(values))
    _note(tx, post, how.value, state, now=now, reason=reason, url=url)
    return state


def check_move(tx: Tx, number: int, how: Move) -> State:
    """Return the state that a move by hand would lead to.

    Raises NotFound, or WrongState where the post's state does not allow it.
    """
    try:
        return move(State(_current(tx, number).state), how)
    except WrongState as error:
        raise WrongState(f"post {number}: {error}; `tambour why {number}` tells how it got there") from None


def rewrite(tx: Tx, number: int, content: Content, *, now: datetime, rules: Approval = ALONE) -> None:
    """Replace what a post says; one that was approved needs another approval, of those that the rules ask."""
    post = _editable(tx, number)
    # what the platform has under its old text is no duplicate of the new one
    values = {"content": contents.dump(tx, content), "doubted": False, "by_hand": True}
    if post.held == BUDGET:
        # what it costs may be another sum now
        values |= {"due_at": post.publish_at, **NOT_HELD}
    tx.execute(update(posts).where(posts.c.id == number).values(values))
    _note(tx, post, "edited", State(post.state), now=now)
    void(tx, number, rules, now=now)


def reschedule(tx: Tx, number: int, at: datetime, *, now: datetime, rules: Approval = ALONE) -> None:
    """Give a post another time; one that was approved for another needs another approval, as the rules ask."""
    post = _editable(tx, number)
    values = times(at) | {"by_hand": True}
    if post.held not in {None, BUDGET}:  # its article or campaign is not back for that
        values = {name: value for name, value in values.items() if name not in {"due_at", *NOT_HELD}}
    tx.execute(update(posts).where(posts.c.id == number).values(values))
    moved = f"from {_planned(post).isoformat()} to {at.isoformat()}"
    _note(tx, post, "moved", State(post.state), now=now, reason=moved)
    void(tx, number, rules, now=now)


def check_editable(tx: Tx, number: int) -> None:
    """Make sure that a post may still be changed.

    Raises NotFound, or WrongState where it is, or may be, public.
    """
    _editable(tx, number)


def _editable(tx: Tx, number: int) -> Row[Any]:
    post = _current(tx, number)
    if State(post.state) not in EDITABLE:
        raise WrongState(
            f"post {number} is {post.state}, too late to change it; `tambour why {number}` tells how it got there"
        )
    if post.published:
        raise WrongState(f"post {number} is a thread whose first part is public, too late to change it")
    return post


def _current(tx: Tx, number: int) -> Row[Any]:
    row = tx.execute(_select().where(posts.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"there is no post {number}; `tambour list` shows those there are")
    return row


def _note(
    tx: Tx,
    post: Row[Any],
    event: str,
    state: State,
    *,
    now: datetime,
    reason: str | None = None,
    url: str | None = None,
) -> None:
    line = Event(now.astimezone(UTC), post.id, post.account, post.platform, event, state, None, url, reason)
    record(tx, line)
