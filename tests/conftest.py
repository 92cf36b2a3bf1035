"""How the laws are tried out, and the PostgreSQL server that all tests of a session share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from scheduler.store import open_store
from tests.postgres import Postgres, started

# a busy machine makes an example slow, never wrong; a failure elsewhere must be the same failure here
settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, derandomize=True)
settings.load_profile("thorough" if "CI" in os.environ else "quick")

TEMPLATE = "tambour_template"
"""A database with empty tables, of which each test gets a copy: faster than making them anew."""


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Postgres:
    """Return the server; the first to ask, in whichever process, starts it."""
    note = _note(request.config)
    with FileLock(f"{note}.lock"):
        if not note.exists():
            server = started()
            note.write_text(f"{server.folder}\n{server.programs}")
            server.ask(f"CREATE DATABASE {TEMPLATE}")
            open_store(server.at(TEMPLATE)).close()
    return _noted(note)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the server when the process that started all others ends."""
    note = _note(session.config)
    if not hasattr(session.config, "workerinput") and note.exists():
        _noted(note).remove()


def _note(config: pytest.Config) -> Path:
    folder: Path = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # a hook has no other way to it
    return (folder.parent if hasattr(config, "workerinput") else folder) / "postgres"


def _noted(note: Path) -> Postgres:
    folder, programs = note.read_text().splitlines()
    return Postgres(Path(folder), Path(programs))
