"""The articles of an installation whose site is no folder of files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

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
    """Return the file of the article of the site that has an address.

    Raises ArticleError where there is none.
    """
    from scheduler.plans.cache import Cache  # noqa: PLC0415  most commands read no site
    from scheduler.plans.site import survey  # noqa: PLC0415

    site, wanted = tambour.settings.site, _plainly(address)
    with closing(Cache(tambour.settings.beside("cache"))) as cache:
        found = survey([*map(Path, site.folders)], site, cache, lambda _one, _all: None).articles
    for article in found:
        if article.link is not None and _plainly(article.link) == wanted:
            return Path(article.path)
    raise ArticleError(f"there is no article at {address}; `tambour teasers FILE` shows the address of one")


def _plainly(address: str) -> str:
    """Return an address as people write it, whatever a browser or a generator escapes in it."""
    return unquote(address).rstrip("/")
