"""Articles: preview their teasers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli import show
from scheduler.cli.destinations import house, perhaps_opened, previewed
from scheduler.cli.options import AccountsOption, ConfigOption, JsonOption
from scheduler.cli.sources import files

if TYPE_CHECKING:
    from scheduler.core.model import Article, Skipped
    from scheduler.intake import Destination, Draft

ArticleArgument = Annotated[
    Path, typer.Argument(help="A Markdown file, or the address of an article.", metavar="ARTICLE")
]


def teasers(
    path: ArticleArgument,
    platform: Annotated[
        list[str] | None, typer.Option("--platform", "-p", help="As it would look there; may be repeated.")
    ] = None,
    account: AccountsOption = None,
    url: Annotated[str | None, typer.Option("--url", help="The article's address, instead of the one found.")] = None,
    thread: Annotated[bool, typer.Option("--thread", help="Tell each at its longest, over several posts.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Preview an article's teasers, exactly as they would be posted; writes nothing and needs no settings."""
    from scheduler.core.linking import check_address
    from scheduler.intake import draft, read

    check_address(url)
    with perhaps_opened(config, needed=bool(account)) as tambour:
        (path,) = files(tambour, [path])
        made = house(tambour, path.parent)
        article = read(path, made.site)
        article = article if url is None else replace(article, link=url)
        destinations = previewed(tambour, platform, account)
        drafts, skipped = draft(article, list(_threaded(destinations)) if thread else destinations, made)
    if as_json:
        show.document(_preview_json(article, drafts, skipped))
        return
    for one in drafts:
        _print_draft(one)
    show.skipped(skipped)


def _threaded(destinations: Sequence[Destination]) -> Iterator[Destination]:
    """Ask for threads where there are any, and say where there are none."""
    for one in destinations:
        if not one.powers.threads:
            typer.echo(f"{one.name}: {one.platform} has no threads", err=True)
        yield replace(one, thread=one.powers.threads)


def _preview_json(article: Article, drafts: Sequence[Draft], skipped: Sequence[Skipped]) -> dict[str, Any]:
    return {
        "article": {
            "path": article.path,
            "title": article.title,
            "description": article.description,
            "link": article.link,
            "language": article.language,
            "date": None if article.date is None else article.date.isoformat(),
            "tags": list(article.tags),
            "image": None if article.picture is None else {"path": article.picture.path, "alt": article.picture.alt},
        },
        "teasers": [_draft_json(one) for one in drafts],
        "skipped": [{"reason": one.reason, "section": one.section, "account": one.account} for one in skipped],
    }


def _draft_json(one: Draft) -> dict[str, Any]:
    content = one.fitted.content
    image = content.media[0] if content.media else content.card.image if content.card else None
    return {
        "platform": one.destination.platform,
        "account": one.destination.account,
        "kind": one.teaser.kind,
        "section": one.teaser.section,
        "language": content.language,
        "text": content.text,
        "added": list(one.fitted.added),
        "edits": [*one.teaser.edits, *one.fitted.edits],
        "claims": list(one.claims),
        "at": one.teaser.at,
        "source": [list(span) for span in one.fitted.source],
        "count": one.fitted.count,
        "limit": one.destination.limits.text,
        "hashtags": list(content.tags),
        "link": content.link,
        "link_place": one.destination.limits.link_place,
        "parts": [part.text for part in content.parts],
        "cost": show.cost_json(one.destination.platform, content),
        "image": image and {"type": image.mime, "width": image.width, "height": image.height, "alt": image.alt},
    }


def _print_draft(one: Draft) -> None:
    limit = "no limit" if one.destination.limits.text is None else str(one.destination.limits.text)
    about = f"{one.teaser.kind}, {one.teaser.section}" if one.teaser.section else one.teaser.kind
    cost = show.cost(one.destination.platform, one.fitted.content)
    told = [one.destination.name, about, f"{one.fitted.count} of {limit}", *([cost] if cost else [])]
    show.say(f"── {' · '.join(told)}", bold=True)
    show.say(one.fitted.content.text)
    place, link = one.destination.limits.link_place, one.fitted.content.link
    if place == "card" and link and link not in one.fitted.content.text:
        show.say(f"[{place}: {link}]", dim=True)
    show.following(one.fitted.content)
    if one.claims:
        show.say(f"[may be a claim: {', '.join(one.claims)}]", colour="yellow")
    typer.echo()
