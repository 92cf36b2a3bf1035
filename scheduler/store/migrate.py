"""Bringing the tables up to date with Alembic, after a backup."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config

from scheduler.core.place import Place
from scheduler.store.backup import copy_file
from scheduler.store.database import REVISIONS, Store, Tx, database_at, revision

log = logging.getLogger(__name__)


def migrate(place: Place, *, to: str = REVISIONS[-1]) -> None:
    """Bring the tables to revision `to`, all in one transaction, while other processes wait.

    An existing file is first copied to one beside it, named after its revision.

    Raises StoreError.
    """
    store = Store(database_at(place), foreign_keys=False)  # a migration may replace a table that others refer to
    try:
        with store.write() as tx:
            since = revision(tx, place)  # another process may have been first
            if since not in {None, to} and isinstance(place, Path):
                _keep(place, str(since))
            if since != to:
                _upgrade(tx, to)
    finally:
        store.close()


def _keep(path: Path, since: str) -> None:
    backup = path.with_name(f"{path.name}.before-migration-from-{since}")
    copy_file(path, backup)
    log.info("database backed up before its migration", extra={"action": "backup", "file": str(backup)})


def _upgrade(tx: Tx, to: str) -> None:
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))  # Alembic expands %(names)
    config.attributes["connection"] = tx
    command.upgrade(config, to)
