"""Items -> the bytes of a feed; pure.

Sources: RFC 4287 (Atom), rssboard.org/rss-specification (RSS 2.0.11), jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET


@dataclass(frozen=True, slots=True)
class Image:
    """A picture beside the feed."""

    file: str
    """Path from the feed's folder."""
    mime: str
    size: int
    """Bytes."""
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post as a feed shows it."""

    id: str
    """A URI that never changes."""
    at: str
    """ISO 8601, UTC."""
    title: str
    text: str
    link: str | None
    language: str | None
    tags: tuple[str, ...]
    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself."""

    id: str
    title: str
    url: str | None
    """Where its folder is on the web, without a slash at the end."""

    def address(self, file: str) -> str:
        """Return where a file of the folder is: relative to the feed where its own place is not known."""
        return f"{self.url}/{file}" if self.url else file


def atom(channel: Channel, items: Sequence[Item]) -> bytes:
    """Write Atom 1.0; `items` newest first, at least one."""
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _leaf(feed, "id", channel.id)
    _leaf(feed, "title", channel.title)
    _leaf(feed, "updated", items[0].at)
    _leaf(ET.SubElement(feed, "author"), "name", channel.title)
    if channel.url:
        _leaf(feed, "link", rel="self", type="application/atom+xml", href=channel.address("atom.xml"))
        _leaf(feed, "link", rel="alternate", href=f"{channel.url}/")
    feed.extend(_atom_entry(channel, item) for item in items)
    return _document(feed)


def _atom_entry(channel: Channel, item: Item) -> ET.Element:
    entry = ET.Element("entry", {"xml:lang": item.language} if item.language else {})
    _leaf(entry, "id", item.id)
    _leaf(entry, "title", item.title)
    _leaf(entry, "published", item.at)
    _leaf(entry, "updated", item.at)
    if item.link:
        _leaf(entry, "link", rel="alternate", href=item.link)
    for image in item.images:
        address = channel.address(image.file)
        attributes = {"title": image.alt} if image.alt else {}
        _leaf(entry, "link", rel="enclosure", type=image.mime, length=str(image.size), href=address, **attributes)
    for tag in item.tags:
        _leaf(entry, "category", term=tag)
    _leaf(entry, "content", _html(channel, item), type="html")
    return entry


def rss(channel: Channel, items: Sequence[Item]) -> bytes:
    """Write RSS 2.0; `items` newest first, at least one."""
    namespaces = {"xmlns:atom": "http://www.w3.org/2005/Atom", "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    root = ET.Element("rss", {"version": "2.0", **namespaces})
    body = ET.SubElement(root, "channel")
    _leaf(body, "title", channel.title)
    _leaf(body, "link", _home(channel, items))
    _leaf(body, "description", channel.title)
    _leaf(body, "lastBuildDate", _rfc822(items[0].at))
    if channel.url:
        _leaf(body, "atom:link", rel="self", type="application/rss+xml", href=channel.address("rss.xml"))
    body.extend(_rss_item(channel, item) for item in items)
    return _document(root)


def _home(channel: Channel, items: Sequence[Item]) -> str:
    """Return the address that RSS demands of a feed, the next best where the feed's own is not known."""
    links = (item.link for item in items if item.link)
    return f"{channel.url}/" if channel.url else next(links, channel.id)


def _rss_item(channel: Channel, item: Item) -> ET.Element:
    element = ET.Element("item")
    _leaf(element, "guid", item.id, isPermaLink="false")
    _leaf(element, "title", item.title)
    _leaf(element, "pubDate", _rfc822(item.at))
    if item.link:
        _leaf(element, "link", item.link)
    if item.language:
        _leaf(element, "dc:language", item.language)
    for tag in item.tags:
        _leaf(element, "category", tag)
    _leaf(element, "description", _html(channel, item))
    for image in item.images[:1]:  # RSS readers take one enclosure; the others stand in the description
        _leaf(element, "enclosure", url=channel.address(image.file), type=image.mime, length=str(image.size))
    return element


def json_feed(channel: Channel, items: Sequence[Item]) -> bytes:
    """Write JSON Feed 1.1; `items` newest first."""
    places = {"home_page_url": f"{channel.url}/", "feed_url": channel.address("feed.json")} if channel.url else {}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        **places,
        "authors": [{"name": channel.title}],
        "items": [_json_item(channel, item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(channel: Channel, item: Item) -> dict[str, Any]:
    entry = {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "content_text": item.text,
        "content_html": _html(channel, item),
        "date_published": item.at,
        "language": item.language,
        "tags": list(item.tags),
        "attachments": [_attachment(channel, image) for image in item.images],
    }
    return {name: value for name, value in entry.items() if value}


def _attachment(channel: Channel, image: Image) -> dict[str, Any]:
    return {
        "url": channel.address(image.file),
        "mime_type": image.mime,
        "title": image.alt,
        "size_in_bytes": image.size,
    }


def _html(channel: Channel, item: Item) -> str:
    paragraphs = [_paragraph(text) for text in re.split(r"\n{2,}", item.text.strip("\n"))]
    pictures = [_picture(channel, image) for image in item.images]
    return "".join(ET.tostring(part, encoding="unicode", method="html") for part in (*paragraphs, *pictures))


def _paragraph(text: str) -> ET.Element:
    paragraph = ET.Element("p")
    first, *others = text.split("\n")
    paragraph.text = first
    for line in others:
        ET.SubElement(paragraph, "br").tail = line
    return paragraph


def _picture(channel: Channel, image: Image) -> ET.Element:
    paragraph = ET.Element("p")
    size = {"width": str(image.width), "height": str(image.height)}
    ET.SubElement(paragraph, "img", {"src": channel.address(image.file), "alt": image.alt, **size})
    return paragraph


def _leaf(parent: ET.Element, tag: str, text: str | None = None, /, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _rfc822(at: str) -> str:
    return format_datetime(datetime.fromisoformat(at))
