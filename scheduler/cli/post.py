"""Posts in a person's own words: queue one, change one."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.base import Content, Media
from scheduler.cli import means, show
from scheduler.cli.options import ConfigOption, IdArgument, check_address, opened, understood
from scheduler.core.state import State
from scheduler.errors import PlanError

if TYPE_CHECKING:
    from adapters.base import Limits
    from scheduler.app import Tambour
    from scheduler.settings import AccountSettings


UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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
    account: Annotated[list[str], typer.Option("--account", "-a", help="Where; may be repeated.", metavar="ACCOUNT")],
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
    from scheduler.queueing import queue_texts

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
        numbers = queue_texts(tambour.store, posts, now=tambour.clock.now(), again=again)
    for number, one in zip(numbers, accounts, strict=True):
        typer.echo(f"post {number} goes out on {one.name}, {show.wall(when)}")


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
    config: ConfigOption = None,
) -> None:
    """Change what a post says; without --text, in your editor."""
    from scheduler.cli.editor import edited
    from scheduler.store import posts

    with opened(config) as tambour:
        with tambour.store.read() as tx:
            before = posts.get(tx, number)
            posts.check_editable(tx, number)
        words = _words(edited(before.content.text) if text is None else text)
        if words == before.content.text:
            typer.echo(f"post {number} stays as it is")
            return
        account = tambour.account(before.account)
        limits, _ = tambour.limits(account, keep=True)
        new = _composed(tambour, account, limits, replace(before.content, text=words, link=None))
        content = replace(before.content, text=new.text, tags=new.tags)
        if limits.link_place == "text" and content.link and content.link not in words:
            typer.echo(f"the link {content.link} is no longer in the text", err=True)
            content = replace(content, link=None)
        with tambour.store.write() as tx:
            posts.rewrite(tx, number, content, now=tambour.clock.now())
    typer.echo(f"post {number} is changed")
