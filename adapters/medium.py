"""Medium, as an export: each post as a page to copy from and a Markdown file, for its interface is closed.

Medium gives nobody new tokens any more (its papers of 2023). What is copied from a page in a browser into Medium's
editor keeps its title, its paragraphs, its links and its images.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import yaml

from adapters import files
from adapters.base import Connection, Content, Identity, Intent, Json, Limits, Media, Receipt
from adapters.limits import LIMITS
from adapters.markup import escaped, html, link, literal, markdown
from adapters.naming import title
from adapters.texts import canonical

LONGEST_TITLE = 100


class Medium:
    """One account's folder of stories."""

    platform: ClassVar[str] = "medium"
    limits: ClassVar[Limits] = LIMITS["medium"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=365)

    def __init__(self, connection: Connection) -> None:
        self._folder = Path(connection.options["folder"])

    def verify(self) -> Identity:
        """Find out whether the folder can be written."""
        files.probe(self._folder)
        return Identity(str(self._folder), self._folder.as_uri())

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Put the images where the story will be and freeze its files."""
        stem = files.stem(key, at)
        images = files.beside(self._folder, stem, content.media)
        written: dict[str, Json] = {f"{stem}.md": _markdown(content, images), f"{stem}.html": _page(content, images)}
        return Intent(key, at, {"stem": stem, "files": written})

    def publish(self, intent: Intent) -> Receipt:
        """Write the files, unless they are there: a person may have changed them since."""
        if found := self.find(intent):
            return found
        written = intent.request["files"]
        assert isinstance(written, dict)
        files.write(self._folder, {name: str(text).encode() for name, text in written.items()})
        return self._receipt(intent)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the page, which is written last."""
        return self._receipt(intent) if f"{intent.request['stem']}.html" in files.names(self._folder) else None

    def _receipt(self, intent: Intent) -> Receipt:
        page = self._folder / f"{intent.request['stem']}.html"
        return Receipt(page.name, page.as_uri())


def _page(content: Content, images: Mapping[str, Media]) -> str:
    """Return a page of which all that is seen is to be copied."""
    original = canonical(content, "link")
    head = f'<link rel="canonical" href="{escaped(original)}">\n' if original else ""
    named = escaped(title(content, LONGEST_TITLE))
    return (
        f'<!doctype html>\n<html lang="{escaped(content.language or "")}">\n'
        f'<meta charset="utf-8">\n<title>{named}</title>\n{head}'
        f"<article>\n<h1>{named}</h1>\n{''.join(_figures(images))}{html(content.text)}\n{_link(content)}</article>\n</html>\n"
    )


def _figures(images: Mapping[str, Media]) -> Iterator[str]:
    for name, image in images.items():
        yield f'<figure><img src="{escaped(name)}" alt="{escaped(image.alt)}"></figure>\n'


def _link(content: Content) -> str:
    return f"<p>{link(content.link, content.card.title)}</p>\n" if content.card and content.link else ""


def _markdown(content: Content, images: Mapping[str, Media]) -> str:
    """Return the story as Markdown, with what Medium asks for besides above it."""
    facts = {
        "title": title(content, LONGEST_TITLE),
        "canonical": canonical(content, "link"),
        "tags": list(content.tags),
        "language": content.language,
    }
    head = yaml.safe_dump({name: fact for name, fact in facts.items() if fact}, allow_unicode=True, sort_keys=False)
    shown = [f"![{literal(image.alt)}](<{name}>)" for name, image in images.items()] + [markdown(content.text)]
    if content.card and content.link:
        shown.append(f"[{literal(content.card.title)}](<{content.link}>)")
    return f"---\n{head}---\n" + "\n\n".join(shown) + "\n"
