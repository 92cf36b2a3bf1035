"""What a plan asks of the database, and what it does there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, exists, func, select, update

from scheduler.core.lifecycle import EDITABLE, Move, move
from scheduler.core.model import Event, Span
from scheduler.core.plan import Entry, Fixed, Standing, Subject
from scheduler.core.plan.judging import ARTICLE, CAMPAIGN
from scheduler.core.state import State
from scheduler.store import content as contents
from scheduler.store.database import Tx
from scheduler.store.doubting import NEVER
from scheduler.store.log import record
from scheduler.store.posts import NOT_HELD, times
from scheduler.store.tables import accounts, approvals, articles, installation, plans, posts, sent

WAITING = (State.DRAFT, State.QUEUED)
SPOKEN_FOR = (*WAITING, State.PUBLISHING, State.PUBLISHED, State.UNCERTAIN)
"""The states in which a post has its place in its account's calendar."""
_UNWANTED_BY_PLAN = and_(posts.c.state == State.CANCELLED, posts.c.by_hand.is_(False), posts.c.idea.is_not(None))


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article that has posts."""

    id: int
    path: str
    link: str | None
    title: str
    digest: str


def installed(tx: Tx) -> str:
    """Return the name of the installation."""
    return str(tx.execute(select(installation.c.id)).scalar_one())


def known(tx: Tx) -> list[KnownArticle]:
    """Return every article that was queued or planned."""
    columns = (articles.c.id, articles.c.path, articles.c.link, articles.c.title, articles.c.digest)
    return [KnownArticle(*row) for row in tx.execute(select(*columns).order_by(articles.c.id))]


def standing(tx: Tx) -> Mapping[int, Sequence[Standing]]:
    """Return the posts of each article, by its number; those that a plan has cancelled are forgotten."""
    found: dict[int, list[Standing]] = defaultdict(list)
    approved = exists().where(approvals.c.post_id == posts.c.id)
    columns = [posts.c[name] for name in ("id", "account", "article_id", "kind", "section", "publish_at", "zone")]
    columns += [posts.c[name] for name in ("state", "idea", "by_hand", "held", "url", "evergreen")]
    waiting = posts.c.state.in_(WAITING)
    query = select(*columns, approved.label("approved")).where(posts.c.article_id.is_not(None))
    for row in tx.execute(query.add_columns(posts.c.content).where(waiting).order_by(posts.c.id)):
        found[row.article_id].append(_standing(row, row.content))
    for row in tx.execute(query.where(~waiting, ~_UNWANTED_BY_PLAN).order_by(posts.c.id)):
        found[row.article_id].append(_standing(row, None))
    return found


def _standing(row: Row[Any], content: Mapping[str, Any] | None) -> Standing:
    return Standing(
        id=row.id,
        account=row.account,
        state=State(row.state),
        at=row.publish_at.astimezone(ZoneInfo(row.zone)),
        kind=row.kind,
        section=row.section,
        idea=row.idea,
        digest="" if content is None else contents.digest(content),
        text="" if content is None else content["text"],
        link=None if content is None else content["link"],
        by_hand=row.by_hand,
        held=row.held if row.held in {ARTICLE, CAMPAIGN} else None,
        approved=row.approved,
        url=row.url,
        evergreen=row.evergreen,
    )


def fixed(tx: Tx, account: str, *, since: datetime, but: frozenset[int]) -> list[Fixed]:
    """Return the places in an account's calendar from `since` on, but for those of some posts."""
    query = select(posts.c.id, posts.c.publish_at, posts.c.zone, posts.c.state).where(
        posts.c.account == account, posts.c.state.in_(SPOKEN_FOR), posts.c.publish_at >= since
    )
    return [
        Fixed(row.id, row.publish_at.astimezone(ZoneInfo(row.zone)), row.state in WAITING)
        for row in tx.execute(query.order_by(posts.c.publish_at, posts.c.id))
        if row.id not in but
    ]


def said(tx: Tx, account: str, *, since: datetime, but: frozenset[int]) -> list[tuple[str, str, datetime]]:
    """Return what stands on an account since then, or is to stand there, but for some posts: text, name and instant."""
    query = select(posts.c.id, posts.c.content, posts.c.publish_at).where(
        posts.c.account == account, posts.c.state.in_(SPOKEN_FOR), posts.c.publish_at >= since
    )
    ours = [(row.content["text"], f"post {row.id}", row.publish_at) for row in tx.execute(query) if row.id not in but]
    strange = tx.execute(select(sent.c.text, sent.c.at).where(sent.c.account == account, sent.c.at >= since))
    return ours + [(row.text, f"what was posted by hand on {row.at:%Y-%m-%d}", row.at) for row in strange]


def text_of(tx: Tx, number: int) -> str:
    """Return what a post says."""
    content: Mapping[str, Any] = tx.execute(select(posts.c.content).where(posts.c.id == number)).scalar_one()
    return str(content["text"])


def seals(tx: Tx) -> dict[int, str]:
    """Return a seal of each post that may change still: another one where anything of it has changed."""
    columns = [posts.c[name] for name in ("id", "state", "publish_at", "content", "held", "by_hand", "idea")]
    query = select(*columns).where(posts.c.state.in_(sorted(EDITABLE))).order_by(posts.c.id)
    return {row.id: _seal(row) for row in tx.execute(query)}


def _seal(row: Row[Any]) -> str:
    told = (row.state, row.publish_at.isoformat(), contents.digest(row.content), row.held, row.by_hand, row.idea)
    return sha256(repr(told).encode()).hexdigest()[:16]


def done(tx: Tx, deeds: str) -> int | None:
    """Return the number of the plan that did this, if one has."""
    found = tx.execute(select(func.max(plans.c.id)).where(plans.c.deeds == deeds)).scalar_one()
    return None if found is None else int(found)


def begin(tx: Tx, *, made_at: datetime, deeds: str, now: datetime) -> int:
    """Note that a plan is carried out, and return its number; `deeds` names what it does."""
    values = {"made_at": made_at, "applied_at": now, "deeds": deeds}
    return int(tx.execute(plans.insert().values(values).returning(plans.c.id)).scalar_one())


def change(
    tx: Tx, entry: Entry, said: tuple[Mapping[str, Any], Sequence[Span]] | None, *, plan: int, now: datetime
) -> None:
    """Give a waiting post another time, or another content whose images are stored already, or both.

    `said` is the content, and where its words stand in the article.
    """
    before = _row(tx, entry)
    state = State(before.state)
    if entry.awaits is not None and state is State.QUEUED:
        state = move(state, Move.VOID)
    values: dict[str, Any] = {"plan": plan, "idea": entry.idea, "kind": entry.kind, "section": entry.section}
    values |= {"state": state, "reason": entry.awaits or before.reason, "campaign": entry.campaign or None}
    values |= times(entry.at)
    if said is not None:
        content, source = said
        values |= {"content": dict(content), "source": [list(span) for span in source], "doubted": False}
    tx.execute(update(posts).where(posts.c.id == before.id).values(values))
    _tell(tx, before, entry, state, now)


def _tell(tx: Tx, before: Row[Any], entry: Entry, state: State, now: datetime) -> None:
    told = "; ".join(entry.reasons) or None
    if before.held is not None:
        _note(tx, before, "released", state, None, now)
    if entry.wanted is not None:
        _note(tx, before, "edited", state, told, now)
    if entry.was is not None:
        moved = f"from {entry.was.isoformat()} to {entry.at.isoformat()}"
        _note(tx, before, "moved", state, f"{moved}: {told}" if told else moved, now)
    if state is not State(before.state):
        _note(tx, before, Move.VOID.value, state, entry.awaits, now)


def _row(tx: Tx, entry: Entry) -> Row[Any]:
    return tx.execute(select(posts).where(posts.c.id == entry.post)).one()


def cancel(tx: Tx, entry: Entry, *, plan: int, now: datetime) -> None:
    """Cancel a waiting post."""
    before, reason = _row(tx, entry), "; ".join(entry.reasons)
    state = move(State(before.state), Move.CANCEL)
    values = {"state": state, "reason": reason, "plan": plan, **NOT_HELD}
    tx.execute(update(posts).where(posts.c.id == before.id).values(values))
    _note(tx, before, Move.CANCEL.value, state, reason, now)


def hold(tx: Tx, entry: Entry, *, now: datetime) -> None:
    """Let a waiting post wait for its article or its campaign."""
    before, reason = _row(tx, entry), "; ".join(entry.reasons)
    values = {"held": entry.waits_for, "due_at": NEVER, "hold_reason": reason}
    tx.execute(update(posts).where(posts.c.id == before.id).values(values))
    _note(tx, before, f"held: {entry.waits_for}", State(before.state), reason, now)


def remember(tx: Tx, subject: Subject, *, now: datetime) -> int:
    """Note that the posts of an article are those of this version of it, and return the article's number."""
    values = {"digest": subject.digest, "link": subject.link, "title": subject.title, "path": subject.path}
    if subject.number is not None:
        tx.execute(update(articles).where(articles.c.id == subject.number).values(values))
        return subject.number
    new = articles.insert().values(queued_at=now, **values).returning(articles.c.id)
    return int(tx.execute(new).scalar_one())


def note_corrections(tx: Tx, wrong: Iterable[tuple[int, str]], *, now: datetime) -> None:
    """Note in the log which public posts say what their articles do not say any more."""
    for number, reason in wrong:
        before = tx.execute(select(posts).where(posts.c.id == number)).one()
        _note(tx, before, "to correct", State(before.state), reason, now)


def _note(tx: Tx, post: Row[Any], event: str, state: State, reason: str | None, now: datetime) -> None:
    platform = tx.execute(select(accounts.c.platform).where(accounts.c.name == post.account)).scalar_one()
    record(tx, Event(now.astimezone(UTC), post.id, post.account, platform, event, state, None, None, reason))


def last(tx: Tx) -> int | None:
    """Return the number of the plan that was carried out last."""
    found = tx.execute(select(func.max(plans.c.id))).scalar_one()
    return None if found is None else int(found)


def drafts_of(tx: Tx, plan: int) -> list[int]:
    """Return the drafts that a plan made, or changed last."""
    query = select(posts.c.id).where(posts.c.plan == plan, posts.c.state == State.DRAFT)
    return [int(number) for number in tx.scalars(query.order_by(posts.c.publish_at, posts.c.id))]
