"""The words of a text, as far as comparing two texts needs them."""

from __future__ import annotations

from functools import lru_cache

from scheduler.core.languages import Words
from scheduler.core.languages.measuring import names, tokens

TOO_ALIKE = 0.5
"""Share of three-word runs beyond which two texts say the same."""
STEM = 6
"""Letters that tell words apart whatever their endings."""


def stems(text: str, known: Words) -> frozenset[str]:
    """Return the beginnings of a text's content words: enough to match a plural with its singular."""
    return frozenset(word[:STEM] for word in names(text) if word not in known.stop)


def overlap(one: str, other: str) -> float:
    """Return what share of the shorter text's three-word runs the other holds too."""
    first, second = _trigrams(one), _trigrams(other)
    fewest = min(len(first), len(second))
    return len(first & second) / fewest if fewest else 0.0


@lru_cache(maxsize=4096)
def opening(text: str) -> tuple[str, ...]:
    """Return the words by which a reader would notice that two posts begin alike."""
    return tokens(text[:80])[:3]


def capitalised(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=4096)
def _trigrams(text: str) -> frozenset[tuple[str, ...]]:
    words = tokens(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))
