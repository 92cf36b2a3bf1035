"""The daemon as a real process, against a server behind a real socket, stopped and killed for real."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.base import Content
from scheduler.core.model import NewPost, Post
from scheduler.core.state import State
from scheduler.store import Store, open_store, posts
from scheduler.store import accounts as stored
from tests import warm
from tests.adapters.mastodons import FakeMastodon
from tests.shell.wire import Fault, Silence, Wire, cut, half, serving, stored_then_500

PATIENCE = 30
"""Seconds that a process may take for what takes it milliseconds."""


@dataclass(frozen=True)
class Installation:
    """A folder with settings for one Mastodon account."""

    folder: Path

    def queue(self, text: str = "Bonjour") -> int:
        """Queue a post that is due."""
        store = open_store(self.folder / "tambour.db")
        due = datetime.now(UTC) - timedelta(seconds=1)
        new = NewPost(
            "pouet", "mastodon", Content(text), due.astimezone(ZoneInfo("Europe/Paris")), State.QUEUED, "manual"
        )
        with store.write() as tx:
            stored.know(tx, {"pouet": "mastodon"})
            number = posts.add(tx, new, article=None, now=due)
        store.close()
        return number

    def post(self, number: int) -> Post:
        """Return a post as the database holds it."""
        store = open_store(self.folder / "tambour.db")
        with store.read() as tx:
            post = posts.get(tx, number)
        store.close()
        return post

    def environ(self) -> dict[str, str]:
        """Return a service's environment."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "POUET": FakeMastodon.token}

    @contextmanager
    def running(self, *options: str) -> Iterator[warm.Program]:
        """Start the daemon; it is killed at the end if it still runs."""
        with closing(warm.tambour("run", *options, folder=self.folder, environ=self.environ())) as process:
            yield process

    def run(self, *options: str) -> tuple[int, str]:
        """Run the daemon to its end; return its exit code and its log."""
        with self.running(*options) as process:
            _, log = process.communicate(timeout=PATIENCE)
            return process.wait(), log


@contextmanager
def installed(folder: Path, *faults: Fault) -> Iterator[tuple[Installation, Wire]]:
    """Write settings for a stand-in server."""
    with serving(*faults) as wire:
        settings = (
            "site: {timezone: Europe/Paris}\n"
            "dispatch: {fuse: {gap: 0s}}\n"  # else a second try is seconds away
            f"accounts:\n  pouet: {{platform: mastodon, url: '{wire.url}', token: {{env: POUET}}}}\n"
        )
        (folder / "tambour.yaml").write_text(settings, encoding="utf-8")
        yield Installation(folder), wire


def test_a_due_post_is_published(tmp_path: Path) -> None:
    """By the installed program, over a real connection."""
    with installed(tmp_path) as (home, wire):
        number = home.queue("Bonjour le monde")

        code, _ = home.run("--until-idle")

        assert (code, [seen.text for seen in wire.books.public()]) == (0, ["Bonjour le monde"])
        assert home.post(number).url == "https://social.example/@tilleul/9000"


@pytest.mark.parametrize("fault", [stored_then_500, cut, half])
def test_a_lost_answer_never_doubles_a_post(tmp_path: Path, fault: Fault) -> None:
    """The server stored it, and we were not told."""
    with installed(tmp_path, fault) as (home, wire):
        number = home.queue()

        home.run("--until-idle")

        assert len(wire.books.public()) == 1
        assert home.post(number).state is State.PUBLISHED


def test_a_kill_while_publishing_never_doubles_a_post(tmp_path: Path) -> None:
    """The next daemon finds out what became of it."""
    silence = Silence()
    with installed(tmp_path, silence) as (home, wire):
        number = home.queue()
        with home.running() as process:
            assert silence.reached.wait(PATIENCE)
            process.send_signal(signal.SIGKILL)
        silence.over.set()

        home.run("--until-idle")

        assert len(wire.books.public()) == 1
        assert home.post(number).state is State.PUBLISHED


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_finishes_what_is_in_flight(tmp_path: Path, how: signal.Signals) -> None:
    """Gracefully: no doubt is left behind."""
    silence = Silence()
    with installed(tmp_path, silence) as (home, wire):
        number = home.queue()
        with home.running() as process:
            assert silence.reached.wait(PATIENCE)
            process.send_signal(how)
            silence.over.set()
            process.communicate(timeout=PATIENCE)

            assert process.returncode == 0
        assert home.post(number).state is State.UNCERTAIN  # the late answer was a 500: it is settled as what it is
        assert len(wire.books.public()) == 1


def test_an_idle_daemon_stops_at_once(tmp_path: Path) -> None:
    """A restart of the machine must not wait for it."""
    with installed(tmp_path) as (home, _), home.running() as process:
        process.stderr.readline()  # it says that it has started

        process.terminate()

        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0


def test_a_second_daemon_refuses_to_start(tmp_path: Path) -> None:
    """Two of them would race for the same posts."""
    with installed(tmp_path) as (home, _), home.running() as process:
        process.stderr.readline()  # it says that it has started

        code, log = home.run("--once")

        assert code == 1
        assert "already serves" in log


def test_a_killed_daemon_leaves_no_lock_behind(tmp_path: Path) -> None:
    """Else nothing would go out after a power cut."""
    with installed(tmp_path) as (home, _):
        with home.running() as process:
            process.stderr.readline()  # it says that it has started
            process.kill()

        code, _ = home.run("--once")

        assert code == 0


def test_the_log_is_one_json_object_a_line(tmp_path: Path) -> None:
    """Log collectors take it as it is."""
    with installed(tmp_path) as (home, _):
        home.queue()

        _, log = home.run("--until-idle")

        lines = [json.loads(line) for line in log.splitlines()]
        assert [line["action"] for line in lines] == ["start", "published", "stop"]


def test_a_secret_is_nowhere_but_on_the_wire(tmp_path: Path) -> None:
    """Not in the log, not in the database, whatever goes wrong."""
    with installed(tmp_path, stored_then_500) as (home, _):
        home.queue()

        _, log = home.run("--until-idle")

        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert FakeMastodon.token not in log
        assert FakeMastodon.token.encode() not in kept


def test_a_missing_secret_holds_its_account_and_the_daemon_goes_on(tmp_path: Path) -> None:
    """One account's trouble is not the others'."""
    with installed(tmp_path) as (home, wire):
        settings = tmp_path / "tambour.yaml"
        settings.write_text(settings.read_text("utf-8").replace("POUET", "TAMBOUR_NONE"), encoding="utf-8")
        number = home.queue()

        code, log = home.run("--until-idle")

        assert (code, home.post(number).state, wire.books.public()) == (0, State.QUEUED, [])
        assert "TAMBOUR_NONE" in log


def test_a_post_queued_meanwhile_goes_out(tmp_path: Path) -> None:
    """The daemon notices what another process writes."""
    silence = Silence()
    with installed(tmp_path, silence) as (home, _), home.running() as process:
        process.stderr.readline()  # it says that it has started

        home.queue()

        assert silence.reached.wait(PATIENCE)
        silence.over.set()


def test_a_second_daemon_is_refused_through_a_link_too(tmp_path: Path) -> None:
    """It would take the first one's post in flight for a crash."""
    with installed(tmp_path) as (home, _), home.running() as process:
        process.stderr.readline()  # it says that it has started
        other = tmp_path / "other"
        other.mkdir()
        (other / "tambour.db").symlink_to(tmp_path / "tambour.db")
        (other / "tambour.yaml").write_text((tmp_path / "tambour.yaml").read_text("utf-8"), encoding="utf-8")

        code, log = Installation(other).run("--once")

        assert (code, "already serves" in log) == (1, True)


def test_the_lock_is_let_go_when_the_daemon_is_done(store: Store) -> None:
    """`doctor` takes it to see whether a daemon runs, and must not be taken for one."""
    with store.database.serving():
        during = store.database.daemons()

    assert (during, store.database.daemons()) == (1, 0)
