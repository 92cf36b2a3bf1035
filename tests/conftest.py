"""How the laws are tried out, and the server that all tests of a session share."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from shutil import disk_usage

import pytest
from filelock import FileLock
from hypothesis import settings

from scheduler.store import open_store
from tests.postgres import Postgres, started

# a busy machine makes an example slow, never wrong; a failure elsewhere must be the same failure here
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None)
settings.load_profile(os.environ.get("TAMBOUR_LAWS", "quick"))

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108  each file there is in a new folder
if "TMPDIR" not in os.environ and MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM:
    # databases flush to their disk thousands of times; here processes are killed, not machines
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

TEMPLATE = "tambour_template"
"""A database with empty tables, of which each test gets a copy: ten times as fast as making them anew."""


LONGEST = ("tests/torture/", "tests/test_benchmarks", "tests/shell/test_life_of_a_post")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end, one process would be at it while the others have nothing to do."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Postgres:
    """Return the server; the first process of the session to ask starts it, and it ends with the session."""
    folder, session = tmp_path_factory.getbasetemp(), os.getpid()
    if hasattr(request.config, "workerinput"):
        folder, session = folder.parent, os.getppid()
    note = folder / "postgres"
    with FileLock(f"{note}.lock"):
        if not note.exists():
            server = started(lives_with=session)
            server.ask(f"CREATE DATABASE {TEMPLATE}")
            open_store(server.at(TEMPLATE)).close()
            note.write_text(f"{server.folder}\n{server.programs}")
    home, programs = note.read_text().splitlines()
    return Postgres(Path(home), Path(programs))
