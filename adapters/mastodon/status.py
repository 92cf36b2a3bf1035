"""A status as its server shows it, and whether that is what was sent; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from adapters.base import Heard, Json, Receipt, Sent
from adapters.reading import word
from adapters.texts import letters

COUNTS = ("replies", "reblogs", "favourites", "quotes")
"""What a status counts, each as `..._count`."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status; its text stands in HTML, and is read only where it is wanted."""

    receipt: Receipt
    at: datetime
    html: str
    fields: Mapping[str, Any]

    def says(self, text: str) -> bool:
        """Return whether it is of that text, whichever way its server shows addresses."""
        wanted = _kept(text)
        return any(_kept(plain(self.html, addresses=whole)) == wanted for whole in (False, True))

    def sent(self) -> Sent:
        """Return it as one of the account's posts."""
        return Sent(self.receipt, plain(self.html), self.at)

    def heard(self) -> Heard:
        """Return it as an answer."""
        return Heard(self.receipt, f"@{word(self.fields['account']['acct'])}", plain(self.html), self.at)

    def counts(self) -> dict[str, int]:
        """Return how it is received; what the server does not count is left out."""
        found = {name: self.fields.get(f"{name}_count") for name in COUNTS}
        return {name: count for name, count in found.items() if isinstance(count, int)}


def status(fields: dict[str, Any]) -> Status:
    """Read a status.

    Raises ValueError or LookupError where it lacks a part.
    """
    at = datetime.fromisoformat(fields["created_at"])
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    receipt = Receipt(word(fields["id"]), word(fields.get("url") or fields["uri"]))
    html = fields["content"]
    if not isinstance(html, str):
        raise TypeError("the text is missing")
    return Status(receipt, at, html, fields)


_NAMED = {"spoiler_text": "content warning", "visibility": "visibility", "in_reply_to_id": "place in its thread"}


def differences(shown: Status, sent: Mapping[str, Json]) -> list[str]:
    """Name what a status shows otherwise than it was sent; what the server does not tell is no difference."""
    fields = shown.fields
    found = [] if shown.says(str(sent["status"])) else ["text"]
    found += [name for key, name in _NAMED.items() if key in fields and (fields[key] or "") != sent.get(key, "")]
    images, attached = sent.get("media_ids", []), fields.get("media_attachments")
    if isinstance(images, list) and isinstance(attached, list) and len(attached) != len(images):
        found.append("number of images")
    return found


def plain(html: str, *, addresses: bool = False) -> str:
    """Return the text of a status's HTML, with the whole address for the name of each link where asked to."""
    reader = _Reader(addresses=addresses)
    reader.feed(html)
    reader.close()
    return "".join(reader.words).strip()


class _Reader(HTMLParser):
    def __init__(self, *, addresses: bool) -> None:
        super().__init__()
        self.words: list[str] = []
        self._addresses = addresses
        self._within_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "br":
                self.words.append("\n")
            case "p" if self.words:
                self.words.append("\n\n")
            case "a" if self._addresses and _is_address(found := dict(attrs)):
                self.words.append(found["href"] or "")
                self._within_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._within_link = False

    def handle_data(self, data: str) -> None:
        if not self._within_link:
            self.words.append(data)


def _is_address(attributes: Mapping[str, str | None]) -> bool:
    """Tell a link from a mention and from a hashtag."""
    marks = f"{attributes.get('class') or ''} {attributes.get('rel') or ''}".split()
    return bool(attributes.get("href")) and not {"mention", "hashtag", "tag"} & set(marks)


def _kept(text: str) -> str:
    """Return what a server keeps of a text: that of a mention's server is its own."""
    return letters(re.sub(r"(@\w+)@[\w.-]+\w", r"\1", text))
