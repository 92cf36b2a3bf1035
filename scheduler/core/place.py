"""Where a database is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a PostgreSQL server."""

    address: str
    """Such as `postgresql+psycopg://tambour@db.example/tambour`; never with a password."""
    password: str | None = field(default=None, repr=False)
    """Where it is `None`, the driver looks for one itself: `PGPASSWORD`, then `~/.pgpass`."""

    def __str__(self) -> str:
        """Return what people may see."""
        return self.address


Place: TypeAlias = Path | Server
"""A SQLite file, or a database on a PostgreSQL server."""
