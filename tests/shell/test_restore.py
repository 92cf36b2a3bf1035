"""Restoring: what was is back, and nothing is ever sent twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import Content, Intent, Receipt
from scheduler.core.lifecycle import CUT_OFF, Delivered, Denied, Move, RetryPolicy, Settlement, settle
from scheduler.core.model import Post, Tried
from scheduler.core.state import State
from scheduler.errors import NewerDatabase, NotFound, StoreError
from scheduler.store import Store, accounts, attempting, open_store, posts
from scheduler.store.backup import back_up
from scheduler.store.log import Filter, following
from scheduler.store.restoring import restore
from tests.shell.conftest import Queue, new_post
from tests.shell.disk import full_disk
from tests.shell.dispatching import OWNER, doubts, intend
from tests.shell.dispatching import claim as claim_next
from tests.shell.fakes import START
from tests.shell.files import everything, is_sound

pytestmark = pytest.mark.both

LATER = START + timedelta(hours=1)
DELIVERED = settle(
    Delivered(Receipt("1", "https://plain.example/1")), attempt=1, now=START, dice=0, policy=RetryPolicy()
)
DENIED = settle(Denied("no"), attempt=1, now=START, dice=0, policy=RetryPolicy())


def claim(store: Store, *, intended: bool = True) -> int:
    """Take the next post and be about to publish it."""
    claimed = claim_next(store)
    if intended:
        intend(store, claimed)
    return claimed.attempt


def conclude(store: Store, number: int, settled: Settlement, attempt: int = 1) -> None:
    tried = Tried(number, "a", "plain", attempt)
    with store.share() as tx:
        attempting.conclude(tx, OWNER, [attempting.Conclusion(tried, settled.move, settled)], now=START)


def change(store: Store, number: int, how: Move) -> None:
    with store.write() as tx:
        posts.change(tx, number, how, now=LATER)


def get(store: Store, number: int) -> Post:
    with store.read() as tx:
        return posts.get(tx, number)


def events(store: Store, number: int) -> list[str]:
    with store.read() as tx:
        return [event.event for _, event in following(tx, Filter(post=number))]


def held(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        return [(one.account, one.hold) for one in accounts.holds(tx)]


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Callable[[], Path]:
    def make() -> Path:
        back_up(store.place, tmp_path / "backup.db")
        return tmp_path / "backup.db"

    return make


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A database of another installation."""
    path = tmp_path / "elsewhere.db"
    with closing(open_store(path)) as other, other.write() as tx:
        accounts.know(tx, {"b": "plain"})
        posts.add(tx, new_post("other", account="b"), article=None, now=START)
    return path


def test_restoring_brings_back_what_was_changed(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """That is what a backup is for."""
    number = queue("as it was")
    saved = backup()
    with store.write() as tx:
        posts.rewrite(tx, number, Content("spoilt"), now=LATER)
    change(store, number, Move.CANCEL)

    restore(store, saved, now=LATER)

    assert (get(store, number).content.text, get(store, number).state) == ("as it was", State.QUEUED)


def test_the_log_tells_what_restoring_changed(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """A post that was cancelled and waits again has to have a reason."""
    changed, same = queue("as it was"), queue("untouched")
    saved = backup()
    change(store, changed, Move.CANCEL)
    later = queue("since then")

    restore(store, saved, now=LATER)

    with store.read() as tx:
        told = [event.reason for _, event in following(tx, Filter()) if event.post is None]
    assert told == [f"posts that the backup does not know are gone (1): {later}"]
    assert events(store, changed) == ["queued", "cancelled", "restored"]
    assert events(store, same) == ["queued"]


def test_restoring_brings_back_what_was_lost(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """A slip with another program, say."""
    number = queue("kept")
    saved = backup()
    with store.write() as tx:
        tx.exec_driver_sql("DELETE FROM events")
        tx.exec_driver_sql("DELETE FROM posts")

    restore(store, saved, now=LATER)

    assert get(store, number).content.text == "kept"


def test_what_came_after_the_backup_goes(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """Everything that waits is as it was then."""
    queue("before")
    saved = backup()
    after = queue("after")

    restore(store, saved, now=LATER)

    with pytest.raises(NotFound):
        get(store, after)
    assert is_sound(store)


def test_what_was_published_since_stays_published(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """Going back to `queued` would send it a second time."""
    number = queue()
    saved = backup()
    claim(store)
    conclude(store, number, DELIVERED)

    knows = restore(store, saved, now=LATER)

    assert knows
    assert (get(store, number).state, get(store, number).url) == (State.PUBLISHED, "https://plain.example/1")
    assert events(store, number) == ["queued", "claimed", "published"]


def test_what_was_queued_and_published_since_is_kept(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """The log of what is public has no holes."""
    saved = backup()
    number = queue()
    claim(store)
    conclude(store, number, DELIVERED)

    restore(store, saved, now=LATER)

    assert get(store, number).state is State.PUBLISHED
    assert is_sound(store)


def test_what_is_in_flight_stays_with_its_daemon(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """Its outcome is on the way, and has to find the attempt."""
    number = queue()
    saved = backup()
    claim(store)

    restore(store, saved, now=LATER)
    conclude(store, number, DELIVERED)

    assert get(store, number).state is State.PUBLISHED


def test_what_is_in_doubt_stays_in_doubt(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """It may be public."""
    number = queue()
    saved = backup()
    claim(store)
    conclude(store, number, CUT_OFF)

    restore(store, saved, now=LATER)

    assert get(store, number).state is State.UNCERTAIN


def test_what_a_person_gave_up_on_is_not_sent_again(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """It was in doubt before: it may be public."""
    number = queue()
    saved = backup()
    claim(store)
    conclude(store, number, CUT_OFF)
    change(store, number, Move.GIVE_UP)

    restore(store, saved, now=LATER)

    assert get(store, number).state is State.FAILED


def test_how_it_ended_is_not_forgotten(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """The backup was made while it was in flight: this database knows better."""
    number = queue()
    claim(store)
    saved = backup()
    conclude(store, number, DENIED)

    restore(store, saved, now=LATER)

    assert get(store, number).state is State.FAILED


def test_an_account_that_was_stopped_since_stays_stopped(
    store: Store, queue: Queue, backup: Callable[[], Path]
) -> None:
    """A restored queue is no reason to speak again."""
    queue()
    saved = backup()
    with store.write() as tx:
        accounts.hold(tx, "a", accounts.PAUSED, reason=None, now=LATER)

    restore(store, saved, now=LATER)

    assert held(store) == [("a", "paused")]


def test_another_installations_backup_comes_back_paused(store: Store, queue: Queue, elsewhere: Path) -> None:
    """Nobody here knows what was sent since it was made."""
    queue("gone")

    knows = restore(store, elsewhere, now=LATER)

    assert not knows
    assert held(store) == [("b", "paused")]
    assert get(store, 1).content.text == "other"


def test_a_second_backup_of_another_installation_comes_back_paused_too(store: Store, elsewhere: Path) -> None:
    """This database has not seen what was sent there in the meantime."""
    restore(store, elsewhere, now=LATER)
    with store.write() as tx:
        accounts.release(tx, ["b"], now=LATER)

    knows = restore(store, elsewhere, now=LATER)

    assert not knows
    assert held(store) == [("b", "paused")]


def test_a_backup_of_a_restored_database_is_its_own(store: Store, elsewhere: Path, backup: Callable[[], Path]) -> None:
    """From then on it has a past of its own."""
    restore(store, elsewhere, now=LATER)

    assert restore(store, backup(), now=LATER)


def test_what_was_in_flight_elsewhere_comes_back_in_doubt(store: Store, elsewhere: Path) -> None:
    """The daemon that was at it is gone, and the platform has to be asked."""
    with closing(open_store(elsewhere)) as other:
        claimed = claim_next(other, "b")
        intend(other, claimed, Intent(claimed.key, START, {"text": "other"}))

    restore(store, elsewhere, now=LATER)

    with store.write() as tx:
        accounts.release(tx, ["b"], now=LATER)

    assert [doubt.intent and doubt.intent.request for doubt in doubts(store, "b", now=LATER)] == [{"text": "other"}]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.db", b"", "is empty; nothing was changed"),
        ("notes.txt", b"Not a database. " * 100, "the file is no SQLite database"),
    ],
)
def test_what_is_no_backup_is_refused(
    store: Store, queue: Queue, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """Restoring nothing would delete everything."""
    queue()
    before = everything(store)
    (tmp_path / name).write_bytes(content)

    with pytest.raises(StoreError, match=f"{name}.*{said}"):
        restore(store, tmp_path / name, now=LATER)

    assert everything(store) == before


def test_another_programs_database_is_no_backup(store: Store, queue: Queue, tmp_path: Path) -> None:
    """The message names the file that was given, and says what would be one."""
    queue()
    before = everything(store)
    with closing(sqlite3.connect(tmp_path / "photos.db")) as other:
        other.execute("CREATE TABLE photos (id)")

    with pytest.raises(StoreError, match=r"photos\.db is no backup of tambour's; name a file that `tambour backup`"):
        restore(store, tmp_path / "photos.db", now=LATER)

    assert everything(store) == before


def test_a_newer_backup_is_refused(store: Store, elsewhere: Path) -> None:
    """An older program does not know what its columns mean."""
    with closing(sqlite3.connect(elsewhere)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerDatabase, match=r"elsewhere\.db was written by a later version of tambour; upgrade"):
        restore(store, elsewhere, now=LATER)


def test_a_damaged_backup_is_refused(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """Half of a queue is worse than an error."""
    queue("long " * 5000)
    saved = backup()
    whole = saved.read_bytes()
    saved.write_bytes(whole[: len(whole) // 2 // 4096 * 4096] + b"\xa5" * (len(whole) // 2 // 4096 * 4096))
    before = everything(store)

    with pytest.raises(StoreError, match=r"backup\.db(:| is) .*(damaged|no backup)"):
        restore(store, saved, now=LATER)

    assert everything(store) == before


def test_a_restore_that_is_cut_off_changes_nothing(store: Store, queue: Queue, backup: Callable[[], Path]) -> None:
    """It is one transaction."""
    queue("one")
    saved = backup()
    queue("two")
    full_disk(store)
    before = everything(store)

    with pytest.raises(StoreError, match="disk is full; nothing was written"):
        restore(store, saved, now=LATER)

    assert everything(store) == before
