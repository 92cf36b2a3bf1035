"""A copy of the database, and the installation over it: what is written there is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.app import Tambour
from scheduler.clock import FastClock
from scheduler.store import backup, exists


@contextmanager
def staged(tambour: Tambour, *, end: datetime) -> Iterator[tuple[Tambour, FastClock]]:
    """Yield an installation over a copy of the database, and its clock, which goes fast from now to `end`.

    Raises StoreError.
    """
    clock = FastClock(tambour.clock.now(), end)
    with TemporaryDirectory(prefix="tambour-") as folder:
        copy = Path(folder) / "rehearsal.db"
        if exists(tambour.place):
            backup.back_up(tambour.place, copy)
        settings = replace(tambour.settings, database=copy)
        over_copy = Tambour(settings, tambour.environ, clock, tambour.secrets, ExitStack(), durable=False)
        with closing(over_copy):
            yield over_copy, clock
