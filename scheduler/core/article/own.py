"""The posts that an author wrote, as `teasers:` in the front matter holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import assert_never

from adapters.base import LinkPlace
from scheduler.core.article import matter
from scheduler.core.article.fields import ALT, Fields, depicted, text_field
from scheduler.core.article.matter import Matter, Value
from scheduler.core.linking import PLACES
from scheduler.core.model import Kind, Override, Site, Span, Teaser
from scheduler.errors import ArticleError

FIELD = "teasers"
CHANGED = frozenset({"text", "image", "link", "at", *ALT})
KEYS = CHANGED | {"platforms", "accounts", "otherwise"}


def own(text: str, head: Matter, path: PurePath, site: Site) -> tuple[Teaser, ...]:
    """Return the posts that the author wrote, to the letter.

    Raises ArticleError where they are written in another form; the message names the line.
    """
    value = head.fields.get(FIELD, "")
    try:
        return tuple(_teasers(value, _Place(text, head, path, site)))
    except ValueError as error:
        raise ArticleError(f"line {matter.line_of(text, head, FIELD)}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a teaser is written: the file's text, its front matter, its path and its site."""

    text: str
    head: Matter
    path: PurePath
    site: Site

    def span(self, words: str) -> Span:
        """Return where words stand; the whole front matter where they are written in another form."""
        start = self.text.find(words, *self.head.span)
        return (start, start + len(words)) if start >= 0 else self.head.span


def _teasers(value: Value, place: _Place) -> Iterator[Teaser]:
    if not isinstance(value, list):
        if value != "":
            raise ValueError("`teasers` is a list of texts; begin each with a dash, on a line of its own")
        return
    for number, each in enumerate(value, 1):
        try:
            yield _teaser(each, place)
        except ValueError as error:
            raise ValueError(f"number {number} of the teasers {error}") from error


def _teaser(value: Value, place: _Place) -> Teaser:
    match value:
        case str():
            return _written(value, {}, place)
        case dict():
            return _detailed(value, place)
        case list():
            raise ValueError("is a list; write a text, or {text, platforms, accounts, image, link, at}")
        case _:  # pragma: no cover
            assert_never(value)


def _detailed(fields: Fields, place: _Place) -> Teaser:
    unknown = sorted(fields.keys() - KEYS)
    if unknown:
        known = "text, platforms, accounts, image, image_alt, link, at or otherwise"
        raise ValueError(f"has {unknown[0]!r}, which is not known; write {known}")
    return _written(_text(fields), fields, place)


def _text(fields: Fields) -> str:
    text = fields.get("text", "")
    if not isinstance(text, str):
        raise ValueError("has a text that is none; write it in quotes")  # noqa: TRY004  own() reports it
    return text


def _words(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _written(text: str, fields: Fields, place: _Place) -> Teaser:
    words = _words(text)
    if not words:
        raise ValueError("has no text; write what is to be posted")
    return Teaser(
        kind=Kind.OWN,
        text=words,
        section=None,
        source=(place.span(words),),
        platforms=tuple(name.lower() for name in _names(fields, "platforms", "[mastodon, bluesky]")),
        picture=depicted(fields.get("image", ""), fields, place.path, place.site),
        at=text_field(fields, ("at",)) or None,
        accounts=_names(fields, "accounts", "[journal, carnet]"),
        link=_place_of_link(fields),
        otherwise=tuple(_otherwise(fields.get("otherwise", ""), place)),
    )


def _names(fields: Fields, key: str, example: str) -> tuple[str, ...]:
    value = fields.get(key, "")
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"has {key} in another form; write them as {example}")
    return tuple(name.strip() for name in map(str, names) if name.strip())


def _place_of_link(fields: Fields) -> LinkPlace | None:
    wish = text_field(fields, ("link",))
    if wish and wish not in PLACES:
        raise ValueError(f"has the link in {wish!r}, which is no place; write one of {', '.join(PLACES)}")
    return PLACES.get(wish)


def _otherwise(value: Value, place: _Place) -> Iterator[Override]:
    if value == "":
        return
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict) or not each.keys() <= CHANGED | {"accounts"}:
            raise ValueError("has `otherwise` in another form; write a list of {accounts, text, image, link, at}")
        yield _override(each, place)


def _override(fields: Fields, place: _Place) -> Override:
    accounts, words = _names(fields, "accounts", "[journal, carnet]"), _words(_text(fields))
    if not accounts:
        raise ValueError("has something in `otherwise` that is for nobody; name its accounts")
    picture = depicted(fields.get("image", ""), fields, place.path, place.site)
    at, link = text_field(fields, ("at",)) or None, _place_of_link(fields)
    if not (words or picture or at or link):
        raise ValueError(f"has nothing in `otherwise` for {', '.join(accounts)}; write text, image, link or at")
    return Override(accounts, (place.span(words or accounts[0]),), words or None, picture, link, at)
