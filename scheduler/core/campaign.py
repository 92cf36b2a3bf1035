"""Which campaign an article belongs to, and what its links tell the site's statistics about the post they stood in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from urllib.parse import quote, unquote, urlsplit

from scheduler.core.model import Campaign, Evergreen

PLACEHOLDERS = ("platform", "account", "kind", "slug", "campaign")
"""What a parameter may say of the post: where it went, what sort of teaser it is, the last part of the link's path."""
PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
PREFIX = "utm_"


def campaign_of(place: str, tags: Iterable[str], named: Iterable[Campaign], rest: Campaign) -> Campaign:
    """Return the first of the named campaigns that takes an article, else `rest`.

    `place` is the article's path within the content folder, with `/`; `*` in a pattern stands for anything.
    """
    return next(iter(takers(place, tags, named)), rest)


def takers(place: str, tags: Iterable[str], named: Iterable[Campaign]) -> list[Campaign]:
    """Return all of the named campaigns that would take an article."""
    about = tuple(tags)
    return [one for one in named if _takes(one, place, about)]


def evergreen_of(place: str, tags: Iterable[str], wish: bool | None, rules: Sequence[Evergreen]) -> Evergreen | None:
    """Return the first of the rules by which an article may return; `None`: it does not.

    `wish` is its author's: it may return also where no rule takes it, by the first that names no articles.
    """
    if wish is False:
        return None
    found = next((one for one in rules if _takes(one, place, tags)), None)
    if found is not None or wish is None:
        return found
    return next((one for one in rules if not one.articles and not one.tags), Evergreen())


def _takes(one: Campaign | Evergreen, place: str, tags: Iterable[str]) -> bool:
    about = {tag.lower() for tag in tags}
    return bool(about & one.tags) or any(fnmatchcase(place, pattern) for pattern in one.articles)


def tagged(link: str, campaign: Campaign, *, platform: str, account: str, kind: str) -> str:
    """Return an article's link with the campaign's parameters; one that the link has already stays as it is.

    A parameter that would be empty is left out.
    """
    told = {"platform": platform, "account": account, "kind": kind, "slug": _slug(link), "campaign": campaign.name}
    page, query, fragment = _parts(link)
    present = {_name(piece) for piece in query}
    said = ((name, _filled(pattern, told)) for name, pattern in campaign.parameters.items() if name not in present)
    added = [f"{name}={quote(value, safe='')}" for name, value in said if value]
    return _joined(page, [*query, *added], fragment)


def _parts(link: str) -> tuple[str, list[str], str]:
    """Part a link to the letter: what is not ours is never encoded anew."""
    page, sharp, fragment = link.partition("#")
    page, _, query = page.partition("?")
    return page, [piece for piece in query.split("&") if piece], sharp + fragment


def _joined(page: str, query: list[str], fragment: str) -> str:
    return f"{page}?{'&'.join(query)}{fragment}" if query else page + fragment


def _name(piece: str) -> str:
    return unquote(piece.partition("=")[0])


def _filled(pattern: str, told: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: told[found[1]], pattern)


def _slug(link: str) -> str:
    name = unquote(urlsplit(link).path.rstrip("/").rpartition("/")[2])
    return name.removesuffix(".html")
