"""Once posts are out: take one back, learn of those that were posted by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, IdArgument, opened

BACK = "90d"
"""How far back is looked where nothing else is said: what is older may well be said again."""


def retract(number: IdArgument, config: ConfigOption = None) -> None:
    """Delete what is public of a post, where its platform lets us; it is never published again."""
    from scheduler.aftercare import retract as take_back
    from scheduler.store import posts

    with opened(config) as tambour:
        with tambour.store.read() as tx:
            account = tambour.account(posts.get(tx, number).account)
        public = take_back(tambour.store, tambour.adapter(account), number, now=tambour.clock.now())
    for receipt in public:
        show.say(f"deleted {receipt.url or receipt.id}")
    typer.echo(f"post {number} is retracted")


def import_sent(
    account: Annotated[str, typer.Argument(help="The account.", metavar="ACCOUNT")],
    since: Annotated[str, typer.Option("--since", help="How far back to look.", metavar="WHEN")] = BACK,
    config: ConfigOption = None,
) -> None:
    """Learn what was posted on an account by hand, so that `queue` and `post` do not say it again."""
    from scheduler.aftercare import learn
    from scheduler.core.when import understand_since
    from scheduler.store import accounts

    with opened(config) as tambour:
        named, now = tambour.account(account), tambour.clock.now()
        from_then = understand_since(since, now=now, zone=tambour.settings.site.timezone)
        with tambour.store.write() as tx:
            accounts.know(tx, {named.name: named.platform})
        learnt = learn(tambour.store, tambour.adapter(named), named.name, since=from_then, now=now)
    typer.echo(f"{account} has {learnt.found} posts since then; {learnt.new} posted by hand are new to tambour")
    if learnt.stopped:
        show.say(f"there may be more: {learnt.stopped}", err=True)
        raise typer.Exit(1)
