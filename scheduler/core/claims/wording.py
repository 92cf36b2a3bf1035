"""Where given words stand in a text, however they are written: large or small, with any apostrophe or hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from scheduler.core.languages.folding import fold
from scheduler.core.languages.patterns import anywhere
from scheduler.core.model import Span

ALIKE = str.maketrans(
    dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-")
    | dict.fromkeys("\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}", "'")
)
"""One character for one, so that places stay."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a text."""

    word: str
    """As the text spells it."""
    span: Span


def find(words: Iterable[str], text: str) -> tuple[Found, ...]:
    """Return where `text` uses any of the words, in its order; one that ends in `*` stands for all that begin so."""
    found = _pattern(frozenset(words)).finditer(_plain(text))
    return tuple(Found(text[slice(*match.span())], match.span()) for match in found)


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return anywhere((_plain(word) for word in words), spaced=True)


def _plain(text: str) -> str:
    return fold(text.translate(ALIKE))
