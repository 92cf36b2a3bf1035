"""Backups: one file, whole while others write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from scheduler.errors import StoreError
from scheduler.store import Store, accounts, posts
from scheduler.store.backup import copy_file
from tests.shell.conftest import Queue, new_post
from tests.shell.fakes import START
from tests.shell.files import check, dump, path_of


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Callable[[], Path]:
    def make() -> Path:
        copy_file(path_of(store), tmp_path / "backup.db")
        return tmp_path / "backup.db"

    return make


def test_a_backup_holds_everything(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """Whoever needs it has nothing else."""
    queue()

    assert dump(backup()) == dump(path_of(store))


def test_a_backup_is_one_file_by_itself(queue: Queue, backup: Callable[[], Path], tmp_path: Path) -> None:
    """It is read from where nothing can be written, without the files that SQLite keeps beside a live database."""
    queue()
    with closing(sqlite3.connect(backup())) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_is_whole_while_others_write(store: Store, backup: Callable[[], Path]) -> None:
    """Nobody stops the daemon for it."""
    stop, begun = Event(), Event()

    def write_on() -> None:
        while not stop.is_set():
            with store.write() as tx:
                accounts.know(tx, {"a": "plain"})
                posts.add(tx, new_post("long " * 500), article=None, now=START)
            begun.set()

    writer = Thread(target=write_on)
    writer.start()
    assert begun.wait(10)
    try:
        checks = [check(backup()) for _ in range(5)]
    finally:
        stop.set()
        writer.join()

    assert checks == [("ok", [])] * 5


def test_the_remains_of_a_copy_that_was_cut_off_are_no_hindrance(
    queue: Queue, backup: Callable[[], Path], tmp_path: Path
) -> None:
    """The machine may have gone down during the last one."""
    queue()
    (tmp_path / ".backup.db.partial").write_text("half", encoding="utf-8")

    assert check(backup()) == ("ok", [])


def test_a_copy_that_cannot_be_made_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    """Half a backup looks like a backup."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()

    with pytest.raises(StoreError, match="taken"):
        copy_file(path_of(store), tmp_path / "taken")

    assert not list(tmp_path.glob(".*"))


def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    """SQLite would make an empty database of that name."""
    with pytest.raises(StoreError, match="there is no database at"):
        copy_file(tmp_path / "missing.db", tmp_path / "backup.db")


def test_what_is_no_database_is_not_copied(tmp_path: Path) -> None:
    """The message names the file that is wrong, not the copy."""
    (tmp_path / "notes.txt").write_text("Not a database. " * 100, encoding="utf-8")

    with pytest.raises(StoreError, match=r"notes\.txt: the file is no SQLite database"):
        copy_file(tmp_path / "notes.txt", tmp_path / "backup.db")
