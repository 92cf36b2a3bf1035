"""The database file: opened, shared, full, and not what it should be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from scheduler.core.lifecycle import Move
from scheduler.core.state import State
from scheduler.errors import NewerDatabase, NotFound, StoreError
from scheduler.store import Store, accounts, dispatching, open_store, posts
from scheduler.store.database import REVISIONS, database_at, version
from scheduler.store.database.sqlite import SqliteFile
from tests.shell.conftest import Queue, new_post
from tests.shell.fakes import START
from tests.shell.files import path_of
from tests.warm import Program


def write(path: Path, count: int) -> None:
    """Add posts, each in a transaction of its own."""
    with closing(open_store(path)) as store:
        for _ in range(count):
            with store.write() as tx:
                accounts.know(tx, {"a": "plain"})
                posts.add(tx, new_post(), article=None, now=START)


def start_writer(path: Path, count: int) -> Program:
    return Program(partial(write, path, count), folder=path.parent, environ={})


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_new_database_has_the_newest_tables(store: Store) -> None:
    """Nobody runs a command to make them."""
    assert version(store) == REVISIONS[-1]


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    """The queue survives the machine."""
    path = tmp_path / "tambour.db"
    with closing(open_store(path)) as first, first.write() as tx:
        accounts.know(tx, {"a": "plain"})
        posts.add(tx, new_post("Bonjour"), article=None, now=START)

    with closing(open_store(path)) as second, second.read() as tx:
        assert posts.get(tx, 1).content.text == "Bonjour"


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    """SQLAlchemy reads addresses, in which ?, # and % mean something."""
    path = tmp_path / "50% off? #1 é" / "tambour.db"
    path.parent.mkdir()

    open_store(path).close()

    assert path.is_file()


def test_a_block_that_fails_is_undone(store: Store, queue: Queue) -> None:
    """Several posts are changed together or not at all."""
    numbers = [queue(), 99]

    def cancel() -> None:
        with store.write() as tx:
            for number in numbers:
                posts.change(tx, number, Move.CANCEL, now=START)

    with pytest.raises(NotFound):
        cancel()

    with store.read() as tx:
        assert posts.get(tx, numbers[0]).state is State.QUEUED


def test_a_reader_sees_one_moment(store: Store, queue: Queue) -> None:
    """A list must not change while it is being made."""
    with store.read() as tx:
        before = dispatching.queued(tx)
        queue()

        assert dispatching.queued(tx) == before


def test_a_post_without_an_account_is_refused(store: Store) -> None:
    """Foreign keys are off in SQLite unless they are asked for."""
    with pytest.raises(StoreError, match="FOREIGN KEY"), store.write() as tx:
        posts.add(tx, new_post(), article=None, now=START)


def test_what_is_stored_stays_out_of_errors(store: Store, queue: Queue) -> None:
    """They end in logs; a draft is nobody's business before it is published."""
    queue("confidential")

    with pytest.raises(StoreError) as caught, store.write() as tx:
        tx.exec_driver_sql("INSERT INTO posts SELECT * FROM posts WHERE content LIKE ?", ("%confidential%",))

    assert "confidential" not in f"{caught.value} {caught.value.__cause__}"


def test_another_writer_is_waited_for_and_then_named(tmp_path: Path, store: Store) -> None:
    """Two commands at once are no reason for a traceback."""
    with (
        closing(Store(SqliteFile(path_of(store), busy_timeout=0.01))) as impatient,
        locked(path_of(store)),
        pytest.raises(StoreError, match="another program holds it; try again when that one is done"),
        impatient.write(),
    ):
        pass


def test_a_writer_disturbs_no_reader(store: Store, queue: Queue) -> None:
    """The list is shown while the daemon is at work."""
    queue()

    with locked(path_of(store)), store.read() as tx:
        assert sum(dispatching.queued(tx).values()) == 1


def test_processes_share_the_database(tmp_path: Path) -> None:
    """The daemon and the command line write at the same time; even the first opening may coincide."""
    path = tmp_path / "tambour.db"
    writers = [start_writer(path, 20) for _ in range(3)]

    said = [writer.finish().stderr for writer in writers]

    assert said == ["", "", ""]
    with closing(open_store(path)) as store, store.read() as tx:
        assert sum(dispatching.queued(tx).values()) == 60


def test_a_full_disk_is_told_and_nothing_is_half_written(store: Store, queue: Queue) -> None:
    """Whoever frees some space finds everything as it was."""
    queue()

    def fill() -> None:
        with store.write() as tx:
            pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
            tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for _ in range(100):
                posts.add(tx, new_post("long " * 100), article=None, now=START)

    with pytest.raises(StoreError, match="the disk is full; nothing was written; free some space"):
        fill()

    with store.read() as tx:
        assert sum(dispatching.queued(tx).values()) == 1


def test_a_newer_database_is_left_alone(store: Store) -> None:
    """An older program does not know what it would break."""
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerDatabase, match=rf"\(tables 9999, known up to {REVISIONS[-1]}\); upgrade"):
        open_store(path_of(store))


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """A wrong path in the settings must not add tables to somebody's photo collection."""
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id)")

    with pytest.raises(StoreError, match="another program's database; name another file in the settings"):
        open_store(path)


def test_another_user_of_alembic_is_another_program(tmp_path: Path) -> None:
    """Its table of versions has the same name as ours."""
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE alembic_version (version_num)")

    with pytest.raises(StoreError, match="another program's database"):
        open_store(path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """A wrong path in the settings, again."""
    path = tmp_path / "notes.txt"
    path.write_text("Not a database. " * 100, encoding="utf-8")

    with pytest.raises(StoreError, match=r"notes\.txt: the file is no SQLite database; name another file"):
        open_store(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """It is not made in silence: the path may be a typing error."""
    with pytest.raises(StoreError, match=r"there is no folder .*data; create it"):
        open_store(tmp_path / "data" / "tambour.db")


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    """It cannot be opened, whoever asks."""
    with pytest.raises(StoreError, match="it cannot be opened; look at the permissions"):
        open_store(tmp_path)


def test_a_database_that_may_not_be_written_is_explained(store: Store) -> None:
    """The daemon often runs as another user."""
    with (
        closing(sqlite3.connect(f"file:{path_of(store)}?mode=ro", uri=True)) as other,
        pytest.raises(sqlite3.Error) as caught,
    ):
        other.execute("DELETE FROM posts")

    assert SqliteFile(path_of(store)).explain(caught.value).endswith("is not writable; change its permissions")


def test_a_damaged_database_is_explained(store: Store) -> None:
    """A backup is the way out."""
    told = SqliteFile(path_of(store)).explain(sqlite3.DatabaseError("database disk image is malformed"))

    assert told.endswith("the file is damaged; restore a backup with `tambour restore`")


def test_what_has_no_explanation_is_told_as_it_is(store: Store) -> None:
    """SQLite has more to say than we can foresee."""
    assert SqliteFile(path_of(store)).explain(sqlite3.OperationalError("no such column")).endswith(": no such column")


def test_a_watch_tells_of_every_change_once(store: Store, queue: Queue) -> None:
    """The daemon sees a new post without asking for it all the time."""
    with closing(store.changes()) as watch:
        assert watch.changed()
        assert not watch.changed()

        queue()

        assert watch.changed()
        assert not watch.changed()


def test_a_watch_over_what_is_no_database_is_explained(tmp_path: Path) -> None:
    """The file may be replaced under a running daemon."""
    (tmp_path / "notes.txt").write_text("Not a database. " * 100, encoding="utf-8")
    with (
        closing(Store(database_at(tmp_path / "notes.txt")).changes()) as watch,
        pytest.raises(StoreError, match="no SQLite"),
    ):
        watch.changed()
