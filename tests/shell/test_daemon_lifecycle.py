"""The daemon's own life as a real process: its supervisor, its settings read again, its health, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import random
from threading import Event, Thread, Timer
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest

from adapters.base import Content
from scheduler.app import opened
from scheduler.core.model import NewPost
from scheduler.core.state import State
from scheduler.daemon.serving import serve
from scheduler.dispatch import Dispatcher, Stop, Until
from scheduler.store import accounts as stored
from scheduler.store import open_store, posts
from scheduler.store.log import Filter, following
from tests import warm
from tests.shell.books import Books
from tests.shell.test_daemon import PATIENCE
from tests.shell.test_metrics import free_port

SETTINGS = "site: {timezone: Europe/Paris}\naccounts:\n  carnet: {platform: folder, folder: out}\n"
MORE = SETTINGS + "  journal: {platform: folder, folder: journal}\n"


@dataclass(frozen=True)
class Home:
    """A folder with settings, and the daemon that serves it."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def write(self, settings: str) -> None:
        """Replace the settings."""
        (self.folder / "tambour.yaml").write_text(settings, encoding="utf-8")

    def queue(self, account: str) -> int:
        """Queue a post that is due."""
        due = (datetime.now(UTC) - timedelta(seconds=1)).astimezone(ZoneInfo("Europe/Paris"))
        new = NewPost(account, "folder", Content("Bonjour"), due, State.QUEUED, "manual")
        with closing(open_store(self.folder / "tambour.db")) as store, store.write() as tx:
            stored.know(tx, {account: "folder"})
            return posts.add(tx, new, article=None, now=due)

    def events(self) -> list[tuple[str | None, str]]:
        """Return the log: accounts and what happened to them."""
        with closing(open_store(self.folder / "tambour.db")) as store, store.read() as tx:
            return [(event.account, event.event) for _, event in following(tx, Filter())]

    @contextmanager
    def running(self) -> Iterator[Daemon]:
        """Start the daemon, and wait until it has started; it is killed at the end if it still runs."""
        with closing(warm.tambour("run", folder=self.folder, environ=self._environ())) as process:
            daemon = Daemon(process)
            overdue = Timer(PATIENCE, process.kill)  # what it does not say by then, it will not say
            overdue.start()
            try:
                daemon.says("started")
                yield daemon
            finally:
                overdue.cancel()

    def run(self, *options: str) -> str:
        """Run the daemon to its end, and return its log."""
        done = warm.run("run", *options, folder=self.folder, environ=self._environ())
        done.check_returncode()
        return done.stderr

    def doctor(self) -> dict[str, tuple[bool, str]]:
        """Return what the doctor finds."""
        done = warm.run("doctor", "--json", folder=self.folder, environ=self._environ())
        found = [json.loads(line) for line in done.stdout.splitlines()]
        return {one["check"]: (one["ok"], one["detail"]) for one in found}

    def _environ(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), **self.environ}


@dataclass(frozen=True)
class Daemon:
    """A daemon that runs."""

    process: warm.Program

    def says(self, message: str) -> str:
        """Return the next line of its log that has `message` in it."""
        for line in self.process.stderr:
            if message in line:
                return line
        raise AssertionError(f"it ended without saying {message!r}")

    def stop(self) -> int:
        """Ask it to stop, and return how it ended."""
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)
        return self.process.wait()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.write(SETTINGS)
    return home


@contextmanager
def supervisor(place: str) -> Iterator[Callable[[], str]]:
    """Listen as systemd does, and return how to hear the next thing that is said."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0" + place[1:] if place.startswith("@") else place)
        listening.settimeout(PATIENCE)
        yield lambda: listening.recv(4096).decode()


def hears(hear: Callable[[], str], said: str) -> list[str]:
    """Listen until something is said, and return all that was said by then."""
    heard = [hear()]
    while not heard[-1].startswith(said):
        heard.append(hear())
    return heard


@pytest.mark.parametrize("kind", ["file", "abstract"])
def test_the_supervisor_hears_of_every_step(tmp_path: Path, kind: str) -> None:
    """So that systemd knows when it is ready, whether it lives, and why it is silent."""
    place = str(tmp_path / "notify") if kind == "file" else f"@tambour-{tmp_path.name}-{os.getpid()}"
    home = Home(tmp_path, {"NOTIFY_SOCKET": place})
    home.write(SETTINGS)
    with supervisor(place) as hear, home.running() as daemon:
        assert hear() == "READY=1"
        hears(hear, "WATCHDOG=1")
        daemon.process.send_signal(signal.SIGHUP)
        assert "MONOTONIC_USEC=" in hears(hear, "RELOADING=1")[-1]
        hears(hear, "READY=1")

        daemon.process.terminate()

        assert daemon.process.wait(PATIENCE) == 0


def test_a_supervisor_that_has_gone_stops_nothing(tmp_path: Path) -> None:
    """Posts matter more."""
    home = Home(tmp_path, {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    home.write(SETTINGS)

    with home.running() as daemon:
        daemon.says("does not listen")

        assert daemon.stop() == 0


def test_settings_are_read_again(home: Home) -> None:
    """A new account is served without a restart."""
    with home.running() as daemon:
        home.write(MORE)
        daemon.process.send_signal(signal.SIGHUP)
        daemon.says("read the settings again")

        home.queue("journal")

        daemon.says("post 1 published")


def test_settings_that_are_wrong_change_nothing(home: Home) -> None:
    """It goes on with the old ones, and says what is wrong and where."""
    with home.running() as daemon:
        home.write("accounts: {carnet: {platform: floder}}")
        daemon.process.send_signal(signal.SIGHUP)
        assert "line 1" in daemon.says("the settings stay as they were")

        home.queue("carnet")

        daemon.says("post 1 published")


def test_another_database_needs_a_restart(home: Home) -> None:
    """What is under way belongs to the old one."""
    with home.running() as daemon:
        home.write(SETTINGS + "database: sqlite:///other.db\n")
        daemon.process.send_signal(signal.SIGHUP)

        assert "another database" in daemon.says("the settings stay as they were")


def test_posts_of_an_account_that_was_removed_are_held_and_go_out_when_it_is_back(home: Home) -> None:
    """They must not vanish, nor wait in silence."""
    home.queue("journal")
    with home.running() as daemon:
        home.write(MORE)
        daemon.process.send_signal(signal.SIGHUP)

        daemon.says("post 1 published")

    told = [event for account, event in home.events() if account == "journal"]
    assert told == ["queued", "held: settings", "resumed", "claimed", "published"]


def test_the_health_file_says_how_the_daemon_does(home: Home) -> None:
    """A monitor reads it without asking anybody."""
    with home.running() as daemon:
        daemon.process.send_signal(signal.SIGHUP)
        daemon.says("read the settings again")  # by then the pulse has beaten

        told = json.loads((home.folder / "tambour.db.health").read_text(encoding="utf-8"))

        assert told["pid"] == daemon.process.pid
        assert datetime.fromisoformat(told["last_turn"]) > datetime.now(UTC) - timedelta(seconds=PATIENCE)
        assert "running" in home.doctor()["daemon"][1]
        assert daemon.stop() == 0
    assert not (home.folder / "tambour.db.health").exists()


def test_a_daemon_that_was_killed_is_missed(home: Home) -> None:
    """Its health file is left behind."""
    with home.running() as daemon:
        daemon.process.send_signal(signal.SIGHUP)
        daemon.says("read the settings again")
        daemon.process.kill()

    ok, detail = home.doctor()["daemon"]

    assert not ok
    assert "without saying so" in detail


class Still(Dispatcher):
    """A pump that never comes round."""

    def run(self, stop: Stop, *, until: Until = Until.STOPPED) -> None:
        Event().wait()


def hang() -> None:
    """Serve with a pump that stands still."""
    with opened(Path("tambour.yaml"), environ={}, folder=Path()) as tambour:
        serve(tambour, patience=1, pump=lambda one: Still(one.store, {}, {}, clock=one.clock, dice=random))


def test_a_pump_that_stands_still_ends_the_process_with_a_code_of_its_own(home: Home) -> None:
    """So that the supervisor starts another one."""
    with closing(warm.Program(hang, folder=home.folder, environ={})) as process:
        _, log = process.communicate(PATIENCE)

        assert process.returncode == 70
        assert "the pump has not come round" in log


def test_a_process_that_was_stopped_and_goes_on_is_not_stuck(home: Home) -> None:
    """A laptop that slept, a shell's Ctrl-Z: seconds have passed, and nothing is wrong."""
    with home.running() as daemon:
        daemon.process.send_signal(signal.SIGSTOP)
        daemon.process.await_standstill()
        daemon.process.send_signal(signal.SIGCONT)

        home.queue("carnet")

        daemon.says("post 1 published")
        assert daemon.stop() == 0


def test_people_are_told_also_by_a_daemon_that_runs_once(tmp_path: Path) -> None:
    """Whoever starts it from cron is told as well, at the address that the environment holds."""
    with Books() as books:
        Thread(target=books.serve_forever, args=(0.01,), daemon=True).start()
        home = Home(tmp_path, {"NTFY": books.address()})
        home.write(SETTINGS + "notify: {to: [{env: NTFY}], language: fr, digest: no}\n")
        home.run("--once")
        home.queue("journal")

        home.run("--once")
        home.run("--once")
        books.shutdown()

    (told,) = books.told
    assert told["title"] == "tambour – Des publications attendent pour un compte que les réglages ne nomment pas"
    assert "publications en attente : 1" in told["message"].replace("\N{NO-BREAK SPACE}", " ")


def test_metrics_are_served_while_the_daemon_runs(home: Home) -> None:
    """On the port that the settings name, and on no other."""
    port = free_port()
    home.write(SETTINGS + f"metrics: {{port: {port}}}\n")

    with home.running(), urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE) as answer:
        told = answer.read().decode()

    assert "tambour_pump_last_turn_timestamp_seconds" in told


def test_a_port_that_is_taken_stops_no_post(home: Home) -> None:
    """It says so, and goes on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        home.write(SETTINGS + f"metrics: {{port: {other.getsockname()[1]}}}\n")
        home.queue("carnet")

        assert "no metrics on" in home.run("--once")

    assert ("carnet", "published") in home.events()
