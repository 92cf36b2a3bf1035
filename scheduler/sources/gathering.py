"""A source, whichever it is, fetched and written to its folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from scheduler.core.model import Site
from scheduler.errors import SourceError
from scheduler.fetching import Errand, Got, get
from scheduler.sources import feed, ghost, sitemap, wordpress, xml
from scheduler.sources.entry import Entry, unique
from scheduler.sources.mirror import Mirror, opened
from scheduler.sources.packed import unpacked

LARGEST = 200_000_000
"""Bytes of an export."""
MOST_PAGES = 5_000
"""Pages of a sitemap."""
MOST_SITEMAPS = 100
SITE = Errand(
    *("source", 20_000_000, "private_hosts:", "try again later"),
    "name a feed of fewer articles",
    SourceError,
)
KEPT = {"etag": "if-none-match", "last-modified": "if-modified-since"}
"""What a server says of a document, and how a request says it again."""

Seen = Callable[[int, int], None]


@dataclass(frozen=True)
class Web:
    """How the web is reached."""

    private: frozenset[str] = frozenset()
    """Hosts, or their addresses, in private networks that may be called."""
    get: Callable[..., Got] = get

    def fetch(self, url: str, known: Mapping[str, str] | None = None) -> Got:
        """Fetch a document from its own host, and unpack it.

        Raises SourceError.
        """
        host = urlsplit(url).hostname or ""
        got = self.get(url, {host, *self.private}, SITE, known=known)
        return replace(got, body=unpacked(got.body, url, SITE.most))


@dataclass
class Refreshed:
    """What came of a source."""

    articles: int = 0
    problems: list[str] = field(default_factory=list)
    """What was left out, each with its reason."""


def refresh(source: str, site: Site, web: Web, seen: Seen = lambda _one, _all: None) -> Refreshed:
    """Write the articles of a source to the content folder; `seen` hears how many of how many were fetched or written.

    Raises SourceError where the source is not to be had; the folder then stays as it is.
    """
    mirror = opened(Path(site.content), source, made_for=f"{site.url} {site.language}")
    done = Refreshed()
    if "://" in source:
        got = web.fetch(source, mirror.headers)
        if got.is_new:
            data, headers = got.body, got.headers
            _fetched(data, headers, site, mirror, web, done, seen)
            said = {KEPT[name]: value for name, value in headers.items() if name in KEPT}
            mirror.headers = {} if done.problems else said  # what was left out is named the next time too
    else:
        data = _read(Path(source))
        digest = sha256(data).hexdigest()
        if mirror.headers.get("digest") != digest:
            _exported(data, site, mirror, done, seen)
            mirror.headers = {} if done.problems else {"digest": digest}
    mirror.close()
    done.articles = sum(1 for _ in mirror.folder.glob("*.md"))
    return done


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path} has more than {LARGEST:,} bytes; export fewer articles at a time")
        return unpacked(path.read_bytes(), str(path), LARGEST)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _fetched(
    data: bytes, headers: Mapping[str, str], site: Site, mirror: Mirror, web: Web, done: Refreshed, seen: Seen
) -> None:
    root = _sitemap(data, mirror.source)
    if root is None:
        # a feed shows its newest articles alone: what it shows no more is there still
        _write(unique(feed.entries(data, mirror.source, headers, site.language)), mirror, done, seen)
        return
    pages = _listed(root, mirror.source, web, done)
    for number, page in enumerate(pages, 1):
        _page(page, mirror, web, done)
        seen(number, len(pages))
    mirror.pages = {page.url: mirror.pages[page.url] for page in pages if page.url in mirror.pages}
    mirror.keep_only(told["file"] for told in mirror.pages.values())


def _sitemap(data: bytes, named: str) -> Element | None:
    """Return the root of a sitemap; nothing where it is something else, such as a feed that is not even XML."""
    if not any(name in data[:2000] for name in (b"<urlset", b"<sitemapindex")):
        return None
    return xml.tree(data, named)


def _listed(root: Element, url: str, web: Web, done: Refreshed) -> list[sitemap.Listed]:
    """Return all pages, also those of the sitemaps that a sitemap lists."""
    others, pages = sitemap.listed(root, url)
    found = {page.url: page for page in pages}
    for one in others[:MOST_SITEMAPS]:
        inner = xml.tree(web.fetch(one.url).body, one.url)
        found |= {page.url: page for page in sitemap.listed(inner, one.url)[1]}
    if len(found) > MOST_PAGES or len(others) > MOST_SITEMAPS:
        done.problems.append(f"{url} lists more than {MOST_PAGES:,} pages; those after them were left out")
    return list(found.values())[:MOST_PAGES]


def _page(page: sitemap.Listed, mirror: Mirror, web: Web, done: Refreshed) -> None:
    """Fetch a page, unless the sitemap or its server says that it is as it was."""
    known = mirror.pages.get(page.url, {})
    if known and page.changed and known.get("changed") == page.changed:
        return
    try:
        got = web.fetch(page.url, {name: known[name] for name in KEPT.values() if name in known})
        if got.is_new:
            entry = sitemap.page(got.body, page.url)
            said = {KEPT[name]: value for name, value in got.headers.items() if name in KEPT}
            told = {"file": mirror.write(entry) if entry is not None and entry.title else "", "changed": page.changed}
            mirror.pages[page.url] = told | said
    except (SourceError, ValueError) as error:
        done.problems.append(str(error) if isinstance(error, SourceError) else f"{page.url}: {error}")


def _exported(data: bytes, site: Site, mirror: Mirror, done: Refreshed, seen: Seen) -> None:
    name = mirror.source
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        found: Iterable[Entry] = ghost.entries(_ghost(data, name), site, name)
    else:
        root = xml.tree(data, name)
        if not wordpress.is_export(root):
            raise SourceError(f"{name} is neither an export of WordPress nor one of Ghost; name one of them")
        found = wordpress.entries(root, site.language)
    mirror.keep_only(_write(unique(found), mirror, done, seen))


def _ghost(data: bytes, name: str) -> object:
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is not JSON that can be read; export it again") from error
    if not ghost.is_export(value):
        raise SourceError(f"{name} is no export of Ghost; it holds no posts")
    return value


def _write(entries: Sequence[Entry], mirror: Mirror, done: Refreshed, seen: Seen) -> list[str]:
    names = []
    for number, entry in enumerate(entries, 1):
        try:
            names.append(mirror.write(entry))
        except ValueError as error:
            done.problems.append(f"{entry.link}: {error}")
        seen(number, len(entries))
    return names
