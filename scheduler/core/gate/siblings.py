"""Rules on the posts of one article together, on one account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from scheduler.core.gate.judged import spaceless, without
from scheduler.core.gate.witness import words_of
from scheduler.core.model import Fitted, Kind, Skipped, Teaser

Posts: TypeAlias = Sequence[tuple[Fitted, Teaser]]

TOO_ALIKE = 0.5
"""Share of the shorter text's three-word runs that the other may hold too."""
OPENING = 3
"""Words by which a reader notices that two posts begin alike."""
LEAST = 4
"""Words of a sentence that count as said twice; shorter ones are idioms."""
BREAK = re.compile(r"[.!?…]+[»”\"’)\]]*\s+|[。！？]+|\n+")


def check_article(posts: Posts, title: str) -> list[str | None]:
    """Return for each post of an article why it says too much of what an earlier one says, or nothing.

    Posts in the author's own words are never refused, and count for the others.
    """
    kept: list[str] = []
    reasons: list[str | None] = []
    for fitted, teaser in posts:
        body = _told(fitted, title)
        own = teaser.kind is Kind.OWN
        reason = None if own else next((found for each in kept if (found := _clash(body, each))), None)
        reasons.append(reason)
        kept += [] if reason else [body]
    return reasons


def apart(posts: Posts, title: str) -> tuple[Posts, list[Skipped]]:
    """Return the posts that each say something of their own, in their order, and why the others go."""
    judged = list(zip(posts, check_article(posts, title), strict=True))
    kept = [post for post, reason in judged if reason is None]
    return kept, [Skipped(reason, section=teaser.section) for (_, teaser), reason in judged if reason]


def _told(fitted: Fitted, title: str) -> str:
    """Return what a post says under the title, which is the article's and no post's own."""
    first, _, rest = without(fitted.content.text, fitted.added).partition("\n")
    return rest.strip() if spaceless(first) == spaceless(title) and rest else f"{first}\n{rest}".strip()


def _clash(body: str, earlier: str) -> str | None:
    if _alike(body, earlier):
        return "near_duplicate: it says nearly the same as an earlier post"
    if words_of(body)[:OPENING] == words_of(earlier)[:OPENING]:
        return "same_opening: it opens like an earlier post"
    shared = set(_sentences(body)) & set(_sentences(earlier))
    return f"sentence_twice: an earlier post says {min(shared)[:40]!r} too" if shared else None


def _alike(one: str, other: str) -> bool:
    first, second = _trigrams(one), _trigrams(other)
    fewest = min(len(first), len(second))
    return fewest > 0 and len(first & second) / fewest > TOO_ALIKE


def _trigrams(text: str) -> set[tuple[str, ...]]:
    found = words_of(text)
    return set(_runs(found, OPENING))


def _runs(found: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return (tuple(found[start : start + size]) for start in range(len(found) - size + 1))


def _sentences(text: str) -> Iterator[str]:
    found = (words_of(each) for each in BREAK.split(text))
    return (" ".join(each) for each in found if len(each) >= LEAST)
