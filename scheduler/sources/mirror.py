"""The folder of Markdown files that a source becomes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scheduler.errors import SourceError
from scheduler.sources.entry import Entry, named, written

BOOK = ".source.json"
"""What is known of each address: how it was when it was fetched, and which file it became."""


@dataclass
class Mirror:
    """A folder, and what it was made from."""

    folder: Path
    source: str
    made_by: str
    """What else its files depend on."""
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """By address: `file`, and what tells whether the page has changed since."""
    headers: dict[str, str] = field(default_factory=dict)
    """What tells whether the source itself has changed: as a request says it, or `digest` for a file."""

    def write(self, entry: Entry) -> str:
        """Write an entry's file, unless it is there as it would be; return its name.

        Raises ValueError where its HTML cannot be read.
        """
        name, text = named(entry), written(entry)
        path = self.folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            _replace(path, text)
        return name

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove the files of articles that are gone."""
        kept = set(names)
        for path in self.folder.glob("*.md"):
            if path.name not in kept:
                path.unlink()

    def close(self) -> None:
        """Write down what was made from what."""
        said = {"source": self.source, "made_by": self.made_by, "headers": self.headers, "pages": self.pages}
        _replace(self.folder / BOOK, json.dumps(said, ensure_ascii=False, indent=1))


def opened(folder: Path, source: str, *, made_for: str) -> Mirror:
    """Return the folder of a source; empty where it was that of another one.

    `made_for` is what the settings say; where that has changed, or tambour has, every file is written anew.

    Raises SourceError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        said = _book(folder)
    except OSError as error:
        raise SourceError(f"{folder} cannot be written: {error.strerror}") from error
    mirror = Mirror(folder, source, f"{version('tambour')} {made_for}")
    if said.get("source") != source:
        mirror.keep_only(())
    elif said.get("made_by") == mirror.made_by:
        mirror.pages = {url: dict(page) for url, page in said.get("pages", {}).items()}
        mirror.headers = dict(said.get("headers", {}))
    return mirror


def _book(folder: Path) -> Mapping[str, Any]:
    try:
        said = json.loads((folder / BOOK).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # none yet, or cut short: all is fetched again
        return {}
    return said if isinstance(said, dict) else {}


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
