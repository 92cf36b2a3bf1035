"""Options and arguments that several commands share, and the opened installation behind them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.app import Tambour

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="The settings file; else TAMBOUR_CONFIG, ./tambour.yaml, then the XDG place."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AccountsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--account", "-a", help="Only this account, or group of accounts; may be repeated.", metavar="ACCOUNT"
    ),
]
AtOption = Annotated[
    str | None, typer.Option("--at", help='When: an ISO time, or words such as "demain 9h".', metavar="WHEN")
]
LARGEST = 2**63 - 1
"""What a database's number can be."""
IdArgument = Annotated[int, typer.Argument(help="The post's number.", metavar="ID", min=1, max=LARGEST)]
IdsArgument = Annotated[list[int], typer.Argument(help="The posts' numbers.", metavar="ID", min=1, max=LARGEST)]

_config: ContextVar[Path | None] = ContextVar("config", default=None)


def remember_config(config: Path | None) -> None:
    """Keep what `tambour --config FILE COMMAND` said for the command."""
    _config.set(config)


def remembered(config: Path | None) -> Path | None:
    """Return the settings file that the command was given, before or after its name."""
    return config or _config.get()


@contextmanager
def opened(config: Path | None) -> Iterator[Tambour]:
    """Open the installation that the settings describe."""
    from scheduler import app

    with app.opened(remembered(config), environ=os.environ, folder=Path.cwd()) as tambour:
        yield tambour


def asked_about(tambour: Tambour, name: str | None) -> tuple[str, ...]:
    """Return the accounts that are asked about, of the settings or of the database; none: all of them.

    Raises NotFound.
    """
    from scheduler.store import accounts

    if name is None:
        return ()
    if name in tambour.settings.groups:
        return tambour.settings.groups[name]
    with tambour.unwritten() as store, store.read() as tx:
        known = name in accounts.names(tx)
    return (name,) if known else (tambour.account(name).name,)


def understood(tambour: Tambour, words: str, zone: str | None = None) -> datetime:
    """Understand a time, and say on standard error what was understood."""
    from scheduler.core.when import understand

    return _told(words, understand(words, now=tambour.clock.now(), zone=zone or tambour.settings.site.timezone))


def end_understood(tambour: Tambour, words: str) -> datetime:
    """Understand an end, which may be a whole day, and say on standard error what was understood."""
    from scheduler.core.when import understand_until

    return _told(words, understand_until(words, now=tambour.clock.now(), zone=tambour.settings.site.timezone))


def _told(words: str, at: datetime) -> datetime:
    from scheduler.core.when import describe

    typer.echo(f"{words!r} is {describe(at)}", err=True)
    return at
