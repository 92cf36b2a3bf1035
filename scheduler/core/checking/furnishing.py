"""What an article needs beside its text so that its posts look well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.core.article import fields, line_at
from scheduler.core.checking.finding import Finding, error, warning
from scheduler.core.checking.page import field_line, pictures, uncoded
from scheduler.core.model import Article
from scheduler.core.pictures import alt_problem

LONGEST_TITLE = 70
"""Characters that a link's card shows of a title.

Source: https://developer.x.com/en/docs/x-for-websites/cards/overview/markup, the strictest of those that say so.
"""
NOWHERE = re.compile(r"(?<!!)\[(?P<text>[^\]\n]+)\]\([ \t]*#?[ \t]*\)")


def furnishing(article: Article) -> Iterator[Finding]:
    """Yield what is missing, or does not fit."""
    if not article.description:
        yield warning(1, "the article has no description; its announcement takes a sentence instead", "description")
    if len(article.title) > LONGEST_TITLE:
        line = field_line(article, fields.TITLE)
        yield warning(line, f"the title has {len(article.title)} characters; cards show {LONGEST_TITLE}", "title")
    if article.link is None:
        yield warning(1, "the article has no address, so its posts have no link; set site.url or canonicalUrl", "link")
    text = uncoded(article)
    for found in NOWHERE.finditer(text):
        yield error(
            line_at(text, found.start()), f"the link {found['text']!r} leads nowhere; give it an address", "link"
        )
    yield from _pictures(article)


def _pictures(article: Article) -> Iterator[Finding]:
    for picture, line in pictures(article):
        problem = alt_problem(picture)
        if problem is not None:
            yield warning(line, problem, "alt")
