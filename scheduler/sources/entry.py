"""An article as a source has it, and the Markdown file that it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from posixpath import basename
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from scheduler.sources.html import as_markdown

SIGNS = re.compile(r"[\\`*_\[\]<>~&]")
SLUG = re.compile(r"[^\w]+")
LONGEST_SLUG = 80
"""Bytes: a file's whole name has at most 255."""
SHOWN = 3
"""How many of those that are left out for one reason are named."""


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
    """A naive one is in the site's zone."""
    language: str = ""
    tags: tuple[str, ...] = ()
    picture: str = ""
    """Its whole address."""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Unusable:
    """What a source shows to everybody, and what no article can be made of."""

    named: str
    reason: str


def usable(key: str, link: str, title: str) -> Unusable | None:
    """Return why something that is published can be no article, or nothing where it can."""
    if not link.startswith(("http://", "https://")):
        return Unusable(repr(title or key), "no web address")
    return None if title.strip() else Unusable(link, "no title")


def told(unusable: Iterable[Unusable]) -> Iterator[str]:
    """Yield what was left out as a person reads it, a line for each reason."""
    for reason, group in groupby(sorted(unusable, key=lambda one: one.reason), key=lambda one: one.reason):
        names = [one.named for one in group]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"{', '.join(names[:SHOWN])}{more}: {reason}"


def digest(entry: Entry) -> str:
    """Return what tells an entry's file from all others, whatever becomes of its title and address."""
    return sha256(entry.key.encode()).hexdigest()[:8]


def filename(entry: Entry) -> str:
    """Return the name of a new entry's file: the end of its address, and its digest."""
    last = unquote(basename(urlsplit(entry.link).path.rstrip("/"))).rpartition(".")
    slug = SLUG.sub("-", (last[0] or last[2]).lower()).strip("-")
    short = slug.encode()[:LONGEST_SLUG].decode(errors="ignore")
    return f"{short or 'article'}-{digest(entry)}.md"


def written(entry: Entry) -> str:
    """Return an entry as a Markdown file with front matter.

    Raises ValueError where its HTML cannot be read.
    """
    fields: dict[str, Any] = {
        "title": _escaped(entry.title),
        "description": _escaped(entry.description),
        "date": entry.date.isoformat() if entry.date else "",
        "lang": entry.language,
        "tags": list(dict.fromkeys(filter(None, map(_escaped, entry.tags)))),
        "image": entry.picture,
        "imageAlt": entry.alt if entry.picture else "",
        "canonicalUrl": entry.link,
    }
    said = {name: value for name, value in fields.items() if value}
    head = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100_000)
    return f"---\n{head}---\n\n{as_markdown(entry.html).strip()}\n"


def unique(entries: Iterable[Entry]) -> tuple[list[Entry], list[Unusable]]:
    """Return the first of the entries with each address, and those after it that have another title.

    Where several have one key, their addresses tell them apart.
    """
    first: dict[str, Entry] = {}
    others = []
    for entry in entries:
        kept = first.setdefault(entry.link, entry)
        if kept.title != entry.title:
            others.append(Unusable(repr(entry.title), f"the address of another article, {entry.link}"))
    keys = [entry.key for entry in first.values()]
    shared = {key for key in keys if keys.count(key) > 1} if len({*keys}) < len(keys) else set()
    return [replace(one, key=one.link) if one.key in shared else one for one in first.values()], others


def _escaped(text: str) -> str:
    """Return a plain text as Markdown; as entities, since brackets behind backslashes would be a formula."""
    return SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))
