"""A sheet of posts to be graded by a person, and the posts that simpler means would have made of the same articles."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.core.model import Article

ROOM = 255
"""Characters that a post of 280 has beside its link."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A post on its way to the sheet."""

    article: Article
    kind: str
    text: str


def print_sheet(pool: Sequence[Drawn], count: int, seed: int) -> None:
    """Print posts drawn at random; the seed tells them apart from any other draw."""
    order = sorted(pool, key=lambda each: (each.article.digest, each.text))
    drawn = random.Random(seed).sample(order, min(count, len(order)))  # noqa: S311 a draw, no secret
    print(f"seed {seed}: {len(drawn)} of {len(order)} posts")
    for number, each in enumerate(drawn, 1):
        day = each.article.date.date().isoformat() if each.article.date else "unknown"
        print(f"\n=== {number} · {each.kind} · {each.article.language}\n{each.text}")
        print(f"[card: {each.article.title}] [posted: {day}]")


def baseline(article: Article) -> Iterator[Drawn]:
    """Yield title and excerpt, and the first sentence of each paragraph cut to the room there is."""
    paragraphs = [block.text for section in article.sections for block in section.blocks if block.text]
    excerpt = article.description or next(iter(paragraphs), "")
    for kind, text in (("excerpt", f"{article.title}\n\n{excerpt}"), *(("first", _first(each)) for each in paragraphs)):
        shown = text if len(text) <= ROOM else f"{text[: ROOM - 1]}…"
        yield Drawn(article, kind, f"{shown}\n\n{article.link or ''}".strip())


def _first(paragraph: str) -> str:
    return paragraph.partition(". ")[0].rstrip(".") + "."
