"""What is planned: what goes out next, and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption, asked_about, opened

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scheduler.core.model import PostSummary

AccountOption = Annotated[
    str | None, typer.Option("--account", "-a", help="Only this account, or those of this group.", metavar="ACCOUNT")
]


def next_(
    account: AccountOption = None,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, max=1000, help="At most so many.")] = 10,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what goes out next: when, on the clocks of your site, and in how long."""
    from scheduler.store import accounts, posts

    with opened(config) as tambour:
        named = asked_about(tambour, account)
        with tambour.unwritten() as store, store.read() as tx:
            found = posts.upcoming(tx, named or accounts.names(tx), most=lines)
            stopped = accounts.stopped(tx) is not None
        now, zone = tambour.clock.now(), tambour.settings.site.zone
    if stopped:
        typer.echo("everything is stopped; `tambour resume --all` lets it go on", err=True)
    if as_json:
        show.document([show.summary_json(one) | {"goes_out_at": _awaited(one, zone).isoformat()} for one in found])
    elif found:
        show.table(("id", "when", "in", "account", "state", "text"), [_next_row(one, now, zone) for one in found])
    else:
        typer.echo("nothing waits for its time; `tambour queue ARTICLE` makes posts", err=True)


def _next_row(post: PostSummary, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    from scheduler.core.calendar.distance import until

    at = _awaited(post, zone)
    return str(post.id), f"{show.wall(at)} {at:%Z}", until(at - now), post.account, show.state(post), post.text


def _awaited(post: PostSummary, zone: ZoneInfo) -> datetime:
    """Return from when a post may go out, in `zone`."""
    return (post.not_before or post.publish_at).astimezone(zone)
