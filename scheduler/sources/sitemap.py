"""A sitemap, and the pages that it lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup, Tag

from scheduler.sources.entry import Entry
from scheduler.sources.html import AROUND, drop, parsed

ARTICLE = re.compile(r"(?:\w+Article|Article|BlogPosting|Report|Review)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, or another sitemap."""

    url: str
    changed: str
    """`lastmod` as it stands there; empty where it is left out."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a sitemap lists, each once."""

    sitemaps: list[Listed]
    pages: list[Listed]
    elsewhere: list[str]
    """The addresses that are on other hosts."""


def listed(root: Element, url: str) -> Listing:
    """Return the sitemaps and the pages that a sitemap lists."""
    host = urlsplit(url).hostname
    found: dict[str, dict[str, Listed]] = {"sitemap": {}, "url": {}}
    elsewhere: dict[str, None] = {}
    for one in root:
        name = _bare(one.tag)
        told = {_bare(child.tag): (child.text or "").strip() for child in one}
        place = urljoin(url, told.get("loc", ""))
        if name in found and told.get("loc"):
            if urlsplit(place).hostname == host:
                found[name].setdefault(place, Listed(place, told.get("lastmod", "")))
            else:
                elsewhere[place] = None
    return Listing(list(found["sitemap"].values()), list(found["url"].values()), list(elsewhere))


def page(data: bytes, url: str) -> Entry | None:
    """Return the article on a page; nothing where the page does not say that it is one for everybody.

    Raises ValueError where it cannot be read.
    """
    soup = parsed(_text(data))
    said = list(_said(soup))
    body = _article(soup, said)
    title = _meta(soup, "og:title") or _words((body and body.find("h1")) or soup.find("h1") or soup.find("title"))
    if body is None or not title or _is_kept(soup, said):
        return None
    picture = _meta(soup, "og:image")
    entry = Entry(
        key=url,
        link=_link(soup, url),
        title=title,
        html="",
        description=_meta(soup, "description") or _meta(soup, "og:description"),
        date=_date(soup, said),
        language=_language(soup),
        tags=tuple(_tags(soup)),
        picture=urljoin(url, picture) if picture else "",
        alt=_meta(soup, "og:image:alt"),
    )
    drop(body, (*AROUND, "h1"))  # not before all else is read: the date and the tags are often there
    return replace(entry, html=str(body))


def _article(soup: BeautifulSoup, said: Sequence[Mapping[str, Any]]) -> Tag | None:
    """Return the article's own element, if the page says that it is an article: to search engines, or to browsers."""
    articles = [one for one in soup.find_all("article") if one.find_parent("article") is None]
    kinds = (kind for one in said for kind in _many(one.get("@type")))
    is_one = _meta(soup, "og:type") == "article" or any(ARTICLE.fullmatch(str(kind)) for kind in kinds)
    if not is_one and len(articles) != 1:
        return None
    around = soup.find("main") or soup.find("body")
    found = articles[0] if len(articles) == 1 else around
    return found if isinstance(found, Tag) else None


def _is_kept(soup: BeautifulSoup, said: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a page is kept from search engines, or is for those alone who paid or logged in."""
    paid = any(str(one.get("isAccessibleForFree")).lower() == "false" for one in said)
    return paid or "noindex" in _meta(soup, "robots").lower()


def _said(soup: BeautifulSoup) -> Iterator[Mapping[str, Any]]:
    """Yield the page's structured data."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            said = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        graph = said.get("@graph", said) if isinstance(said, dict) else said
        yield from (one for one in _many(graph) if isinstance(one, dict))


def _many(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _link(soup: BeautifulSoup, url: str) -> str:
    """Return the address that a page calls its own, where it is on its host."""
    canonical = soup.find("link", rel="canonical")
    link = urljoin(url, str(canonical.get("href") or "")) if isinstance(canonical, Tag) else url
    return link if urlsplit(link).hostname == urlsplit(url).hostname else url


def _language(soup: BeautifulSoup) -> str:
    whole = soup.find("html")
    return str(whole.get("lang") or "") if isinstance(whole, Tag) else ""


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
    return str(found.get("content") or "").strip() if isinstance(found, Tag) else ""


def _tags(soup: BeautifulSoup) -> Iterator[str]:
    for one in soup.find_all("meta", property="article:tag"):
        yield str(one.get("content") or "")
    for one in soup.find_all("a", rel="tag"):
        yield _words(one).removeprefix("#")


def _date(soup: BeautifulSoup, said: Sequence[Mapping[str, Any]]) -> datetime | None:
    """Return when a page says that it was published: to other sites, to search engines, else by its first time."""
    time = soup.find("time", datetime=True)
    shown = str(time.get("datetime")) if isinstance(time, Tag) else ""
    for value in (_meta(soup, "article:published_time"), *(one.get("datePublished") for one in said), shown):
        with suppress(ValueError):
            return datetime.fromisoformat(str(value or ""))
    return None


def _words(found: object) -> str:
    return " ".join(found.get_text(" ").split()) if isinstance(found, Tag) else ""


def _text(data: bytes) -> str:
    """Return a page's text in the encoding that it names, else as UTF-8."""
    said = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", data[:4096], re.IGNORECASE)
    try:
        return data.decode(said[1].decode("ascii") if said else "utf-8", errors="replace")
    except LookupError:
        return data.decode("utf-8", errors="replace")


def _bare(name: str) -> str:
    return name.rpartition("}")[2]
