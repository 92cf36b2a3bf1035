"""Once posts are out: take one back, see how it is received, learn of those that were posted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, IdArgument, JsonOption, opened

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from adapters.base import Heard
    from scheduler.aftercare import Reception

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


def reception(number: IdArgument, as_json: JsonOption = False, config: ConfigOption = None) -> None:
    """Show how a published post is received: its platform's counts, and what people answered."""
    from scheduler.aftercare import reception as ask
    from scheduler.store import posts

    with opened(config) as tambour:
        with tambour.store.read() as tx:
            account = tambour.account(posts.get(tx, number).account)
        found = ask(tambour.store, tambour.adapter(account), number, now=tambour.clock.now())
        zone = tambour.settings.site.zone
    if as_json:
        show.document({"id": number, **_reception_json(found)})
    else:
        _show_reception(found, zone)
    for remark in found.remarks:
        show.say(remark, err=True)
    if found.counts is None and found.answers is None:
        raise typer.Exit(1)


def _reception_json(found: Reception) -> dict[str, object]:
    counts, answers = found.counts, found.answers
    return {
        "counts": None if counts is None else dict(counts),
        "answers": None if answers is None else [_answer_json(one) for one in answers],
    }


def _answer_json(heard: Heard) -> dict[str, str | None]:
    return {"author": heard.author, "text": heard.text, "at": heard.at.isoformat(), "url": heard.receipt.url}


def _show_reception(found: Reception, zone: ZoneInfo) -> None:
    if found.counts is not None:
        show.say(", ".join(f"{name}: {count}" for name, count in found.counts.items()) or "nothing is counted")
    rows = [(show.moment(one.at, zone), one.author, one.receipt.url or "", one.text) for one in found.answers or ()]
    if rows:
        show.table(("at", "author", "url", "text"), rows)
    elif found.answers is not None:
        show.say("nobody has answered")


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
    found = show.many(learnt.found, "post", "posts")
    typer.echo(f"{account} has {found} since then; {learnt.new} posted by hand are new to tambour")
    if learnt.stopped:
        show.say(f"there may be more: {learnt.stopped}", err=True)
        raise typer.Exit(1)
