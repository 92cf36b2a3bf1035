"""Bringing the tables up to date with Alembic, after a backup."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from scheduler.store.backup import copy_database

log = logging.getLogger(__name__)


def migrate(path: Path, *, since: str | None, to: str = "head") -> None:
    """Run the migrations between revision `since` and `to`, all in one transaction each.

    An existing database is first copied to a file beside it, named after its revision.
    """
    if since is not None:
        backup = path.with_name(f"{path.name}.before-migration-from-{since}")
        copy_database(path, backup)
        log.info("database backed up before its migration", extra={"action": "backup", "file": str(backup)})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    finally:
        engine.dispose()
