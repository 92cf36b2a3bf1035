"""Queueing articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli import means, show
from scheduler.cli.destinations import chosen
from scheduler.cli.options import AccountsOption, AtOption, ConfigOption, JsonOption, opened, understood
from scheduler.cli.sources import files
from scheduler.core.state import State
from scheduler.errors import ArticleError, TambourError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from scheduler.app import Tambour
    from scheduler.intake import Destination, Timing
    from scheduler.queueing import Queued, Wishes

ArticlesArgument = Annotated[
    list[Path], typer.Argument(help="Markdown files, or addresses of articles.", metavar="ARTICLE")
]


def queue(
    paths: ArticlesArgument,
    account: AccountsOption = None,
    start: Annotated[str | None, typer.Option("--start", help="Nothing goes out before.", metavar="WHEN")] = None,
    every: Annotated[
        str | None, typer.Option("--every", help="Least distance between two posts, such as 2d.", metavar="DISTANCE")
    ] = None,
    at: AtOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Wait for `tambour approve`.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be queued, and write nothing.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Queue even what is queued already, or posted by hand.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Split articles into teasers, and give each its time on every account; a second time changes nothing.

    With --at, the first post of each account goes out at exactly that time, and the others after it: by the
    account's rhythm, or with --every at exactly that distance.
    """
    from scheduler.queueing import Wishes

    if start and at:
        raise typer.BadParameter("choose one of --start and --at")
    with opened(config) as tambour:
        paths = files(tambour, paths)
        timing = _timing(tambour, start=start, at=at, every=every)
        wishes = Wishes(timing, State.DRAFT if draft else State.QUEUED, again=again, dry_run=dry_run)
        destinations = chosen(tambour, account or (), keep=not dry_run)
        done = list(_queue_each(tambour, paths, destinations, wishes))
        if not as_json:
            means.tell(tambour, [post for one in done for _, post in one.posts])
    if as_json:
        show.document([_queued_json(one) for one in done])
    else:
        _print_queued(done, tambour.settings.site.zone, dry_run=dry_run)
    if len(done) < len(paths):
        raise typer.Exit(1)


def _timing(tambour: Tambour, *, start: str | None, at: str | None, every: str | None) -> Timing:
    from scheduler.core.when import understand_every
    from scheduler.intake import Timing

    words = at or start
    begin = tambour.clock.now() if words is None else understood(tambour, words)
    return Timing(begin, None if every is None else understand_every(every), exact=at is not None)


def _queue_each(
    tambour: Tambour, paths: Sequence[Path], destinations: Sequence[Destination], wishes: Wishes
) -> Iterator[Queued]:
    """Queue one article after the other; one that cannot be is named, and the others go on."""
    from scheduler.intake import read
    from scheduler.queueing import queue_article

    site, rhythms, now = tambour.settings.site, tambour.rhythms(), tambour.clock.now()
    with tambour.unwritten() if wishes.dry_run else nullcontext(tambour.store) as store:
        for path in paths:
            try:
                queued = queue_article(store, read(path, site), destinations, rhythms, tambour.house, wishes, now=now)
                if wishes.dry_run:
                    wishes = replace(wishes, planned=wishes.planned + tuple(post for _, post in queued.posts))
                yield queued
            except TambourError as error:
                named = str(error) if isinstance(error, ArticleError) else f"{path}: {error}"
                show.say(f"tambour: {named}", err=True)


def _print_queued(done: Sequence[Queued], home: ZoneInfo, *, dry_run: bool) -> None:
    queued = [(number, post, show.cost(post.platform, post.content)) for one in done for number, post in one.posts]
    costs = any(cost for *_, cost in queued)
    rows = [
        (
            str(number or "-"),
            show.wall(post.publish_at, home),
            post.account,
            post.kind,
            *([cost] if costs else []),
            post.content.text,
        )
        for number, post, cost in queued
    ]
    if rows:
        show.table(("id", "when", "account", "kind", *(["cost"] if costs else []), "text"), rows)
    for one in done:
        show.skipped(one.skipped, prefix=f"{one.article.path}: ")
        _print_waiting(one)
    typer.echo(f"{'would queue' if dry_run else 'queued'} {show.many(len(rows), 'post', 'posts')}", err=True)


def _print_waiting(queued: Queued) -> None:
    for number, post in queued.posts:
        if post.reason is not None:
            named = f"post {number}" if number else f"a post on {post.account}"
            typer.echo(f"{named} is a draft: {post.reason}", err=True)


def _queued_json(one: Queued) -> dict[str, Any]:
    return {
        "article": one.article.path,
        "posts": [
            {
                "id": number,
                "account": post.account,
                "platform": post.platform,
                "kind": post.kind,
                "publish_at": post.publish_at.isoformat(),
                "timezone": str(post.publish_at.tzinfo),
                "state": post.state,
                "text": post.content.text,
                "link": post.content.link,
                "parts": [part.text for part in post.content.parts],
                "cost": show.cost_json(post.platform, post.content),
                "reason": post.reason,
            }
            for number, post in one.posts
        ],
        "skipped": [{"reason": item.reason, "section": item.section, "account": item.account} for item in one.skipped],
    }
