"""Where the database is: the settings `database:` and `database_password:`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl

from pydantic import AfterValidator

from scheduler.settings.credentials import SecretRef
from scheduler.settings.values import safely, split, text

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql+psycopg://"


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A database on a PostgreSQL server."""

    address: str
    """Without a password."""
    password: SecretRef | None = None
    """Where its password is kept; `None`: the driver looks for one itself, or needs none."""

    def __str__(self) -> str:
        """Return what people may see."""
        return self.address


def checked(value: str) -> str:
    """Return an address that is one.

    Raises ValueError.
    """
    if value.startswith(POSTGRESQL):
        return _server(value)
    if not value.startswith(SQLITE) or value == SQLITE:
        raise ValueError(
            f"{safely(value)} is no database address; write sqlite:/// and a file, such as sqlite:///tambour.db, "
            "or a server's, such as postgresql+psycopg://tambour@db.example/tambour"
        )
    return value


def _server(value: str) -> str:
    parts = split(value)
    if parts is None or len(parts.path) < len("/d"):
        raise ValueError(f"{safely(value)} is no whole address; write {POSTGRESQL}USER@HOST/DATABASE")
    if parts.password is not None or any(name.endswith("password") for name, _ in parse_qsl(parts.query)):
        raise ValueError("a password must not stand in an address; say in database_password where it is kept")
    return value


Database = Annotated[
    str,
    AfterValidator(checked),
    text(r"^(sqlite:///|postgresql\+psycopg://).", "such as sqlite:///tambour.db"),
]


def located(address: str, password: SecretRef | None, folder: Path) -> Path | DatabaseServer:
    """Return where the database is; a relative path starts from `folder`."""
    if address.startswith(SQLITE):
        return (folder / address.removeprefix(SQLITE)).absolute()
    return DatabaseServer(address, password)
