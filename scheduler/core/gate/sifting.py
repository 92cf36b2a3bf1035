"""The gate as one step: which posts of an article pass for one account, and why the others do not."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TypeAlias

from adapters.base import Limits
from scheduler.core.gate.checking import check
from scheduler.core.gate.siblings import check_article
from scheduler.core.model import Article, Fitted, Skipped, Teaser
from scheduler.core.model.voice import Voice

Posts: TypeAlias = Sequence[tuple[Fitted, Teaser]]


def sift(
    posts: Posts, article: Article, limits: Limits, voice: Voice, *, reworded: Container[Teaser] = ()
) -> tuple[list[tuple[Fitted, Teaser]], list[Skipped]]:
    """Return the posts that keep every rule, in their order, and the others as reasons."""
    alone = [check(fitted, teaser, article, limits, voice, reworded=teaser in reworded) for fitted, teaser in posts]
    sound = [post for post, reason in zip(posts, alone, strict=True) if reason is None]
    together = check_article(sound, article.title)
    kept = [post for post, reason in zip(sound, together, strict=True) if reason is None]
    return kept, [*_dropped(posts, alone), *_dropped(sound, together)]


def _dropped(posts: Posts, reasons: Sequence[str | None]) -> list[Skipped]:
    pairs = zip(posts, reasons, strict=True)
    return [
        Skipped(f"a {teaser.kind} was dropped: {reason}", teaser.section) for (_, teaser), reason in pairs if reason
    ]
