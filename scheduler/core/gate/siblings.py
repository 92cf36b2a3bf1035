"""Rules on the posts of one article together, on one account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.core.gate.judged import spaceless, without
from scheduler.core.gate.telling import quoted
from scheduler.core.gate.witness import words_of
from scheduler.core.model import Fitted, Kind, Skipped, Teaser

NEAR_DUPLICATE, SAME_OPENING, SENTENCE_TWICE = "near_duplicate", "same_opening", "sentence_twice"
NAMES = (NEAR_DUPLICATE, SAME_OPENING, SENTENCE_TWICE)
"""The rules."""

Posts: TypeAlias = Sequence[tuple[Fitted, Teaser]]

TOO_ALIKE = 0.5
"""Share of the shorter text's three-word runs that the other may hold too."""
OPENING = 3
"""Words by which a reader notices that two posts begin alike."""
LEAST = 4
"""Words of a sentence that count as said twice; shorter ones are idioms."""
BREAK = re.compile(r"[.!?…]+[»”\"’)\]]*\s+|[。！？]+|\n+")


@dataclass(frozen=True, slots=True)
class Told:
    """What a post says, read once for all comparisons."""

    opening: tuple[str, ...]
    trigrams: frozenset[tuple[str, ...]]
    sentences: frozenset[str]


def check_article(posts: Posts, title: str) -> list[str | None]:
    """Return for each post of an article why it says too much of what an earlier one says, or nothing.

    Posts in the author's own words are never refused, and count for the others.
    """
    kept: list[Told] = []
    reasons: list[str | None] = []
    for fitted, teaser in posts:
        told = _told(fitted, title)
        own = teaser.kind is Kind.OWN
        reason = None if own else next((found for each in kept if (found := _clash(told, each))), None)
        reasons.append(reason)
        kept += [] if reason else [told]
    return reasons


def apart(posts: Posts, title: str) -> tuple[Posts, list[Skipped]]:
    """Return the posts that each say something of their own, in their order, and why the others go."""
    judged = list(zip(posts, check_article(posts, title), strict=True))
    kept = [post for post, reason in judged if reason is None]
    return kept, [Skipped(reason, section=teaser.section) for (_, teaser), reason in judged if reason]


def _told(fitted: Fitted, title: str) -> Told:
    """Return what a post says under the title, which is the article's and no post's own."""
    first, _, rest = without(fitted.content.text, fitted.added).partition("\n")
    body = rest if spaceless(first) == spaceless(title) and rest else f"{first}\n{rest}"
    found = words_of(body)
    return Told(found[:OPENING], runs(found), frozenset(_sentences(body)))


def runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return the three-word runs of a text."""
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _clash(told: Told, earlier: Told) -> str | None:
    if alike(told.trigrams, earlier.trigrams):
        return f"{NEAR_DUPLICATE}: it says nearly the same as an earlier post"
    if told.opening == earlier.opening:
        return f"{SAME_OPENING}: it opens like an earlier post"
    shared = told.sentences & earlier.sentences
    return f"{SENTENCE_TWICE}: an earlier post says {quoted(min(shared))} too" if shared else None


def alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether two texts, by their three-word runs, say nearly the same."""
    fewest = min(len(one), len(other))
    return fewest > 0 and len(one & other) / fewest > TOO_ALIKE


def _sentences(text: str) -> Iterator[str]:
    found = (words_of(each) for each in BREAK.split(text))
    return (" ".join(each) for each in found if len(each) >= LEAST)
