"""Bringing the tables up to date with Alembic, after a backup."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config

from scheduler.store.backup import copy_database
from scheduler.store.database import REVISIONS, Store, Tx, revision

log = logging.getLogger(__name__)


def migrate(path: Path, *, to: str = REVISIONS[-1]) -> None:
    """Bring the tables to revision `to`, all in one transaction, while other processes wait.

    An existing database is first copied to a file beside it, named after its revision.

    Raises StoreError.
    """
    store = Store(path, foreign_keys=False)  # a migration may replace a table that others refer to
    try:
        with store.write() as tx:
            since = revision(tx, path)  # another process may have been first
            if since not in {None, to}:
                _keep(path, str(since))
            if since != to:
                _upgrade(tx, to)
    finally:
        store.close()


def _keep(path: Path, since: str) -> None:
    backup = path.with_name(f"{path.name}.before-migration-from-{since}")
    copy_database(path, backup)
    log.info("database backed up before its migration", extra={"action": "backup", "file": str(backup)})


def _upgrade(tx: Tx, to: str) -> None:
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))  # Alembic expands %(names)
    config.attributes["connection"] = tx
    command.upgrade(config, to)
