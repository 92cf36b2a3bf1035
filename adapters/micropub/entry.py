"""A post as Micropub carries it, and as it comes back; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from adapters.base import Json, Media, Receipt, Sent
from adapters.markup import seen
from adapters.reading import link, word

Properties = dict[str, Json]


def properties(
    text: str, tags: Sequence[str], images: Sequence[tuple[Media, str]], name: str, parent: str | None
) -> Properties:
    """Return what an entry says; a note has no name, so that its text is all that there is to read."""
    told: Properties = {
        "content": [text],
        "category": list(tags),
        "photo": [{"value": url, "alt": image.alt} if image.alt else url for image, url in images],
        "in-reply-to": [parent] if parent else [],
        "mp-slug": [name],
    }
    return {name: value for name, value in told.items() if value}


def as_form(told: Mapping[str, Json]) -> dict[str, list[str]] | None:
    """Return an entry as the form that every server reads; `None` where only JSON can say it."""
    form = {"h": ["entry"]}
    for name, values in told.items():
        assert isinstance(values, list)
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) < len(values):
            return None
        form[name if len(texts) == 1 and name != "category" else f"{name}[]"] = texts
    return form


def as_json(told: Mapping[str, Json]) -> Json:
    """Return an entry as JSON."""
    return {"type": ["h-entry"], "properties": dict(told)}


def sent(found: Mapping[str, Any]) -> Sent:
    """Return an entry that the server lists; a time without a zone is taken for UTC."""
    told = found["properties"]
    at = datetime.fromisoformat(word(_first(told["published"])))
    url = link(_first(told.get("url")) or found.get("url"))
    return Sent(
        Receipt(url, url), _text(_first(told.get("content"))), at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    )


def _text(content: Any) -> str:
    if isinstance(content, dict):
        return str(content["text"]) if "text" in content else seen(word(content.get("html"))).strip()
    return str(content or "")


def linked(page: str, body: str, name: str) -> str | None:
    """Return where a page links to a post of that name."""
    reader = _Links()
    reader.feed(body)
    return next((link(urljoin(page, href)) for href in reader.hrefs if name in href), None)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.hrefs.append(href)


def _first(values: Any) -> Any:
    return values[0] if isinstance(values, list) and values else None
