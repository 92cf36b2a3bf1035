"""A post in a person's own words, as an account will show it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from adapters.base import Content, Limits, Media
from scheduler.core.expressing import unsupported
from scheduler.core.fitting import compose
from scheduler.core.model import Skipped
from scheduler.errors import PlanError

if TYPE_CHECKING:
    from scheduler.app.installation import Tambour
    from scheduler.settings import AccountSettings

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
Picture: TypeAlias = Callable[[str, str, Limits], Media]
"""Makes an image of what names it, of what is said of it, and of what fits; raises MediaError."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to post, before it is made to fit."""

    words: str
    link: str | None
    images: tuple[tuple[str, str], ...]
    """What names each, with what is said of it to who cannot see it."""
    language: str | None
    """`None`: the site's, where the platform tells languages."""


def checked(text: str) -> str:
    """Return a text without the blanks around it, its lines ended as posts end theirs.

    Raises PlanError where nothing is left, or where it holds what no platform shows.
    """
    words = text.replace("\r\n", "\n").strip()  # a file from Windows
    if not words:
        raise PlanError("there is nothing to post: the text is empty")
    if (found := UNPRINTABLE.search(words)) is not None:
        named = f"the control character U+{ord(found.group()):04X}"
        raise PlanError(f"the text holds {named}, which no platform shows; remove it")
    return words


def written(tambour: Tambour, account: AccountSettings, limits: Limits, wish: Wish, picture: Picture) -> Content:
    """Return a post as an account will show it.

    Raises PlanError where it cannot, before any picture is asked for; MediaError where a picture does not fit.
    """
    if wish.language is not None and not limits.language:
        raise PlanError(f"unsupported on {account.name} ({account.platform}): a language; leave the language out")
    sketched = tuple(Media(b"", "", 0, 0, alt) for _, alt in wish.images)
    language = wish.language or tambour.settings.site.language
    content = _composed(tambour, account, limits, Content(wish.words, wish.link, language=language, media=sketched))
    return replace(content, media=tuple(picture(named, alt, limits) for named, alt in wish.images))


def _composed(tambour: Tambour, account: AccountSettings, limits: Limits, wanted: Content) -> Content:
    with_images = bool(wanted.media)
    fitted = compose(wanted.text, link=wanted.link, limits=limits, language=wanted.language, with_images=with_images)
    if isinstance(fitted, Skipped):
        raise PlanError(f"the text does not fit on {account.name} ({account.platform}): {fitted.reason}; shorten it")
    content = replace(fitted.content, media=wanted.media)
    if reason := unsupported(content, limits, tambour.destination(account, limits).powers):
        raise PlanError(f"unsupported on {account.name} ({account.platform}): {reason}")
    return content
