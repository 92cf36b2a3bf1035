"""A sitemap, and the pages that it lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup, Tag

from scheduler.sources.entry import Entry
from scheduler.sources.html import AROUND, parsed

ARTICLE = re.compile(r"(?:\w+Article|Article|BlogPosting|Report|Review)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, or another sitemap."""

    url: str
    changed: str
    """`lastmod` as it stands there; empty where it is left out."""


def listed(root: Element, url: str) -> tuple[list[Listed], list[Listed]]:
    """Return the sitemaps and the pages that a sitemap lists, of its own host, each once."""
    host = urlsplit(url).hostname
    found: dict[str, dict[str, Listed]] = {"sitemap": {}, "url": {}}
    for one in root:
        name = _bare(one.tag)
        told = {_bare(child.tag): (child.text or "").strip() for child in one}
        place = urljoin(url, told.get("loc", ""))
        if name in found and told.get("loc") and urlsplit(place).hostname == host:
            found[name].setdefault(place, Listed(place, told.get("lastmod", "")))
    return list(found["sitemap"].values()), list(found["url"].values())


def page(data: bytes, url: str) -> Entry | None:
    """Return the article on a page; nothing where the page does not say that it is one.

    Raises ValueError where it cannot be read.
    """
    soup = parsed(_text(data))
    body = _article(soup)
    if body is None or "noindex" in _meta(soup, "robots"):
        return None
    title = _meta(soup, "og:title") or _words(body.find("h1") or soup.find("h1") or soup.find("title"))
    for name in (*AROUND, "h1"):
        for one in body.find_all(name):
            one.decompose()
    canonical = soup.find("link", rel="canonical")
    link = urljoin(url, str(canonical.get("href") or "")) if isinstance(canonical, Tag) else url
    whole = soup.find("html")
    return Entry(
        key=url,
        link=link if urlsplit(link).hostname == urlsplit(url).hostname else url,
        title=title,
        html=str(body),
        description=_meta(soup, "description") or _meta(soup, "og:description"),
        date=_date(soup),
        language=str(whole.get("lang") or "") if isinstance(whole, Tag) else "",
        tags=tuple(_tags(soup)),
        picture=urljoin(url, _meta(soup, "og:image")) if _meta(soup, "og:image") else "",
        alt=_meta(soup, "og:image:alt"),
    )


def _article(soup: BeautifulSoup) -> Tag | None:
    """Return the article's own element, if the page says that it is an article: to search engines, or to browsers."""
    articles = [one for one in soup.find_all("article") if one.find_parent("article") is None]
    said = _meta(soup, "og:type") == "article" or any(ARTICLE.fullmatch(kind) for kind in _kinds(soup))
    if not said and len(articles) != 1:
        return None
    around = soup.find("main") or soup.find("body")
    found = articles[0] if len(articles) == 1 else around
    return found if isinstance(found, Tag) else None


def _kinds(soup: BeautifulSoup) -> Iterator[str]:
    """Yield what the page's structured data call it."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            said = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        graph = said.get("@graph", [said]) if isinstance(said, dict) else said
        for one in graph if isinstance(graph, list) else ():
            kinds = one.get("@type") if isinstance(one, dict) else None
            yield from (str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
    return str(found.get("content") or "").strip() if isinstance(found, Tag) else ""


def _tags(soup: BeautifulSoup) -> Iterator[str]:
    for one in soup.find_all("meta", property="article:tag"):
        yield str(one.get("content") or "")
    for one in soup.find_all("a", rel="tag"):
        yield _words(one).removeprefix("#")


def _date(soup: BeautifulSoup) -> datetime | None:
    time = soup.find("time", datetime=True)
    said = _meta(soup, "article:published_time") or (str(time.get("datetime")) if isinstance(time, Tag) else "")
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


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
