"""Posts in a person's own words: queue one, change one."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli import show
from scheduler.cli.options import ConfigOption, IdArgument, check_address, opened, understood
from scheduler.core.state import State
from scheduler.errors import PlanError

if TYPE_CHECKING:
    from adapters.base import Content, Limits, Media
    from scheduler.app import Tambour
    from scheduler.settings import AccountSettings


UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def post(
    text: Annotated[str, typer.Argument(help="What to post, to the letter; - reads standard input.", metavar="TEXT")],
    account: Annotated[list[str], typer.Option("--account", "-a", help="Where; may be repeated.", metavar="ACCOUNT")],
    at: Annotated[str, typer.Option("--at", help='An ISO time, or words such as "demain 9h".', metavar="WHEN")],
    link: Annotated[str | None, typer.Option("--link", help="A page to point to.", metavar="URL")] = None,
    image: Annotated[Path | None, typer.Option("--image", help="A picture.", metavar="FILE")] = None,
    alt: Annotated[str, typer.Option("--alt", help="The picture in words, for who cannot see it.")] = "",
    draft: Annotated[bool, typer.Option("--draft", help="Wait for `tambour approve`.")] = False,
    config: ConfigOption = None,
) -> None:
    """Queue a post of your own."""
    from scheduler.core.model import NewPost
    from scheduler.queueing import queue_texts

    words = _words(text)
    check_address(link)
    if alt and image is None:
        raise typer.BadParameter("--alt describes an --image, and there is none")
    if image is not None and not alt:
        typer.echo("the picture has no --alt text: who cannot see it will not know what it shows", err=True)
    with opened(config) as tambour:
        accounts = tambour.chosen(account)
        when = understood(tambour, at)
        state = State.DRAFT if draft else State.QUEUED
        posts = [
            NewPost(
                account=one.name,
                platform=one.platform,
                content=_content(tambour, one, words, link, image, alt),
                publish_at=when,
                state=state,
                kind="manual",
            )
            for one in accounts
        ]
        numbers = queue_texts(tambour.store, posts, now=tambour.clock.now())
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


def _content(
    tambour: Tambour, account: AccountSettings, words: str, link: str | None, image: Path | None, alt: str
) -> Content:
    limits, notice = tambour.limits(account, keep=True)
    if notice:
        typer.echo(notice, err=True)
    pictures = () if image is None else (_picture(account, image, alt, limits),)
    return _composed(tambour, account, words, link, limits, pictures)


def _picture(account: AccountSettings, image: Path, alt: str, limits: Limits) -> Media:
    from scheduler.errors import MediaError
    from scheduler.media import load

    if not limits.images:
        raise MediaError(f"{account.name} ({account.platform}) takes no pictures; leave --image out")
    if limits.alt_text is not None and len(alt) > limits.alt_text:
        raise MediaError(f"the alt text has {len(alt)} characters, {account.platform} takes {limits.alt_text}")
    return load(image, alt=alt, limits=limits, max_bytes=limits.image_bytes)


def _composed(
    tambour: Tambour,
    account: AccountSettings,
    words: str,
    link: str | None,
    limits: Limits,
    pictures: tuple[Media, ...],
) -> Content:
    from scheduler.core.fitting import compose
    from scheduler.core.model import Skipped

    language = tambour.settings.site.language
    fitted = compose(words, link=link, limits=limits, language=language, with_images=bool(pictures))
    if isinstance(fitted, Skipped):
        raise PlanError(f"the text does not fit on {account.name} ({account.platform}): {fitted.reason}; shorten it")
    return replace(fitted.content, media=pictures)


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
        new = _composed(tambour, account, words, None, limits, before.content.media)
        content = replace(before.content, text=new.text, tags=new.tags)
        if limits.link_place == "text" and content.link and content.link not in words:
            typer.echo(f"the link {content.link} is no longer in the text", err=True)
            content = replace(content, link=None)
        with tambour.store.write() as tx:
            posts.rewrite(tx, number, content, now=tambour.clock.now())
    typer.echo(f"post {number} is changed")
