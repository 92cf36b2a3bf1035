"""The folder of Markdown files that a source becomes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scheduler.errors import SourceError
from scheduler.fetching import named
from scheduler.sources.entry import Entry, digest, filename, written

BOOK = ".source.json"
"""What is known of each address: how it was when it was fetched, and which file it became."""


@dataclass
class Mirror:
    """A folder, and what it was made from."""

    folder: Path
    source: str
    made_by: str
    """What else its files depend on."""
    is_other: bool = False
    """Whether the files that are there are those of another source."""
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """By address: `file`, and what tells whether the page has changed since."""
    headers: dict[str, str] = field(default_factory=dict)
    """What tells whether the source itself has changed: as a request says it, or `digest` for a file."""
    problems: list[str] = field(default_factory=list)
    """What was left out when the source was read."""
    names: dict[str, str] = field(default_factory=dict)
    """The files by the digests of their entries: one stays the same file under another title and address."""

    @property
    def shown(self) -> str:
        """Return the source without what may be a secret in it."""
        return named(self.source)

    def write(self, entry: Entry) -> str:
        """Write an entry's file, unless it is there as it would be; return its name.

        Raises ValueError where its HTML cannot be read.
        """
        text = written(entry)
        name = self.names.setdefault(digest(entry), filename(entry))
        path = self.folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            _replace(path, text)
        return name

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove the files of articles that are gone."""
        kept = set(names)
        for path in self.files():
            if path.name not in kept:
                path.unlink()

    def files(self) -> list[Path]:
        """Return the files of all articles."""
        return list(self.folder.glob("*.md"))

    def close(self) -> None:
        """Write down what was made from what."""
        said = {
            "source": self.source,
            "made_by": self.made_by,
            "headers": self.headers,
            "problems": self.problems,
            "pages": self.pages,
            "files": sorted(path.name for path in self.files()),
        }
        _replace(self.folder / BOOK, json.dumps(said, ensure_ascii=False, indent=1))


def opened(folder: Path, source: str, *, made_for: str) -> Mirror:
    """Return the folder of a source, with what is known of it.

    `made_for` is what the settings say; where that has changed, or tambour has, every file is written anew.

    Raises SourceError where files lie there that are not tambour's, and OSError where it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mirror = Mirror(folder, source, f"{version('tambour')} {made_for}")
    said = _book(mirror)
    mirror.is_other = said.get("source") != source
    if mirror.is_other:
        return mirror
    there = {path.name for path in mirror.files()}
    mirror.names = {name.removesuffix(".md").rpartition("-")[2]: name for name in there}
    if said.get("made_by") == mirror.made_by:
        pages = said.get("pages", {}).items()
        mirror.pages = {url: dict(page) for url, page in pages if page.get("file", "") in {"", *there}}
        mirror.problems = list(said.get("problems", ()))
        mirror.headers = dict(said.get("headers", {})) if there.issuperset(said.get("files", ())) else {}
    return mirror


def _book(mirror: Mirror) -> Mapping[str, Any]:
    """Return what was written down; begin it before any file is written, so that these are known to be tambour's."""
    try:
        said = json.loads((mirror.folder / BOOK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        if mirror.files():
            raise SourceError(
                f"{mirror.folder} has Markdown files that tambour did not write; move them away, since it keeps there "
                "what it fetches"
            ) from None
        replace(mirror, source="").close()
        return {}
    except ValueError:  # cut short: all is fetched again
        return {}
    return said if isinstance(said, dict) else {}


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
