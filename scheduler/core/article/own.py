"""The posts that an author wrote, as `teasers:` in the front matter holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import assert_never

from scheduler.core.article import matter
from scheduler.core.article.fields import ALT, Fields, depicted, text_field
from scheduler.core.article.matter import Matter, Value
from scheduler.core.model import Kind, Site, Span, Teaser
from scheduler.errors import ArticleError

FIELD = "teasers"
KEYS = frozenset({"text", "platforms", "image", "at", *ALT})


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
            raise ValueError("is a list; write a text, or {text, platforms, image, at}")
        case _:  # pragma: no cover
            assert_never(value)


def _detailed(fields: Fields, place: _Place) -> Teaser:
    unknown = sorted(fields.keys() - KEYS)
    if unknown:
        raise ValueError(f"has {unknown[0]!r}, which is not known; write text, platforms, image, image_alt or at")
    text = fields.get("text", "")
    if not isinstance(text, str):
        raise ValueError("has a text that is none; write it in quotes")  # noqa: TRY004  own() reports it
    return _written(text, fields, place)


def _written(text: str, fields: Fields, place: _Place) -> Teaser:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise ValueError("has no text; write what is to be posted")
    return Teaser(
        kind=Kind.OWN,
        text=words,
        section=None,
        source=(place.span(words),),
        platforms=_platforms(fields.get("platforms", "")),
        picture=depicted(fields.get("image", ""), fields, place.path, place.site),
        at=text_field(fields, ("at",)) or None,
    )


def _platforms(value: Value) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("has platforms in another form; write them as [mastodon, bluesky]")
    return tuple(name.strip().lower() for name in map(str, names) if name.strip())
