"""Moving to another database: all of it arrives, once, and only one of the two goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Card, Media, Receipt, Sent
from scheduler.core.approval import Approval, Demand
from scheduler.core.model import Article
from scheduler.core.place import Place, Server
from scheduler.core.state import State
from scheduler.errors import DaemonRunning, StoreError
from scheduler.store import (
    Store,
    accounts,
    approving,
    articles,
    campaigns,
    counting,
    leases,
    notices,
    open_store,
    planned,
    posts,
    sent,
)
from scheduler.store.backup import back_up
from scheduler.store.copying import Digest
from scheduler.store.moving import move
from scheduler.store.tables import events as lines
from scheduler.store.tables import posts as table
from tests.shell.conftest import Queue, new_post
from tests.shell.dispatching import claim, intend
from tests.shell.fakes import START
from tests.shell.files import everything

ARTICLE = Article("thym.md", "Thym", "", None, "fr", None, False, None, (), None, (), "d")
TWO = Approval({"Anna": frozenset()}, (Demand("Anna"), Demand("Bruno")))
PICTURE = Media(bytes(range(256)) * 40, "image/png", 40, 30, "Un brin de thym")


@pytest.fixture
def empty(store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """A database of the other kind."""
    if isinstance(store.place, Server):
        return tmp_path / "new.db"
    server: Server = request.getfixturevalue("postgresql_place")
    return server


@pytest.fixture
def full(store: Store, queue: Queue) -> Store:
    """A database with something in every table."""
    queue("« L’été » 🌿 \x00 end", card=Card("Thym", image=PICTURE), media=(PICTURE,), link="https://tisane.example/a/")
    queue("in flight", account="b")
    draft = queue(state=State.DRAFT)
    intend(store, claim(store, "b"))
    with store.write() as tx:
        accounts.hold(tx, "a", accounts.PAUSED, reason="holidays", now=START)
        articles.keep(tx, ARTICLE, now=START)
        planned.begin(tx, made_at=START, deeds="x", now=START)
        campaigns.pause(tx, "récolte", now=START)
        approving.approve(tx, draft, TWO, "Anna", now=START)
        counting.keep(tx, draft, {"likes": 3}, now=START)
        sent.keep(tx, "a", [Sent(Receipt("9", None), "posted by hand", START)])
        notices.follow(tx, ["mail"], digest_on=START.date(), now=START)
        leases.take(tx, "secrets of a", lasting=timedelta(minutes=1), now=START)
    return store


def contents(place: Place) -> dict[str, Digest]:
    with closing(open_store(place)) as store:
        return everything(store)


@pytest.mark.both
def test_everything_arrives(full: Store, empty: Place) -> None:
    """Posts, their pictures, their attempts and the log; and the installation is still the same one."""
    before = everything(full)

    move(full.place, empty, now=START)

    assert contents(empty) == before
    assert [name for name, held in before.items() if not held.rows] == []


@pytest.mark.both
def test_the_way_back_loses_nothing_either(full: Store, empty: Place, tmp_path: Path) -> None:
    """A server that disappoints is left again."""
    before = everything(full)
    move(full.place, empty, now=START)

    move(empty, tmp_path / "back.db", now=START)

    assert contents(tmp_path / "back.db") == before


@pytest.mark.both
def test_a_number_that_was_given_is_not_given_again(store: Store, queue: Queue, empty: Place) -> None:
    """The log names it, also when its post is gone."""
    queue()
    gone = queue()
    with store.write() as tx:
        tx.execute(lines.delete())
        tx.execute(table.delete().where(table.c.id == gone))

    move(store.place, empty, now=START)

    with closing(open_store(empty)) as new, new.write() as tx:
        assert posts.add(tx, new_post(), article=None, now=START) == gone + 1


@pytest.mark.both
def test_what_was_moved_sends_nothing_more(full: Store, empty: Place) -> None:
    """Two installations with the same posts would send each of them twice."""
    move(full.place, empty, now=START)

    with full.read() as tx:
        stop = accounts.stopped(tx)
    with closing(open_store(empty)) as new, new.read() as tx:
        assert accounts.stopped(tx) is None
    assert stop is not None
    assert (stop.at, stop.reason) == (START, f"moved to {empty}")


@pytest.mark.both
def test_a_database_that_is_not_empty_is_left_as_it_is(full: Store, empty: Place) -> None:
    """It may be the one that is in use."""
    move(full.place, empty, now=START)
    before = contents(empty)

    with pytest.raises(StoreError, match="is not empty; name a new one, nothing was copied"):
        move(full.place, empty, now=START)

    assert contents(empty) == before


def test_a_file_with_a_daemon_is_not_moved_under_it(full: Store, empty: Place) -> None:
    """It would go on with the old one."""
    with full.database.serving(), pytest.raises(DaemonRunning, match="a daemon already serves"):
        move(full.place, empty, now=START)

    assert contents(empty)["posts"].rows == 0


def test_there_must_be_something_to_move(tmp_path: Path) -> None:
    """A typing error would make two empty databases."""
    with pytest.raises(StoreError, match="there is no database at"):
        move(tmp_path / "missing.db", tmp_path / "new.db", now=START)


def test_a_database_is_not_moved_to_itself(full: Store) -> None:
    """Everything would be gone."""
    with pytest.raises(StoreError, match="cannot be moved to itself"):
        move(full.place, full.place, now=START)


def test_what_arrives_otherwise_than_it_was_sent_is_not_kept(full: Store, tmp_path: Path) -> None:
    """Counts and digests are compared before anything is durable."""
    spoilt = tmp_path / "new.db"
    open_store(spoilt).close()
    with closing(sqlite3.connect(spoilt)) as database:
        database.execute("CREATE TRIGGER moth AFTER INSERT ON posts BEGIN UPDATE posts SET url = 'eaten'; END")

    with pytest.raises(StoreError, match=r"the table posts did not arrive whole at .*; nothing was copied"):
        move(full.place, spoilt, now=START)

    assert contents(spoilt)["posts"].rows == 0


def test_its_progress_is_told(full: Store, tmp_path: Path) -> None:
    """A large one takes minutes."""
    told: list[tuple[int, int]] = []

    rows = move(full.place, tmp_path / "new.db", now=START, told=lambda more, rows: told.append((more, rows)))

    assert {of for _, of in told} == {rows}
    assert sum(more for more, _ in told) == rows


def test_a_servers_backup_holds_everything(request: pytest.FixtureRequest, tmp_path: Path, full: Store) -> None:
    """It is a file like any other backup."""
    server: Server = request.getfixturevalue("postgresql_place")
    before = everything(full)
    move(full.place, server, now=START)

    back_up(server, tmp_path / "backup.db")

    assert contents(tmp_path / "backup.db") == before


def test_a_server_without_tables_has_nothing_to_back_up(tmp_path: Path, bare: Server) -> None:
    """An empty backup looks like a backup."""
    with pytest.raises(StoreError, match="there is nothing of tambour's at"):
        back_up(bare, tmp_path / "backup.db")


@pytest.fixture
def bare(postgresql_place: Server) -> Iterator[Server]:
    """A server's database that nobody has used."""
    with closing(open_store(postgresql_place)) as store:
        with store.write() as tx:
            tx.exec_driver_sql("DROP SCHEMA public CASCADE")
            tx.exec_driver_sql("CREATE SCHEMA public")
        yield postgresql_place
