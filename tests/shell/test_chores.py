"""Rules of what a daemon does besides publishing, and of the pulse that watches it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.app import Tambour
from scheduler.clock import FastClock
from scheduler.core.model import Event
from scheduler.core.state import State
from scheduler.daemon.chores import Chores, ask
from scheduler.daemon.hands import Hands
from scheduler.daemon.pulse import Clocks, Watchdog
from scheduler.daemon.strays import hold_strays
from scheduler.daemon.supervisor import Supervisor
from scheduler.dispatch import Dispatcher
from scheduler.doctor import examine
from scheduler.errors import StoreError
from scheduler.store import Store, accounts, log, posts
from scheduler.store.database.sqlite import SqliteFile
from scheduler.store.log import Filter, following
from tests.shell.conftest import Queue, new_post, put
from tests.shell.fakes import START, Gate, Plain, Platform, raising
from tests.shell.instance import Instance, serving
from tests.shell.written import load_text, mastodon

FOLDER = "accounts: {carnet: {platform: folder, folder: out}}"
LONG_AGO = START - timedelta(days=500)
Made = Callable[[str], Chores]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Return how to make the chores of an installation."""
    installations: list[Tambour] = []

    def make(text: str) -> Chores:
        tambour = Tambour(load_text(tmp_path, text), {"TOKEN": Instance().token}, clock=FastClock(START))
        installations.append(tambour)
        dispatcher = Dispatcher(tambour.store, {}, {}, clock=tambour.clock, dice=lambda: 0.5)
        return Chores(tambour, dispatcher, Supervisor({}))

    yield make
    for one in installations:
        one.close()


def held(tambour: Tambour) -> list[str]:
    with tambour.store.read() as tx:
        return [one.account for one in accounts.holds(tx)]


def refuse(tambour: Tambour, times: int = 1) -> None:
    with tambour.store.write() as tx:
        accounts.know(tx, {"main": "mastodon"})
        for _ in range(times):
            accounts.hold(tx, "main", accounts.CREDENTIALS, reason="401", now=START)


def test_credentials_that_are_accepted_again_let_their_account_go_on(made: Made) -> None:
    """Nobody has to come back to tell."""
    with serving(Instance()) as server:
        chores = made(mastodon(url=server.address))
        refuse(chores.tambour)

        chores.verify()

        assert held(chores.tambour) == []


def test_credentials_that_are_still_refused_keep_their_account_held(made: Made) -> None:
    """Its posts wait."""
    chores = made(mastodon(url="http://127.0.0.1:1"))
    refuse(chores.tambour)

    chores.verify()

    assert held(chores.tambour) == ["main"]


def test_credentials_that_are_accepted_and_refused_by_turns_are_tried_ever_more_rarely(made: Made) -> None:
    """A token without the right to post would be told every quarter of an hour."""
    with serving(Instance()) as server:
        chores = made(mastodon(url=server.address))
        refuse(chores.tambour, times=4)

        chores.verify()

        assert held(chores.tambour) == ["main"]


def test_an_account_that_the_settings_do_not_name_is_not_asked(made: Made) -> None:
    """There is nothing to ask with."""
    chores = made("{}")
    refuse(chores.tambour)

    chores.verify()

    assert held(chores.tambour) == ["main"]


def test_limits_are_asked_of_servers_that_tell_them(made: Made) -> None:
    """And a server that is away stops nothing."""
    with serving(Instance()) as server:
        chores = made(mastodon(url=server.address))

        chores.look_ahead()

        with chores.tambour.store.read() as tx:
            assert accounts.limits(
                tx, "main", known=chores.tambour.limits(chores.tambour.account("main"), keep=False)[0]
            )


class Ending(Plain):
    """An adapter whose credentials end."""

    def expires_at(self) -> datetime:
        return START + timedelta(days=self.days)

    days = 3


@pytest.mark.parametrize(("days", "told"), [(3, ["they end on 2026-11-27"]), (60, [])])
def test_credentials_that_end_soon_are_noted_once(made: Made, days: int, told: list[str]) -> None:
    """Time to renew them before anything is held, and one notice of it."""
    tambour = made(FOLDER).tambour
    adapter = Ending(Platform())
    adapter.days = days

    for _ in range(2):
        ask(tambour, tambour.account("carnet"), adapter)

    with tambour.store.read() as tx:
        assert [event.reason for _, event in following(tx, Filter())] == told


def test_an_account_that_cannot_be_asked_keeps_nobody_else_from_it(
    made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said, and the next one is asked."""
    made(mastodon(url="http://127.0.0.1:1")).look_ahead()

    assert "main was not asked" in caplog.text


def test_the_calendar_starts_anew_after_the_clock_was_set_back(made: Made) -> None:
    """Else it would do nothing until the old time comes round again."""
    chores = made("{}")

    with chores.going():
        chores.start_again()

    assert chores.fuses() == {}


def test_nobody_is_told_where_nobody_is_named(made: Made) -> None:
    """And nothing of the kind is loaded."""
    chores = made("{}")

    chores.tell()
    chores.finish()

    assert chores.rounds is None


@pytest.mark.parametrize(("state", "left"), [(State.CANCELLED, 1), (State.QUEUED, 3)])
def test_old_lines_are_left_out_but_never_those_of_a_post_that_is_not_settled(
    store: Store, queue: Queue, state: State, left: int
) -> None:
    """Its story is not over. The newest line stays too: its number must not be given again."""
    number = queue()
    with store.write() as tx:
        for event in ("edited", "moved"):
            log.record(tx, Event(LONG_AGO, number, "a", "plain", event, State.QUEUED, None, None, None))
        tx.exec_driver_sql("UPDATE events SET at = 0")
        if state is State.CANCELLED:
            tx.exec_driver_sql("UPDATE posts SET state = 'cancelled'")
        log.record(tx, Event(START, None, "a", "plain", "resumed", None, None, None, None))

        log.thin(tx, before=START - timedelta(days=400), most=100)

    with store.read() as tx:
        assert len(following(tx, Filter())) == left + (state is State.QUEUED)


def test_the_log_is_thinned_as_far_as_the_settings_say(made: Made) -> None:
    """In steps, so that the pump never waits long."""
    chores = made("events: {keep: 30d}")
    with chores.tambour.store.write() as tx:
        for at in (LONG_AGO, LONG_AGO, START, START):
            log.record(tx, Event(at, None, None, None, "stopped", None, None, None, None))

    chores.thin()

    with chores.tambour.store.read() as tx:
        assert [event.at for _, event in following(tx, Filter())] == [START, START]


def test_a_pump_that_comes_round_is_not_stuck() -> None:
    """However long its rounds take."""
    watchdog = Watchdog(patience=3)

    assert not any(watchdog.is_stuck(beat) for beat in (1, 1, 1, 2, 2, 2, 3))


def test_a_pump_that_stands_still_for_as_many_looks_as_one_is_patient_is_stuck() -> None:
    """And not before."""
    watchdog = Watchdog(patience=3)

    assert [watchdog.is_stuck(1) for _ in range(4)] == [False, False, False, True]


class Wall(FastClock):
    """A wall clock that can be set."""

    def set(self, by: timedelta) -> None:
        self._now += by
        self._start += by


@pytest.mark.parametrize(("by", "noticed"), [(-3600, True), (-0.5, False), (3600, False)])
def test_a_wall_clock_that_is_set_back_is_noticed_once(by: float, noticed: bool) -> None:
    """What goes by it must be told."""
    wall = Wall(START)
    clocks = Clocks(wall)
    wall.jump(START + timedelta(minutes=1))
    assert not clocks.were_set_back()

    wall.set(timedelta(seconds=by))

    assert [clocks.were_set_back(), clocks.were_set_back()] == [noticed, False]


QueueInto = Callable[[Store, State], None]


@pytest.fixture
def queue_into() -> QueueInto:
    """Return how to queue a post for an account that no settings name, and put it into a state."""

    def queue(store: Store, state: State) -> None:
        with store.write() as tx:
            accounts.know(tx, {"gone": "plain"})
            number = posts.add(tx, new_post(account="gone"), article=None, now=START)
        put(store, number, state)

    return queue


class Heard(Supervisor):
    """A supervisor that is listened to."""

    def __init__(self) -> None:
        super().__init__({})
        self.said: list[str] = []

    def tell(self, *facts: str) -> None:
        self.said += facts


def holds(tambour: Tambour) -> dict[str, str]:
    with tambour.store.read() as tx:
        return {one.account: one.hold for one in accounts.holds(tx)}


@pytest.mark.parametrize("state", [State.QUEUED, State.UNCERTAIN])
@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "settings"), ("credentials", "settings"), ("paused", "paused"), ("fuse", "fuse")],
)
def test_an_account_that_the_settings_no_longer_name_is_held_for_what_waits(
    made: Made, queue_into: QueueInto, state: State, before: str | None, after: str
) -> None:
    """Also for a post in doubt, which nobody looks into any more; what a person holds stays theirs."""
    chores = made(FOLDER)
    queue_into(chores.tambour.store, state)
    if before is not None:
        with chores.tambour.store.write() as tx:
            accounts.hold(tx, "gone", before, reason=None, now=START)

    hold_strays(chores.tambour)

    assert holds(chores.tambour) == {"gone": after}


def test_doctor_names_an_account_that_the_settings_no_longer_name(made: Made, queue_into: QueueInto) -> None:
    """Before any daemon has looked."""
    chores = made(FOLDER)
    queue_into(chores.tambour.store, State.UNCERTAIN)

    found = {check.name: check for check in examine(chores.tambour)}

    assert not found["account gone"].ok
    assert "tambour list --account gone" in found["account gone"].detail
    assert "resume" not in found["account gone"].detail


def test_settings_that_cannot_be_taken_over_yet_are_read_again(
    made: Made, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The database is locked for longer than anybody waits: half of the new settings would be worse than the old."""
    chores = made(FOLDER)
    supervisor = chores._supervisor = Heard()
    before = chores.tambour
    before.store.close()
    impatient = before.__dict__["store"] = Store(SqliteFile(tmp_path / "tambour.db", busy_timeout=0.01))
    other = sqlite3.connect(tmp_path / "tambour.db", isolation_level=None)
    load_text(tmp_path, FOLDER.replace("carnet", "cahier"))
    with closing(impatient), closing(other):
        other.execute("BEGIN IMMEDIATE")
        chores.reread()

        assert chores.tambour is before
        assert "read again soon" in caplog.text
        assert supervisor.said[-1] == "READY=1"
        other.execute("ROLLBACK")
        (again,) = chores._jobs.get_jobs()
        again.func()

    assert list(chores.tambour.settings.accounts) == ["cahier"]


def test_a_chore_that_nobody_answers_does_not_keep_the_daemon_from_ending() -> None:
    """A service that answers a letter at a time: the process would live on after its stop, without its pump."""
    hands, answer = Hands(), Gate()
    done = hands.submit(answer)
    assert answer.reached.wait(10)

    assert not hands.finish(0.01)
    answer.opened.set()
    assert hands.finish(10)
    assert done.result() is None


def test_a_chore_that_fails_tells_whoever_asked_for_it() -> None:
    """APScheduler logs it, and goes on."""
    with pytest.raises(StoreError, match="busy"):
        Hands().submit(raising(StoreError("busy"))).result(10)
