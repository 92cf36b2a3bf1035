"""RSS and Atom."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from scheduler.errors import SourceError
from scheduler.sources import xml
from scheduler.sources.entry import Entry


def entries(data: bytes, url: str, headers: Mapping[str, str], language: str | None = None) -> Iterator[Entry]:
    """Yield the articles of a feed; one without a title or an address is passed over.

    `language` goes before that of the whole feed, which is often the one that its program came with.

    Raises SourceError where it is none.
    """
    xml.check(data, url)
    kind = headers.get("content-type", "application/xml")
    # a file-like value: feedparser opens whatever a text seems to name
    found = feedparser.parse(BytesIO(data), response_headers={"content-location": url, "content-type": kind})
    if not found.get("version"):
        raise SourceError(f"{url} is no feed; name the address of an RSS or Atom feed")
    for one in found.entries:
        entry = _entry(one, url, language or _language(found.feed))
        if entry is not None:
            yield entry


def _entry(one: Mapping[str, Any], url: str, language: str) -> Entry | None:
    link, title = urljoin(url, one.get("link") or ""), one.get("title") or ""
    if not one.get("link") or not link.startswith(("http://", "https://")) or not title.strip():
        return None
    contents = [part.get("value") or "" for part in one.get("content") or ()]
    summary = one.get("summary") or ""
    body = max([*contents, summary], key=len)
    picture, dates = _picture(one), dict(one)  # feedparser warns where it is asked for one that it has not
    return Entry(
        key=str(one.get("id") or link),
        link=link,
        title=title,
        html=body,
        description=summary if contents and summary != body else "",
        date=_moment(dates.get("published_parsed") or dates.get("updated_parsed")),
        language=str(one.get("language") or "") or language,
        tags=tuple(str(tag.get("label") or tag.get("term") or "") for tag in one.get("tags") or ()),
        picture=urljoin(link, picture) if picture else "",
    )


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
