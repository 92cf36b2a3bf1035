"""Posts in a person's own words: queue one, change one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import means, show
from scheduler.cli.options import AtOption, ConfigOption, IdArgument, opened, understood
from scheduler.core.state import State

if TYPE_CHECKING:
    from adapters.base import Content, Limits, Media
    from scheduler.app import Tambour
    from scheduler.app.writing import Wish
    from scheduler.settings import AccountSettings


class LinkPlaceName(StrEnum):
    """The names of `scheduler.core.linking`, for a command."""

    TEXT = "text"
    COMMENT = "comment"
    NONE = "none"
    CARD = "card"


def post(
    text: Annotated[str, typer.Argument(help="What to post, to the letter; - reads standard input.", metavar="TEXT")],
    account: Annotated[
        list[str],
        typer.Option(
            "--account", "-a", help="Where: an account or a group of them; may be repeated.", metavar="ACCOUNT"
        ),
    ],
    at: Annotated[str, typer.Option("--at", help='An ISO time, or words such as "demain 9h".', metavar="WHEN")],
    link: Annotated[str | None, typer.Option("--link", help="A page to point to.", metavar="URL")] = None,
    image: Annotated[
        list[Path] | None, typer.Option("--image", help="A picture; may be repeated.", metavar="FILE")
    ] = None,
    alt: Annotated[
        list[str] | None,
        typer.Option("--alt", help="A picture in words, for who cannot see it; as many as pictures, in their order."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="The language of the text, such as fr; else the site's.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Wait for `tambour approve`.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Say even what was posted by hand already.")] = False,
    config: ConfigOption = None,
) -> None:
    """Queue a post of your own."""
    from scheduler.app.writing import Wish
    from scheduler.core.linking import check_address
    from scheduler.core.model import NewPost
    from scheduler.queueing import approvable, queue_texts

    words = _words(text)
    check_address(link)
    described = _described(image or [], alt or [])
    wish = Wish(words, link, tuple((str(path), said) for path, said in described), language)
    with opened(config) as tambour:
        accounts = tambour.chosen(account)
        when = understood(tambour, at)
        state = State.DRAFT if draft else State.QUEUED
        posts = [
            NewPost(
                account=one.name,
                platform=one.platform,
                content=_content(tambour, one, wish),
                publish_at=when,
                state=state,
                kind="manual",
            )
            for one in accounts
        ]
        means.tell(tambour, posts)
        posts = [approvable(one, tambour.settings.approval) for one in posts]
        numbers = queue_texts(tambour.store, posts, now=tambour.clock.now(), again=again)
    for number, one in zip(numbers, posts, strict=True):
        typer.echo(f"post {number} goes out on {one.account}, {show.wall(when, tambour.settings.site.zone)}")
        if one.reason is not None:
            typer.echo(f"post {number} is a draft: {one.reason}", err=True)


def _words(text: str) -> str:
    from scheduler.app.writing import checked

    return checked(sys.stdin.read() if text == "-" else text)


def _described(images: Sequence[Path], alts: Sequence[str]) -> tuple[tuple[Path, str], ...]:
    """Return each picture with what is said of it."""
    if len(alts) > len(images):
        raise typer.BadParameter("--alt describes an --image, and there are fewer of those")
    if not all(alts) or len(alts) < len(images):
        typer.echo("a picture has no --alt text: who cannot see it will not know what it shows", err=True)
    return tuple(zip(images, [*alts, *[""] * (len(images) - len(alts))], strict=True))


def _content(tambour: Tambour, account: AccountSettings, wish: Wish) -> Content:
    """Return a post as an account will show it.

    Raises PlanError where it cannot, before any picture is read.
    """
    from scheduler.app.writing import written
    from scheduler.media import load

    limits, notice = tambour.limits(account, keep=True)
    if notice:
        typer.echo(notice, err=True)

    def picture(path: str, alt: str, fitting: Limits) -> Media:
        return load(Path(path), alt=alt, limits=fitting, max_bytes=fitting.image_bytes)

    return written(tambour, account, limits, wish, picture)


def edit(
    number: IdArgument,
    text: Annotated[
        str | None, typer.Option("--text", "-t", help="The new text, to the letter; - reads standard input.")
    ] = None,
    image: Annotated[
        list[Path] | None, typer.Option("--image", help="A picture in place of those it has; may be repeated.")
    ] = None,
    alt: Annotated[
        list[str] | None, typer.Option("--alt", help="A picture in words; as many as pictures, in their order.")
    ] = None,
    no_image: Annotated[bool, typer.Option("--no-image", help="Take its pictures out.")] = False,
    link_place: Annotated[
        LinkPlaceName | None, typer.Option("--link-place", help="Where its link stands on this post.")
    ] = None,
    at: AtOption = None,
    config: ConfigOption = None,
) -> None:
    """Change a post's text, pictures, time, or where its link stands; without options, its text in your editor."""
    from scheduler.cli.editing import Change, changed
    from scheduler.cli.editor import edited
    from scheduler.core.linking import PLACES
    from scheduler.store import posts

    if no_image and image:
        raise typer.BadParameter("choose one of --image and --no-image")
    pictures = _described(image or [], alt or []) if image or alt or no_image else None
    asks = text is None and pictures is None and link_place is None and at is None
    with opened(config) as tambour:
        with tambour.store.read() as tx:
            before = posts.get(tx, number)
            posts.check_editable(tx, number)
        words = edited(before.content.text) if asks else text
        place = None if link_place is None else PLACES[link_place.value]
        change = Change(None if words is None else _words(words), pictures, place)
        content = changed(tambour, tambour.account(before.account), before.content, change)
        when = None if at is None else understood(tambour, at, str(before.publish_at.tzinfo))
        if content == before.content and when is None:
            typer.echo(f"post {number} stays as it is")
            return
        now, rules = tambour.clock.now(), tambour.settings.approval
        with tambour.store.write() as tx:
            if content != before.content:
                posts.rewrite(tx, number, content, now=now, rules=rules)
            if when is not None:
                posts.reschedule(tx, number, when, now=now, rules=rules)
            after = posts.get(tx, number)
    typer.echo(
        f"post {number} is changed" + (f"; it goes out {show.wall(when, tambour.settings.site.zone)}" if when else "")
    )
    if after.state is not before.state:
        typer.echo(f"post {number} is {after.state} again: {after.reason}", err=True)
