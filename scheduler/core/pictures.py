"""What is shown with a post, and what is said of it to who cannot see it."""

from __future__ import annotations

import regex

from scheduler.core.article.sentences import sentences
from scheduler.core.model import Article, Kind, Picture, Teaser

WHOLE = frozenset({Kind.QUOTE, Kind.LIST, Kind.ENUMERATION})
"""Kinds that say nothing by their first sentence alone."""
PICTOGRAPH = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0F\u200D\u20E3]+ *")


def picture_of(teaser: Teaser, article: Article) -> Picture | None:
    """Return the picture that a teaser is about: its own, or its article's."""
    return teaser.picture or article.picture


def alt_problem(picture: Picture) -> str | None:
    """Tell that a picture has no alt text, where it has none."""
    if picture.alt.strip():
        return None
    return f"the picture {picture.path} has no alt text: say in the front matter what it shows, under imageAlt"


def card_words(teaser: Teaser, language: str) -> str:
    """Return what stands on a teaser's quote card: its first sentence, or all of it where that alone says nothing.

    A figure's is the sentence that holds it. Pictographs are left out: the fonts of words do not have them.
    """
    words = teaser.text if teaser.kind in WHOLE else _sentence(teaser, language)
    return "\n".join(line for part in words.splitlines() if (line := PICTOGRAPH.sub("", part).strip()))


def _sentence(teaser: Teaser, language: str) -> str:
    lines = (line for line in teaser.text.splitlines() if line.strip())
    said = [sentence for line in lines for sentence in sentences(line, language)]
    telling = (sentence for sentence in said if any(char.isdigit() for char in sentence))
    return next(telling, said[0]) if teaser.kind is Kind.STAT else said[0]
