"""RSS and Atom."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from scheduler.errors import SourceError
from scheduler.fetching import named
from scheduler.sources import xml
from scheduler.sources.entry import Entry, Unusable, usable
from scheduler.sources.html import as_text


def entries(
    data: bytes, url: str, headers: Mapping[str, str], language: str | None = None
) -> Iterator[Entry | Unusable]:
    """Yield the articles of a feed, and what in it can be none.

    `language` goes before that of the whole feed, which is often the one that its program came with.

    Raises SourceError where it is no feed.
    """
    xml.check(data, named(url))
    kind = headers.get("content-type", "application/xml")
    # a file-like value: feedparser opens whatever a text seems to name
    found = feedparser.parse(BytesIO(data), response_headers={"content-location": url, "content-type": kind})
    if not found.get("version"):
        raise SourceError(f"{named(url)} is no feed; name the address of an RSS or Atom feed")
    of_all = _language(found.feed)
    for one in found.entries:
        own = _language(one)
        yield _entry(one, url, language or of_all if own in {"", of_all} else own)


def _entry(one: Mapping[str, Any], url: str, language: str) -> Entry | Unusable:
    link, title = urljoin(url, one["link"]) if one.get("link") else "", _plain(one, "title")
    if (unusable := usable(str(one.get("id") or ""), link, title)) is not None:
        return unusable
    contents = [_html(part) for part in one.get("content") or ()]
    summary = _html(one.get("summary_detail") or {})
    body = max([*contents, summary], key=len)
    picture, dates = _picture(one), dict(one)  # feedparser warns where it is asked for one that it has not
    return Entry(
        key=str(one.get("id") or link),
        link=link,
        title=title,
        html=body,
        description=_plain(one, "summary") if contents and summary != body else "",
        date=_moment(dates.get("published_parsed") or dates.get("updated_parsed")),
        language=language,
        tags=tuple(as_text(str(tag.get("label") or tag.get("term") or "")) for tag in one.get("tags") or ()),
        picture=urljoin(link, picture) if picture else "",
    )


def _plain(one: Mapping[str, Any], name: str) -> str:
    """Return a text of an entry as it is read, which may be written as HTML or not."""
    return as_text(_html(one.get(f"{name}_detail") or {}))


def _html(detail: Mapping[str, Any]) -> str:
    value = str(detail.get("value") or "")
    return escape(value, quote=False) if detail.get("type") == "text/plain" else value


def _picture(one: Mapping[str, Any]) -> str:
    offered = [*(one.get("media_content") or ()), *(one.get("enclosures") or ()), *(one.get("media_thumbnail") or ())]
    for each in offered:
        place = str(each.get("url") or each.get("href") or "")
        kind = f"{each.get('medium') or ''} {each.get('type') or 'image'}"
        if place and "image" in kind:
            return place
    return ""


def _language(one: Mapping[str, Any]) -> str:
    detail = one.get("title_detail") or {}
    return str(one.get("language") or detail.get("language") or "").replace("_", "-")


def _moment(parsed: Any) -> datetime | None:
    try:
        return None if parsed is None else datetime.fromtimestamp(timegm(parsed), UTC)
    except (OverflowError, ValueError, OSError):
        return None
