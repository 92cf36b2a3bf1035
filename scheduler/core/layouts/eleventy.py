"""The layouts of sites whose files keep their names: Eleventy and Astro.

Source: https://www.11ty.dev/docs/permalinks/, compared with what Eleventy 3.1 publishes, and
https://docs.astro.build/en/guides/content-collections/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from scheduler.core.languages import is_code
from scheduler.core.layouts.sanitizing import in_address, parts_below
from scheduler.core.model import Page, Site

SAFE = "/~!$&()*+,;:=@%"


@dataclass(frozen=True, slots=True)
class Eleventy:
    """A file's address is its place, unless it names another."""

    source: str
    """The folder of all that Eleventy reads, as an absolute path."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the content folder."""
        return (site.content,)

    def language(self, path: PurePath, site: Site) -> str:  # noqa: ARG002  the seam's signature
        """Return the language that the first folder names, if it does."""
        return _first_code(path, self.source)

    def publishes(self, page: Page, site: Site) -> bool:  # noqa: ARG002  the seam's signature
        """Tell whether a file is a page of its own, and none of Eleventy's folders, such as `_includes`, has it."""
        hidden = any(one.startswith("_") for one in parts_below(self.source, page.path)[:-1])
        return not hidden and page.text("permalink") != "false"

    def address(self, page: Page, site: Site) -> str | None:
        """Return where Eleventy publishes a file; nothing where a template or a program says it."""
        named = page.text("permalink")
        if site.url is None or "{" in named or named == "false" or not page.path.is_relative_to(self.source):
            return None
        place = named or _stem(page.path.relative_to(self.source)) + "/"
        made = f"{site.url.rstrip('/')}/{in_address(place.strip('/'), safe=SAFE)}"
        return f"{made.rstrip('/')}/" if place.endswith("/") else made


@dataclass(frozen=True, slots=True)
class Astro:
    """The first folder of `src/content` is a collection, with a page for each of its files."""

    source: str
    """The folder of the collections, or of the pages, as an absolute path."""
    slash: bool = True
    """Whether addresses end in a slash."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the content folder."""
        return (site.content,)

    def language(self, path: PurePath, site: Site) -> str:  # noqa: ARG002  the seam's signature
        """Return the language that the first folder, or the one below the collection, names."""
        return _first_code(path, self.source)

    def publishes(self, page: Page, site: Site) -> bool:  # noqa: ARG002  the seam's signature
        """Tell whether a file is no part of others: neither it nor its folders begin with `_`."""
        return not any(one.startswith("_") for one in parts_below(self.source, page.path))

    def address(self, page: Page, site: Site) -> str | None:
        """Return the address of a file where each collection is published under its own name."""
        if site.url is None or not page.path.is_relative_to(self.source):
            return None
        path = page.path.relative_to(self.source)
        slug = page.text("slug").strip("/")
        place = f"{path.parts[0]}/{slug}" if slug and len(path.parts) > 1 else slug or _stem(path)
        parts = (re.sub(r"[^\w\- ]", "", part.lower()).replace(" ", "-") for part in place.split("/"))
        return f"{site.url.rstrip('/')}/{in_address('/'.join(parts))}{'/' if self.slash else ''}"


def _stem(path: PurePath) -> str:
    """Return a file's place without its ending; a file that is called as its folder, or `index`, is the folder."""
    whole = path.with_suffix("")
    return whole.parent.as_posix().removeprefix(".") if whole.name in {"index", whole.parent.name} else whole.as_posix()


def _first_code(path: PurePath, source: str) -> str:
    folders = parts_below(source, path)[:-1]
    return next((one for one in folders[:2] if len(one.partition("-")[0]) == 2 and is_code(one)), "")  # noqa: PLR2004
