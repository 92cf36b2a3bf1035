"""The daemon, and stopping accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, opened

if TYPE_CHECKING:
    from scheduler.app import Tambour
    from scheduler.store.accounts import Hold

AccountsArgument = Annotated[
    list[str] | None, typer.Argument(help="The accounts, or groups of them.", metavar="ACCOUNT")
]
AllOption = Annotated[bool, typer.Option("--all", help="Everything.")]


def run(
    once: Annotated[bool, typer.Option("--once", help="Try what is due now, once, and stop.")] = False,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Stop when nothing that is due is left to do.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Publish posts at their times, until stopped by SIGTERM or Ctrl-C."""
    from scheduler.daemon.serving import serve
    from scheduler.dispatch import Until

    if once and until_idle:
        raise typer.BadParameter("choose one of --once and --until-idle")
    with opened(config) as tambour:
        serve(tambour, until=Until.ONCE if once else Until.IDLE if until_idle else Until.STOPPED)


CampaignOption = Annotated[
    str | None, typer.Option("--campaign", help="A campaign, instead of accounts.", metavar="CAMPAIGN")
]


def pause(
    accounts: AccountsArgument = None,
    every: AllOption = False,
    campaign: CampaignOption = None,
    config: ConfigOption = None,
) -> None:
    """Send nothing more for accounts, or of a campaign, until resumed; --all stops everything within a second."""
    from scheduler.store import accounts as stored

    with opened(config) as tambour:
        if campaign is not None:
            _pause_campaign(tambour, campaign)
            return
        names = _names(tambour, accounts, every=every)
        now = tambour.clock.now()
        with tambour.store.write() as tx:
            stored.know(tx, {name: account.platform for name, account in tambour.settings.accounts.items()})
            if every:
                stored.stop_all(tx, reason=None, now=now)
            for name in names:
                stored.hold(tx, name, stored.PAUSED, reason=None, now=now)
    if every:
        typer.echo("everything is stopped, what is on its way aside; `tambour resume --all` lets it go on")
    for name in names:
        typer.echo(f"{name} is paused; `tambour resume {name}` lets it go on")


def resume(
    accounts: AccountsArgument = None,
    every: AllOption = False,
    campaign: CampaignOption = None,
    config: ConfigOption = None,
) -> None:
    """Let accounts go on, whatever held them; --all ends the stop of everything, and what is held stays so.

    A fuse that has blown counts anew from then on, so look first at what was sent: `tambour log --account ACCOUNT`.
    Posts of a campaign whose times have passed get the next free ones.
    """
    from scheduler.store import accounts as stored

    with opened(config) as tambour:
        if campaign is not None:
            _resume_campaign(tambour, campaign)
            return
        names = _names(tambour, accounts, every=every)
        _check_named(tambour, names)
        now = tambour.clock.now()
        with tambour.store.write() as tx:
            stored.know(tx, {name: account.platform for name, account in tambour.settings.accounts.items()})
            stopped = stored.stopped(tx) is not None
            held = {one.account: one for one in stored.holds(tx)}
            if every:
                stored.go_on(tx, now=now)
            stored.release(tx, names, now=now)
    if every:
        typer.echo("everything goes on" if stopped else "nothing was stopped")
        for one in held.values():
            typer.echo(f"{one.account} stays held, {_told(one)}; {stored.way_on(one)}", err=True)
    for name in names:
        typer.echo(f"{name} goes on; it was held, {_told(held[name])}" if name in held else f"{name} was not held")
    if names and stopped:
        typer.echo("nothing is sent all the same: everything is stopped; `tambour resume --all` ends that", err=True)


def _check_named(tambour: Tambour, names: Sequence[str]) -> None:
    from scheduler.errors import NotFound

    for name in names:
        if name not in tambour.settings.accounts:
            raise NotFound(
                f"{tambour.settings.path} does not name the account {name!r}, so nobody would send its posts: name it "
                f"again, or look at what waits for it with `tambour list --account {name}` and cancel it"
            )


def _pause_campaign(tambour: Tambour, name: str) -> None:
    from scheduler.campaigns import pause as halt

    waiting = halt(tambour.store, tambour.campaign(name).name, now=tambour.clock.now())
    waits = show.many(waiting, "post waits", "posts wait")
    typer.echo(f"the campaign {name} is paused, {waits}; `tambour resume --campaign {name}` lets it go on")


def _resume_campaign(tambour: Tambour, name: str) -> None:
    from scheduler.campaigns import resume as go_on

    settings = tambour.campaign(name)
    now = tambour.clock.now()
    was_paused, going = go_on(tambour.store, name, tambour.rhythms(), now=now, end=settings.end)
    posts = show.many(going, "post", "posts")
    typer.echo(f"the campaign {name} goes on, {posts}" if was_paused or going else f"{name} was not paused")
    if settings.paused:
        typer.echo(f"the settings say that {name} is paused: `tambour apply` holds its posts again", err=True)


def _told(one: Hold) -> str:
    return f"{one.hold}: {one.reason}" if one.reason else one.hold


def _names(tambour: Tambour, accounts: Sequence[str] | None, *, every: bool) -> list[str]:
    from scheduler.store import accounts as stored

    if bool(accounts) == every:
        raise typer.BadParameter("name accounts, or say --all")
    with tambour.store.read() as tx:
        known = dict.fromkeys([*tambour.settings.accounts, *stored.names(tx)])
    names = tambour.spread(accounts or ())
    for name in names:
        if name not in known:
            tambour.account(name)
    return names
