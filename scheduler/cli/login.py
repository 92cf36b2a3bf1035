"""Logging in to accounts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.options import ConfigOption, opened
from scheduler.cli.printable import printable

if TYPE_CHECKING:
    from scheduler.app import Tambour
    from scheduler.logins.person import Desk


class Terminal:
    """The person at this terminal; or what feeds standard input, a line for each question."""

    def tell(self, words: str) -> None:
        """Show a line."""
        typer.echo(printable(words), err=True)

    def ask(self, question: str, *, secret: bool) -> str:
        """Return the answer."""
        if sys.stdin.isatty():
            return str(typer.prompt(printable(question), default="", show_default=False, hide_input=secret, err=True))
        self.tell(f"{question}:")
        return sys.stdin.readline().strip()

    def visit(self, page: str) -> None:
        """Open a page in a browser, unless nobody sits here."""
        if sys.stdin.isatty():
            import webbrowser

            webbrowser.open(page)


def login(
    account: Annotated[str, typer.Argument(help="The account, as the settings name it.", metavar="ACCOUNT")],
    way: Annotated[
        str | None, typer.Option("--way", help="The way in, where the platform has several: paste, oauth1 or oauth2.")
    ] = None,
    redirect: Annotated[
        str | None, typer.Option("--redirect", help="Where a browser is sent back to, as on the app's page.")
    ] = None,
    paste: Annotated[
        bool, typer.Option("--paste", help="Paste the browser's answer, where the browser is on another machine.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Log in to an account: says where to go and what to allow, tries the secret, and keeps it encrypted."""
    from scheduler.logins.walking import Wish, log_in

    with opened(config) as tambour:
        wish = Wish(way, redirect, paste)
        identity = log_in(tambour, tambour.account(account), _desk(tambour, account), wish)
    told = " ".join(filter(None, (identity.name, identity.url)))
    typer.echo(printable(f"{account} is logged in as {told}"))
    typer.echo("a daemon that runs takes it up within a quarter of an hour, or at once by SIGHUP", err=True)


def _desk(tambour: Tambour, account: str) -> Desk:
    from secrets import token_urlsafe

    from adapters.http import client
    from scheduler.logins.person import Desk

    options = tambour.known_options(tambour.account(account))
    web = client(private=tambour.reachable(options))
    tambour.closing.callback(web.close)
    return Desk(Terminal(), web, options, lambda: token_urlsafe(48))
