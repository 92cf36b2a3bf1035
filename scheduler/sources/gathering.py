"""A source, whichever it is, fetched and written to its folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from scheduler.core.model import Site
from scheduler.errors import SourceError
from scheduler.fetching import Errand, Got, get, named
from scheduler.sources import feed, ghost, sitemap, wordpress, xml
from scheduler.sources.entry import Entry, Unusable, told, unique
from scheduler.sources.mirror import Mirror, opened

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
        """Fetch a document from its own host.

        Raises SourceError.
        """
        host = urlsplit(url).hostname or ""
        return self.get(url, {host, *self.private}, SITE, known=known)


@dataclass
class Refreshed:
    """What came of a source."""

    articles: int = 0
    problems: list[str] = field(default_factory=list)
    """What was left out, each with its reason."""


def refresh(source: str, site: Site, web: Web, seen: Seen = lambda _one, _all: None) -> Refreshed:
    """Write the articles of a source to the content folder; `seen` hears how many of how many were fetched or written.

    Raises SourceError where the source is not to be had; the articles then stay as they are.
    """
    folder = Path(site.content)
    try:
        mirror = opened(folder, source, made_for=f"{site.url} {site.language}")
        done = Refreshed()
        if "://" in source:
            _fetch(site, mirror, web, done, seen)
        else:
            _import(site, mirror, done, seen)
        mirror.close()
        done.articles = len(mirror.files())
    except OSError as error:
        raise SourceError(f"{folder} cannot be written: {error.strerror}") from error
    return done


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path} has more than {LARGEST:,} bytes; export fewer articles at a time")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def _fetch(site: Site, mirror: Mirror, web: Web, done: Refreshed, seen: Seen) -> None:
    got = web.fetch(mirror.source, mirror.headers)
    root = _sitemap(got.body, mirror.source)
    if not got.is_new:
        done.problems = mirror.problems
    elif root is not None:
        mirror.headers = {}  # it may be the same when its pages, or the sitemaps that it lists, are not
        _pages(root, mirror, web, done, seen)
    else:
        names = _write(feed.entries(got.body, mirror.source, got.headers, site.language), mirror, done, seen)
        if mirror.is_other:  # a feed shows its newest articles alone: what it shows no more is there still
            mirror.keep_only(names)
        mirror.headers = _validators(got)


def _validators(got: Got) -> dict[str, str]:
    return {KEPT[name]: value for name, value in got.headers.items() if name in KEPT}


def _pages(root: Element, mirror: Mirror, web: Web, done: Refreshed, seen: Seen) -> None:
    pages = _listed(root, mirror.source, web, done)
    if not pages:
        raise SourceError(f"{mirror.shown} lists no page of its own host; name the sitemap of the articles")
    for number, page in enumerate(pages, 1):
        _page(page, mirror, web, done)
        seen(number, len(pages))
    mirror.pages = {page.url: mirror.pages[page.url] for page in pages if page.url in mirror.pages}
    mirror.keep_only(told["file"] for told in mirror.pages.values())


def _sitemap(data: bytes, url: str) -> Element | None:
    """Return the root of a sitemap; nothing where it is something else, such as a feed that is not even XML."""
    if not any(name in data[:2000] for name in (b"<urlset", b"<sitemapindex")):
        return None
    return xml.tree(data, named(url))


def _listed(root: Element, url: str, web: Web, done: Refreshed) -> list[sitemap.Listed]:
    """Return all pages, also those of the sitemaps that a sitemap lists."""
    whole = sitemap.listed(root, url)
    found, elsewhere = {page.url: page for page in whole.pages}, [*whole.elsewhere]
    for one in whole.sitemaps[:MOST_SITEMAPS]:
        inner = sitemap.listed(xml.tree(web.fetch(one.url).body, named(one.url)), one.url)
        found |= {page.url: page for page in inner.pages}
        elsewhere += inner.elsewhere
    if elsewhere:
        more = f" and {len(elsewhere) - 1} more" if len(elsewhere) > 1 else ""
        done.problems.append(f"{elsewhere[0]}{more}: not on the host of {named(url)}")
    if len(found) > MOST_PAGES or len(whole.sitemaps) > MOST_SITEMAPS:
        done.problems.append(f"{named(url)} lists more than {MOST_PAGES:,} pages; those after them were left out")
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
            told = {"file": "" if entry is None else mirror.write(entry), "changed": page.changed}
            mirror.pages[page.url] = told | _validators(got)
    except (SourceError, ValueError) as error:
        done.problems.append(str(error) if isinstance(error, SourceError) else f"{named(page.url)}: {error}")


def _import(site: Site, mirror: Mirror, done: Refreshed, seen: Seen) -> None:
    data = _read(Path(mirror.source))
    digest = sha256(data).hexdigest()
    if mirror.headers.get("digest") == digest:
        done.problems = mirror.problems
        return
    names = _write(_exported(data, site, mirror.source), mirror, done, seen)
    if not names:
        raise SourceError(f"{mirror.source} has no article that everybody may read; nothing was changed")
    mirror.keep_only(names)
    mirror.headers = {"digest": digest}


def _exported(data: bytes, site: Site, name: str) -> Iterable[Entry | Unusable]:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return ghost.entries(_ghost(data, name), site, name)
    root = xml.tree(data, name)
    if not wordpress.is_export(root):
        raise SourceError(f"{name} is neither an export of WordPress nor one of Ghost; name one of them")
    return wordpress.entries(root, site.language)


def _ghost(data: bytes, name: str) -> object:
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is not JSON that can be read; export it again") from error
    if not ghost.is_export(value):
        raise SourceError(f"{name} is no export of Ghost; it holds no posts")
    return value


def _write(found: Iterable[Entry | Unusable], mirror: Mirror, done: Refreshed, seen: Seen) -> list[str]:
    """Write all that can be an article; return the files' names."""
    every = list(found)
    entries, alike = unique(one for one in every if isinstance(one, Entry))
    done.problems += told([*alike, *(one for one in every if isinstance(one, Unusable))])
    names = []
    for number, entry in enumerate(entries, 1):
        try:
            names.append(mirror.write(entry))
        except ValueError as error:
            done.problems.append(f"{named(entry.link)}: {error}")
        seen(number, len(entries))
    mirror.problems = done.problems
    return names
