"""An article as a source has it, and the Markdown file that it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from posixpath import basename
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from scheduler.sources.html import as_markdown, as_text

SIGNS = re.compile(r"([\\`*_\[\]<>~])")
SLUG = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article; texts other than `html` are plain."""

    key: str
    """What the source knows it by."""
    link: str
    """Its whole address."""
    title: str
    html: str
    description: str = ""
    date: datetime | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    picture: str = ""
    """Its whole address."""
    alt: str = ""


def named(entry: Entry) -> str:
    """Return the name of an entry's file: the end of its address, and what tells it from others like it."""
    last = unquote(basename(urlsplit(entry.link).path.rstrip("/"))).rpartition(".")
    slug = SLUG.sub("-", (last[0] or last[2]).lower()).strip("-")[:80]
    return f"{slug or 'article'}-{sha256(entry.key.encode()).hexdigest()[:8]}.md"


def written(entry: Entry) -> str:
    """Return an entry as a Markdown file with front matter.

    Raises ValueError where its HTML cannot be read.
    """
    fields: dict[str, Any] = {
        "title": _escaped(as_text(entry.title)),
        "description": _escaped(as_text(entry.description)),
        "date": entry.date.isoformat() if entry.date else "",
        "lang": entry.language,
        "tags": list(dict.fromkeys(filter(None, map(as_text, entry.tags)))),
        "image": entry.picture,
        "imageAlt": as_text(entry.alt) if entry.picture else "",
        "canonicalUrl": entry.link,
    }
    said = {name: value for name, value in fields.items() if value}
    head = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100_000)
    return f"---\n{head}---\n\n{as_markdown(entry.html).strip()}\n"


def unique(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries, of those with one address the first; those with one key and other addresses are told apart."""
    keys: set[str] = set()
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.link not in found:
            found[entry.link] = replace(entry, key=entry.link) if entry.key in keys else entry
            keys.add(entry.key)
    return list(found.values())


def _escaped(text: str) -> str:
    return SIGNS.sub(r"\\\1", text)
