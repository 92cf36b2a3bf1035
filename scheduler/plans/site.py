"""The articles of a site, read as far as a plan needs them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from scheduler.core.article import outline, skip_reason
from scheduler.core.model import Article, Site
from scheduler.errors import ArticleError
from scheduler.intake import load, read_as
from scheduler.plans.cache import Cache

ENDINGS = frozenset({".md", ".markdown", ".mdx"})
PROGRAMS = "node_modules"
"""The folder in which generators keep other people's Markdown."""
INDEX = "index"
LISTS = "_index"
"""How Hugo's lists of articles are called, which are none themselves."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found at some paths."""

    articles: tuple[Article, ...]
    """By their paths, without their prose."""
    unread: tuple[tuple[str, str], ...]
    """Files that are no articles, each with the reason."""


def files(paths: Sequence[Path], *, bundles: bool = False) -> list[Path]:
    """Return the files that may be articles: those named, and all within the folders named.

    With `bundles`, a folder that has an `index.md` is one article, with all that lies in it.
    Raises ArticleError where a path is not there, or a folder cannot be read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(_within(path.absolute(), bundles=bundles)))
        elif path.exists():
            found[path.absolute()] = None
        else:
            raise ArticleError(f"there is nothing at {path}; name Markdown files, or folders of them")
    return list(found)


def _within(folder: Path, *, bundles: bool) -> Iterator[Path]:
    for where, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != PROGRAMS)
        pages = [Path(where, name) for name in names if not name.startswith(".") and Path(name).suffix in ENDINGS]
        indexes = [path for path in pages if path.stem.partition(".")[0] == INDEX]
        if bundles and indexes:
            folders.clear()
            yield from indexes
        else:
            yield from (path for path in pages if path.stem.partition(".")[0] != LISTS)


def _unreadable(error: OSError) -> NoReturn:
    """Refuse a folder that cannot be read: without its articles, their posts would be held."""
    raise ArticleError(f"cannot read {error.filename}: {error.strerror}") from error


def survey(paths: Sequence[Path], site: Site, cache: Cache, seen: Callable[[int, int], None]) -> Survey:
    """Read the articles at some paths; `seen` hears how many of how many were read.

    Raises ArticleError where a path is not there.
    """
    articles: list[Article] = []
    sign = cache.key("outline", site)
    unread: list[tuple[str, str]] = []
    found = files(paths, bundles=site.bundles)
    for number, path in enumerate(found, 1):
        try:
            articles.append(_outlined(path, site, cache, sign))
        except ArticleError as error:
            unread.append((str(path), str(error).removeprefix(f"{path}: ").removeprefix(f"{path}, ")))
        seen(number, len(found))
    return Survey(tuple(articles), tuple(unread))


def _outlined(path: Path, site: Site, cache: Cache, sign: str) -> Article:
    data = load(path)
    key = f"{sign} {path} {sha256(data).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = _as_json(read_as(outline, data, path, site))
        cache.keep(key, kept)
    return _article(kept)


def _as_json(article: Article) -> list[Any]:
    date, expires = (None if at is None else at.isoformat() for at in (article.date, article.expires))
    said = (article.title, article.description, article.link, article.language)
    return [
        article.path,
        *said,
        date,
        article.draft,
        expires,
        list(article.tags),
        article.digest,
        article.social,
        article.evergreen,
        article.published,
    ]


def _article(kept: list[Any]) -> Article:
    path, title, description, link, language, date, draft, expires, tags, digest, social, evergreen, published = kept
    begins, ends = (None if at is None else datetime.fromisoformat(at) for at in (date, expires))
    said = (path, title, description, link, language, begins, draft, ends)
    return Article(*said, tuple(tags), None, (), digest, social=social, evergreen=evergreen, published=published)


def left_out(article: Article, now: datetime, until: datetime) -> str | None:
    """Return why a plan that goes until then makes no posts about an article; `None`: it makes some."""
    if article.date is not None and article.date > until:
        return f"dated {article.date:%Y-%m-%d}, after all that is planned"
    # one that is dated ahead is announced on its day
    return skip_reason(article if article.date is None else replace(article, date=min(article.date, now)), now)
