"""All findings on an article, in the order of its lines."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import datetime

from scheduler.core.article import skip_reason
from scheduler.core.checking import outcome
from scheduler.core.checking.finding import Finding, error
from scheduler.core.checking.furnishing import furnishing
from scheduler.core.checking.outcome import Made
from scheduler.core.checking.voicing import voicing
from scheduler.core.model import Article, Site, Skipped, Voice
from scheduler.errors import ArticleError


def check(
    article: Article,
    made: Sequence[Made],
    skipped: Sequence[Skipped],
    *,
    site: Site,
    voice: Voice,
    platforms: Container[str],
    now: datetime,
) -> tuple[Finding, ...]:
    """Return what is to be said of an article whose posts are `made` and `skipped`, each once, by line.

    `platforms` are the names that a post may be written for; `now` is aware.
    """
    missing = tuple(furnishing(article))
    told = {each.message for each in missing}
    found = {
        *voicing(article, voice),
        *missing,
        *outcome.silent(made, skipped, skip_reason(article, now)),
        *outcome.left_out(article, made, [each for each in skipped if each.reason not in told]),
        *outcome.waiting(article, made),
        *outcome.own(article, site, platforms, now),
    }
    return tuple(sorted(found))


def unreadable(problem: ArticleError) -> Finding:
    """Return what to say of an article that cannot be read."""
    named = re.search(r", line (\d+): (.+)$", str(problem), re.DOTALL)
    return error(int(named[1]), named[2], "article") if named else error(1, str(problem), "article")
