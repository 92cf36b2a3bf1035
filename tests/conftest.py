"""How the laws are tried out, and the server that all tests of a session share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from scheduler.store import open_store
from tests.postgres import Postgres, started

# a busy machine makes an example slow, never wrong; a failure elsewhere must be the same failure here
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None)
settings.load_profile(os.environ.get("TAMBOUR_LAWS", "quick"))

TEMPLATE = "tambour_template"
"""A database with empty tables, of which each test gets a copy: ten times as fast as making them anew."""


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
