"""What readers of an article see: its file with all else masked, so that every character keeps its place."""

from __future__ import annotations

import re

from scheduler.core.article import fields, line_at, matter
from scheduler.core.model import OMITTED, Article, Picture

CODE = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>`{3,}|~{3,}).*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*\r?$|\Z)
    | (?P<ticks>`+)(?!`)[^`]{1,999}(?P=ticks)(?!`)
    | <!--.{0,9999}?-->
    | \{\{.{0,999}?\}\} | \{%.{0,999}?%\}
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""Code, remarks and shortcodes; bounded, so that one which never closes costs little."""
MARKUP = re.compile(
    r"(?<=\])\([^()\n]*\)|^[ ]{0,3}\[[^\]\n]+\]:.*$|<[a-z/!][^<>]{0,999}>|(?:https?://|www\.)\S+",
    re.IGNORECASE | re.MULTILINE,
)
"""Addresses and tags."""


def uncoded(article: Article) -> str:
    """Return an article's file with code and remarks masked, and of its front matter what is posted."""
    text = article.text
    start = matter.read(text).span[1]
    shown = [*article.heads, *(span for each in article.own for span in each.source)]
    head = "".join(
        char if char.isspace() or any(first <= place < last for first, last in shown) else OMITTED
        for place, char in enumerate(text[:start])
    )
    return head + CODE.sub(masked, text[start:])


def page(article: Article) -> str:
    """Return an article's file with all that readers do not see masked."""
    return MARKUP.sub(masked, uncoded(article))


def field_line(article: Article, names: tuple[str, ...]) -> int:
    """Return the line of the first of these fields that the front matter has, else the first line."""
    head = matter.read(article.text)
    name = next((name for name in names if name in head.fields), "")
    return matter.line_of(article.text, head, name)


def pictures(article: Article) -> list[tuple[Picture, int]]:
    """Return the pictures that the front matter names, each with its line."""
    main = [(article.picture, field_line(article, fields.PICTURE))] if article.picture else []
    others = [(each.picture, line_at(article.text, each.source[0][0])) for each in article.own if each.picture]
    return main + others


def masked(found: re.Match[str]) -> str:
    """Return what was found as `OMITTED`, character by character; lines stay."""
    return re.sub(r"\S", OMITTED, found.group())
