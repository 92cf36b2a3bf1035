"""A post as its owner wants it: another text, other pictures, its link in another place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from adapters.base import Content, LinkPlace, Media
from scheduler.core.expressing import placed, unsupported
from scheduler.core.fitting import compose
from scheduler.core.fitting.typography import typeset
from scheduler.core.model import Skipped
from scheduler.errors import PlanError

if TYPE_CHECKING:
    from adapters.base import Limits
    from scheduler.app import Tambour
    from scheduler.settings import AccountSettings


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise; `None`: nothing of that."""

    words: str | None = None
    images: tuple[tuple[Path, str], ...] | None = None
    """Each with what is said of it to who cannot see it."""
    place: LinkPlace | None = None


def changed(tambour: Tambour, account: AccountSettings, before: Content, change: Change) -> Content:
    """Return a post with a change.

    Raises PlanError where the account cannot show it, MediaError where a picture cannot be read.
    """
    bound = tambour.destination(account, tambour.limits(account, keep=True)[0])
    limits = (
        placed(bound.own or bound.limits, change.place, bound.powers, account=account.name)
        if change.place
        else bound.limits
    )
    media = _pictures(change.images, limits) if change.images is not None else before.media
    wanted = replace(before, text=before.text if change.words is None else change.words, media=media)
    if change.place is not None or (limits.card_excludes_images and bool(media) != bool(before.media)):
        lead = typeset(tambour.settings.brand.voice.link_lead, before.language or "", limits)
        content = _laid_out(wanted, limits, lead, account)
    else:
        content = _reworded(before, wanted, limits, account)
    if reason := unsupported(content, limits, bound.powers):
        raise PlanError(f"unsupported on {account.name} ({account.platform}): {reason}")
    return content


def _pictures(images: tuple[tuple[Path, str], ...], limits: Limits) -> tuple[Media, ...]:
    from scheduler.media import load

    return tuple(load(path, alt=alt, limits=limits, max_bytes=limits.image_bytes) for path, alt in images)


def _reworded(before: Content, wanted: Content, limits: Limits, account: AccountSettings) -> Content:
    """Return a post in other words, everything else as it was; a link that stood in them may go with them."""
    new = _composed(wanted, None, limits, account)
    content = replace(wanted, text=new.text, tags=new.tags if wanted.text != before.text else before.tags)
    link = before.link
    if (
        link is not None
        and link in before.text
        and link not in wanted.text
        and before.card is None
        and not before.parts
    ):
        typer.echo(f"the link {link} is no longer in the text", err=True)
        return replace(content, link=None)
    return content


def _laid_out(wanted: Content, limits: Limits, lead: str, account: AccountSettings) -> Content:
    """Return a post whose link stands where the limits say."""
    if wanted.link is None:
        raise PlanError("the post has no link, which could stand somewhere; give one with --text")
    if len(wanted.parts) > 1 or any(wanted.link not in part.text for part in wanted.parts):
        raise PlanError("the post is a thread, whose parts stand where they are")
    bare = replace(wanted, text=_without(wanted.text, wanted.link, lead))
    if limits.link_place is LinkPlace.NONE:
        return replace(_composed(bare, None, limits, account), link=None, media=wanted.media, language=wanted.language)
    new = _composed(bare, wanted.link, limits, account)
    card = wanted.card or new.card if new.card is not None else None
    return replace(new, card=card, media=wanted.media, language=wanted.language)


def _without(text: str, link: str, lead: str) -> str:
    """Return a text without the line of its link.

    Raises PlanError where the link stands amid words.
    """
    lines = text.split("\n")
    kept = [line for line in lines if line.strip() not in {link, f"{lead} {link}".strip()}]
    if any(link in line for line in kept):
        raise PlanError("the link stands amid the words; take it out with --text first")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _composed(wanted: Content, link: str | None, limits: Limits, account: AccountSettings) -> Content:
    with_images = bool(wanted.media)
    fitted = compose(wanted.text, link=link, limits=limits, language=wanted.language, with_images=with_images)
    if isinstance(fitted, Skipped):
        raise PlanError(f"the text does not fit on {account.name} ({account.platform}): {fitted.reason}; shorten it")
    return fitted.content
