"""A store of one's own, and posts in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from adapters.base import Content
from scheduler.core.model import NewPost
from scheduler.core.place import Place, Server
from scheduler.core.state import State
from scheduler.store import Store, accounts, open_store, posts
from scheduler.store.tables import posts as table
from tests.conftest import TEMPLATE
from tests.empty import write_empty_database
from tests.postgres import Postgres
from tests.shell.command import Home, make_home, make_new_home
from tests.shell.fakes import START
from tests.shell.reusing import Reused

Queue = Callable[..., int]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try a rule that is marked `both` on both databases."""
    if metafunc.definition.get_closest_marker("both") and "place" in metafunc.fixturenames:
        metafunc.parametrize("place", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a folder with settings, an article and an empty database."""
    return make_home(tmp_path)


@pytest.fixture
def new_home(tmp_path: Path) -> Home:
    """Return a folder with settings and an article, in which nothing has been done yet."""
    return make_new_home(tmp_path)


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    """Return where a new database is: a SQLite file, unless the test is marked `both`."""
    name = "postgresql_place" if getattr(request, "param", "sqlite") == "postgresql" else "sqlite_place"
    found: Place = request.getfixturevalue(name)
    return found


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Path:
    return tmp_path / "tambour.db"


@pytest.fixture(scope="session")
def reused(postgres: Postgres) -> Iterator[Reused]:
    """Return the database that the tests of this process have in turn."""
    made = Reused(postgres, TEMPLATE)
    yield made
    made.drop()


@pytest.fixture
def postgresql_place(reused: Reused) -> Iterator[Server]:
    yield reused.take()
    reused.give_back()


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    if isinstance(place, Path):
        write_empty_database(place)
    opened = open_store(place)
    yield opened
    opened.close()


def new_post(
    text: str = "Bonjour",
    *,
    account: str = "a",
    at: datetime = START,
    state: State = State.QUEUED,
    gap: timedelta | None = None,
    **content: object,
) -> NewPost:
    """Return a post in Paris time."""
    return NewPost(
        account=account,
        platform="plain",
        content=Content(text, **content),  # type: ignore[arg-type]
        publish_at=at.astimezone(ZoneInfo("Europe/Paris")),
        state=state,
        kind="manual",
        gap=gap,
    )


def put(store: Store, number: int, state: State) -> None:
    """Put a post into any state, whatever led there."""
    with store.write() as tx:
        tx.execute(update(table).where(table.c.id == number).values(state=state))


@pytest.fixture
def queue(store: Store) -> Queue:
    """Queue posts; they are due at once unless told otherwise."""

    def queue_one(text: str = "Bonjour", **wishes: object) -> int:
        new = new_post(text, **wishes)  # type: ignore[arg-type]
        with store.write() as tx:
            accounts.know(tx, {new.account: new.platform})
            return posts.add(tx, new, article=None, now=START)

    return queue_one
