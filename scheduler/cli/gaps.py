"""What the calendar lacks."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, JsonOption, opened
from scheduler.cli.progress import progress
from scheduler.cli.sources import fetch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from scheduler.app import Tambour
    from scheduler.plans.site import Survey
    from scheduler.store import Store


def gaps(
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How far ahead; for tags, back too.")] = 30,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Tell what is missing: days without a post within a rhythm, articles never promoted, tags not heard of."""
    with opened(config) as tambour, tambour.unwritten() as store:
        fetch(tambour)
        reach = timedelta(days=days)
        empty = _empty(tambour, store, reach)
        never, tags = _unheard(tambour, store, reach)
    if as_json:
        told = {account: [day.isoformat() for day in missing] for account, missing in empty.items()}
        show.document({"days": told, "articles": never, "tags": list(tags)})
        return
    from scheduler.cli.plans.words import placed

    rows = [("day", account, f"{day:%a %d %b %Y}") for account, missing in empty.items() for day in missing]
    rows += [("article", "never promoted", placed(path)) for path in never]
    rows += [("tag", "not heard of", tag) for tag in tags]
    if rows:
        show.table(("gap", "where", "what"), rows)
    else:
        typer.echo("there are no gaps", err=True)


def _empty(tambour: Tambour, store: Store, reach: timedelta) -> Mapping[str, Sequence[date]]:
    from scheduler.core.calendar.gaps import SPEAKS, empty_days
    from scheduler.store import posts

    now = tambour.clock.now()
    said: defaultdict[str, list[datetime]] = defaultdict(list)
    with store.read() as tx:
        for one in posts.between(tx, now - timedelta(days=1), now + reach + timedelta(days=1)):
            if one.state in SPEAKS:
                said[one.account].append(one.publish_at)
    rhythms = tambour.rhythms().items()
    return {name: empty_days(rhythm, name, now, now + reach, said[name]) for name, rhythm in rhythms}


def _unheard(tambour: Tambour, store: Store, reach: timedelta) -> tuple[list[str], tuple[str, ...]]:
    """Return the articles without posts, and the tags without any within reach of now."""
    from scheduler.core.article import skip_reason
    from scheduler.core.calendar.gaps import SPEAKS, neglected
    from scheduler.store import articles as stored

    now = tambour.clock.now()
    found = _survey(tambour)
    for path, reason in found.unread:
        show.say(f"skipped: {path}: {reason}", err=True)
    articles = [one for one in found.articles if skip_reason(one, now) is None]
    with store.read() as tx:
        heard_of = stored.heard(tx, SPEAKS, now - reach, now + reach)
    named = {one.link: one for one in heard_of if one.link} | {one.path: one for one in heard_of}
    known = {one.path: named.get(one.path) or named.get(one.link or "") for one in articles}
    heard = {path for path, one in known.items() if one is not None and one.lately}
    never = [path for path, one in known.items() if one is None or not one.ever]
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        for tag in article.tags:
            tags[tag].append(article.path)
    return never, neglected(tags, heard)


def _survey(tambour: Tambour) -> Survey:
    from scheduler.plans.cache import Cache
    from scheduler.plans.site import survey

    site = tambour.settings.site
    with closing(Cache(tambour.settings.beside("cache"))) as cache, progress("reading") as seen:
        return survey([*map(Path, site.folders)], site, cache, lambda _one, rows: seen(1, rows))
