"""The articles of an installation whose site is no folder of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.app.installation import Tambour
from scheduler.errors import ArticleError

if TYPE_CHECKING:
    from scheduler.sources import Refreshed


def refreshed(tambour: Tambour, seen: Callable[[int, int], None] = lambda _one, _all: None) -> Refreshed | None:
    """Fetch the articles of the source into the content folder; nothing where the articles are files already.

    Raises SourceError.
    """
    from scheduler.sources import Web, refresh  # noqa: PLC0415  slow to import, and most sites are folders

    settings = tambour.settings
    if settings.source is None:
        return None
    return refresh(settings.source, settings.site, Web(settings.private_hosts), seen)


def file_of(tambour: Tambour, address: str) -> Path:
    """Return the file of the article with an address, of those that were fetched.

    Raises ArticleError where there is none.
    """
    wanted = address.rstrip("/")
    for path in sorted(Path(tambour.settings.site.content).glob("*.md")):
        with path.open(encoding="utf-8") as lines:
            links = (
                line.partition(": ")[2].strip().strip("'\"") for line in lines if line.startswith("canonicalUrl: ")
            )
            if next(links, "").rstrip("/") == wanted:
                return path
    raise ArticleError(f"{tambour.settings.source} has no article at {address}; name one that it lists")
