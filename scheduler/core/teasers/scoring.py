"""How good a candidate is, and how much two say the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from scheduler.core.languages import Words, fold
from scheduler.core.model import Kind
from scheduler.core.teasers.extracting import Candidate

GOOD_LENGTH = range(90, 260)
"""Characters that fit every platform and still say something."""
LONG_WORDS = 38
STEM = 6
"""Letters that tell words apart whatever their endings."""
NUMBER = re.compile(r"\d")
DEMONSTRATIVE = re.compile(r"\b(?:ce|cet|cette|ces|this|these|those|such)\s(?!qu|qui\b|n')(\w+)")


def score(candidate: Candidate, topic: Collection[str], known: Words) -> float:
    """Return a candidate's worth; `topic` holds the stems of the title's and the tags' words."""
    shortest = candidate.tellings[-1]
    kind = 1.8 if candidate.kind is Kind.LIST else 1.0
    first = 0.4 if candidate.place == 0 else 0.0
    number = 0.4 if NUMBER.search(shortest) else 0.0
    length = 0.5 if any(len(text) in GOOD_LENGTH for text in candidate.tellings) else 0.0
    topical = min(0.25 * len(stems(candidate.text, known) & set(topic)), 0.75)
    wordy = 0.6 if len(shortest.split()) > LONG_WORDS and candidate.kind is Kind.SECTION else 0.0
    unresolved = 1.0 * _unresolved(shortest, topic)
    edited = 0.2 * len(candidate.edits) if candidate.kind is Kind.SECTION else 0.0
    return kind + first + number + length + topical - wordy - unresolved - edited


def stems(text: str, known: Words) -> frozenset[str]:
    """Return the beginnings of a text's content words: enough to match a plural with its singular."""
    return frozenset(word[:STEM] for word in re.findall(r"\w{4,}", fold(text)) if word not in known.stop)


def _unresolved(text: str, topic: Collection[str]) -> int:
    """Count what is pointed at ("these plants") though neither the text before nor the title names it."""
    folded = fold(text)
    pointed = ((found.group(1)[:STEM], found.start()) for found in DEMONSTRATIVE.finditer(folded))
    return sum(1 for noun, place in pointed if noun not in folded[:place] and noun not in topic)


def overlap(one: str, other: str) -> float:
    """Return what share of the shorter text's three-word runs the other holds too."""
    first, second = _trigrams(one), _trigrams(other)
    fewest = min(len(first), len(second))
    return len(first & second) / fewest if fewest else 0.0


def opening(text: str) -> tuple[str, ...]:
    """Return the words by which a reader would notice that two posts begin alike."""
    return tuple(re.findall(r"\w+", fold(text))[:3])


@lru_cache(maxsize=4096)
def _trigrams(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return frozenset(zip(words, words[1:], words[2:], strict=False))
