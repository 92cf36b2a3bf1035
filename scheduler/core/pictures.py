"""What is shown with a post, and what is said of it to who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from scheduler.core.article.sentences import sentences
from scheduler.core.model import Article, Kind, Picture, Teaser

WHOLE = frozenset({Kind.QUOTE, Kind.STAT, Kind.LIST, Kind.ENUMERATION})
"""Kinds that say nothing by their first sentence alone."""
PICTOGRAPH = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0F\u200D\u20E3]+ *")


def picture_of(teaser: Teaser, article: Article) -> Picture | None:
    """Return the picture that a teaser is about: its own, or its article's."""
    return teaser.picture or article.picture


def alt_problems(article: Article) -> Iterator[str]:
    """Tell which of an article's pictures say nothing to who cannot see them."""
    pictures = [article.picture, *(teaser.picture for teaser in article.own)]
    yield from dict.fromkeys(told for one in pictures if one and (told := alt_problem(one)))


def alt_problem(picture: Picture) -> str | None:
    """Tell that a picture has no alt text, where it has none."""
    if picture.alt.strip():
        return None
    return f"the picture {picture.path} has no alt text: say in the front matter what it shows, under imageAlt"


def card_words(teaser: Teaser, language: str) -> str:
    """Return what stands on a teaser's quote card: its first sentence, or all of it where that alone says nothing.

    Pictographs are left out: the fonts of words do not have them.
    """
    first = next(line for line in teaser.text.splitlines() if line.strip())
    words = teaser.text if teaser.kind in WHOLE else sentences(first, language)[0]
    return "\n".join(line for part in words.splitlines() if (line := PICTOGRAPH.sub("", part).strip()))
