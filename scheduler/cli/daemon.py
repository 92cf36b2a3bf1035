"""The daemon, and stopping accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.options import ConfigOption, opened

if TYPE_CHECKING:
    from scheduler.app import Tambour

AccountsArgument = Annotated[list[str] | None, typer.Argument(help="The accounts.", metavar="ACCOUNT")]
AllOption = Annotated[bool, typer.Option("--all", help="Every account.")]


def run(
    once: Annotated[bool, typer.Option("--once", help="Try what is due now, once, and stop.")] = False,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Stop when nothing that is due is left to do.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Publish posts at their times, until stopped by SIGTERM or Ctrl-C."""
    from scheduler.daemon import serve
    from scheduler.dispatch import Until

    if once and until_idle:
        raise typer.BadParameter("choose one of --once and --until-idle")
    with opened(config) as tambour:
        serve(tambour, until=Until.ONCE if once else Until.IDLE if until_idle else Until.STOPPED)


def pause(accounts: AccountsArgument = None, every: AllOption = False, config: ConfigOption = None) -> None:
    """Send nothing more for accounts, or for all of them, until they are resumed."""
    from scheduler.store import accounts as stored

    with opened(config) as tambour:
        names = _names(tambour, accounts, every=every)
        with tambour.store.write() as tx:
            stored.know(tx, {name: account.platform for name, account in tambour.settings.accounts.items()})
            for name in names:
                stored.hold(tx, name, stored.PAUSED, reason=None, now=tambour.clock.now())
    for name in names:
        typer.echo(f"{name} is paused; `tambour resume {name}` lets it go on")


def resume(accounts: AccountsArgument = None, every: AllOption = False, config: ConfigOption = None) -> None:
    """Let accounts go on."""
    from scheduler.store import accounts as stored

    with opened(config) as tambour:
        names = _names(tambour, accounts, every=every)
        with tambour.store.write() as tx:
            stored.know(tx, {name: account.platform for name, account in tambour.settings.accounts.items()})
            released = stored.release(tx, names, now=tambour.clock.now())
    for name in names:
        typer.echo(f"{name} goes on" if name in released else f"{name} was not held")


def _names(tambour: Tambour, accounts: Sequence[str] | None, *, every: bool) -> list[str]:
    from scheduler.store import accounts as stored

    if bool(accounts) == every:
        raise typer.BadParameter("name accounts, or say --all")
    with tambour.store.read() as tx:
        known = dict.fromkeys([*tambour.settings.accounts, *stored.names(tx)])
    if every:
        return list(known)
    for name in accounts or ():
        if name not in known:
            tambour.account(name)
    return list(accounts or ())
