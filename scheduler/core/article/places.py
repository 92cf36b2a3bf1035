"""What an article's place among the site's files says: its address and its language."""

from __future__ import annotations

from pathlib import PurePath

from scheduler.core.article.fields import LANGUAGE, Fields, text_field
from scheduler.core.languages.telling import tell
from scheduler.core.layouts import PLAIN
from scheduler.core.layouts.sanitizing import escaped
from scheduler.core.model import Page, Site

CANONICAL = ("canonicalurl", "canonical")


def language(fields: Fields, path: PurePath, site: Site, text: str) -> str:
    """Return the article's language: as its front matter, its place or the site says.

    Where none of them does, it is told from the words of `text`.
    """
    named = text_field(fields, LANGUAGE).replace("_", "-")
    return named or (site.layout or PLAIN).language(path, site) or site.language or tell(text)


def is_published(page: Page, site: Site) -> bool:
    """Tell whether the site's generator makes a page of a file."""
    return (site.layout or PLAIN).publishes(page, site)


def link(page: Page, site: Site) -> str | None:
    """Return the article's address: the one it names, else the one that the site's generator gives it."""
    named = text_field(page.fields, CANONICAL)
    if named.startswith(("http://", "https://")):
        return escaped(named)
    return (site.layout or PLAIN).address(page, site)
