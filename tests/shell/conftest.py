"""A store of one's own, and posts in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.base import Content
from scheduler.core.model import NewPost
from scheduler.core.state import State
from scheduler.store import Store, accounts, open_store, posts
from tests.shell.fakes import START

Queue = Callable[..., int]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "tambour.db")
    yield opened
    opened.close()


def new_post(
    text: str = "Bonjour", *, account: str = "a", at: datetime = START, state: State = State.QUEUED, **content: object
) -> NewPost:
    """Return a post in Paris time."""
    return NewPost(
        account=account,
        platform="plain",
        content=Content(text, **content),  # type: ignore[arg-type]
        publish_at=at.astimezone(ZoneInfo("Europe/Paris")),
        state=state,
        kind="manual",
    )


@pytest.fixture
def queue(store: Store) -> Queue:
    """Queue posts; they are due at once unless told otherwise."""

    def queue_one(text: str = "Bonjour", **wishes: object) -> int:
        new = new_post(text, **wishes)  # type: ignore[arg-type]
        with store.write() as tx:
            accounts.know(tx, {new.account: new.platform})
            return posts.add(tx, new, article=None, now=START)

    return queue_one
