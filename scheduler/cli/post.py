"""Posts in a person's own words: queue one, change one."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.base import Content, Media
from scheduler.cli import means, show
from scheduler.cli.options import AtOption, ConfigOption, IdArgument, check_address, opened, understood
from scheduler.core.state import State
from scheduler.errors import PlanError

if TYPE_CHECKING:
    from adapters.base import Limits
    from scheduler.app import Tambour
    from scheduler.settings import AccountSettings


UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class LinkPlaceName(StrEnum):
    """The names of `scheduler.core.linking`, for a command."""

    TEXT = "text"
    COMMENT = "comment"
    NONE = "none"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to post, before it is made to fit."""

    words: str
    link: str | None
    images: tuple[tuple[Path, str], ...]
    """Each with what is said of it to who cannot see it."""
    language: str | None
    """`None`: the site's, where the platform tells languages."""


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
    from scheduler.core.model import NewPost
    from scheduler.queueing import approvable, queue_texts

    words = _words(text)
    check_address(link)
    wish = Wish(words, link, _described(image or [], alt or []), language)
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
        typer.echo(f"post {number} goes out on {one.account}, {show.wall(when)}")
        if one.reason is not None:
            typer.echo(f"post {number} is a draft: {one.reason}", err=True)


def _words(text: str) -> str:
    words = (sys.stdin.read() if text == "-" else text).strip()
    if not words:
        raise PlanError("there is nothing to post: the text is empty")
    if (found := UNPRINTABLE.search(words)) is not None:
        named = f"the control character U+{ord(found.group()):04X}"
        raise PlanError(f"the text holds {named}, which no platform shows; remove it")
    return words


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
    from scheduler.media import load

    limits, notice = tambour.limits(account, keep=True)
    if notice:
        typer.echo(notice, err=True)
    if wish.language is not None and not limits.language:
        raise PlanError(f"unsupported on {account.name} ({account.platform}): a language; leave --language out")
    sketched = tuple(Media(b"", "", 0, 0, alt) for _, alt in wish.images)
    language = wish.language or tambour.settings.site.language
    content = _composed(tambour, account, limits, Content(wish.words, wish.link, language=language, media=sketched))
    pictures = (load(path, alt=alt, limits=limits, max_bytes=limits.image_bytes) for path, alt in wish.images)
    return replace(content, media=tuple(pictures))


def _composed(tambour: Tambour, account: AccountSettings, limits: Limits, wanted: Content) -> Content:
    """Return a content in its final text.

    Raises PlanError where it does not fit, or cannot be expressed.
    """
    from scheduler.core.expressing import unsupported
    from scheduler.core.fitting import compose
    from scheduler.core.model import Skipped

    with_images = bool(wanted.media)
    fitted = compose(wanted.text, link=wanted.link, limits=limits, language=wanted.language, with_images=with_images)
    if isinstance(fitted, Skipped):
        raise PlanError(f"the text does not fit on {account.name} ({account.platform}): {fitted.reason}; shorten it")
    content = replace(fitted.content, media=wanted.media)
    if reason := unsupported(content, limits, tambour.destination(account, limits).powers):
        raise PlanError(f"unsupported on {account.name} ({account.platform}): {reason}")
    return content


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
        now = tambour.clock.now()
        with tambour.store.write() as tx:
            if content != before.content:
                posts.rewrite(tx, number, content, now=now)
            if when is not None:
                posts.reschedule(tx, number, when, now=now)
            after = posts.get(tx, number)
    typer.echo(f"post {number} is changed" + (f"; it goes out {show.wall(when)}" if when else ""))
    if after.state is not before.state:
        typer.echo(f"post {number} is {after.state} again: {after.reason}", err=True)
