"""Approving: who lets which draft out, as it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select, update

from scheduler.core.approval import Approval, waiting_for
from scheduler.core.lifecycle import Move
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.store import posts as stored
from scheduler.store.database import Tx
from scheduler.store.dialect import insert
from scheduler.store.log import record
from scheduler.store.sealing import missing, seal
from scheduler.store.tables import accounts, approvals, posts


def approve(tx: Tx, number: int, rules: Approval, person: str, *, now: datetime) -> tuple[State, str | None]:
    """Let a person approve a draft as it is; return its state, and who has to approve it still.

    Raises NotFound, or WrongState where it is no draft.
    """
    stored.check_move(tx, number, Move.APPROVE)
    query = select(posts, accounts.c.platform).join(accounts, accounts.c.name == posts.c.account)
    post = tx.execute(query.where(posts.c.id == number)).one()
    signed = {"post_id": number, "person": person, "seal": seal(post), "at": now}
    row = insert(tx, approvals).values(signed)
    tx.execute(
        row.on_conflict_do_update(index_elements=["post_id", "person"], set_={"seal": signed["seal"], "at": now})
    )
    waits = waiting_for(missing(tx, post, rules))
    by = f"by {person}" if person else None
    if waits is None:
        return stored.change(tx, number, Move.APPROVE, now=now, reason=by), None
    tx.execute(update(posts).where(posts.c.id == number).values(reason=waits))
    _note(tx, post, f"{by}, and {waits}", now)
    return State.DRAFT, waits


def awaited(tx: Tx, number: int, rules: Approval) -> list[str]:
    """Return the roles and people that have to approve a post still."""
    return missing(tx, tx.execute(select(posts).where(posts.c.id == number)).one(), rules)


def _note(tx: Tx, post: Row[Any], reason: str, now: datetime) -> None:
    line = Event(
        now.astimezone(UTC), post.id, post.account, post.platform, Move.APPROVE.value, State.DRAFT, None, None, reason
    )
    record(tx, line)
