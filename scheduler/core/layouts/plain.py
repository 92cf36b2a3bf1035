"""The layout of a site of which nothing is known: what Hugo does where nothing is set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from scheduler.core.languages import is_code
from scheduler.core.layouts.sanitizing import escaped, in_address
from scheduler.core.model import Page, Site

ADDRESS = ("url", "permalink")
INDEX = frozenset({"index", "_index"})
UNSAFE = re.compile(r"[^\w\-./~+]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """Folders and suffixes name languages; `posts/My Post.md` becomes `posts/my-post/`."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the content folder."""
        return (site.content,)

    def language(self, path: PurePath, site: Site) -> str:
        """Return the language that the suffix `.fr.md` or the first folder names, if any."""
        suffix = PurePath(path.stem).suffix.removeprefix(".")
        if is_code(suffix):
            return suffix
        folders = path.relative_to(site.content).parts[:-1] if path.is_relative_to(site.content) else ()
        return folders[0] if folders and is_code(folders[0]) else ""

    def publishes(self, page: Page, site: Site) -> bool:  # noqa: ARG002  the seam's signature
        """Return that every file is a page."""
        return True

    def address(self, page: Page, site: Site) -> str | None:
        """Return what the front matter says, else what follows from the place."""
        address = page.text(*ADDRESS)
        if address.startswith(("http://", "https://")):
            return escaped(address)
        usable = address and not re.search(r"[:{}\s]", address)
        place = escaped(address) if usable else self._default(page, site)
        return None if site.url is None or place is None else f"{site.url.rstrip('/')}/{place.lstrip('/')}"

    def _default(self, page: Page, site: Site) -> str | None:
        """Return the path on the site that the file's place gives; a file outside the content folder has none.

        Source: https://gohugo.io/content-management/organization/ and https://gohugo.io/content-management/urls/.
        """
        path = page.path
        if not path.is_relative_to(site.content):
            return None
        tongue = self.language(path, site)
        folders = list(path.relative_to(site.content).parts[:-1])
        if folders and folders[0] == tongue:
            folders.pop(0)
        name = _name(path)
        parts = folders if name in INDEX else [*folders, name]
        slug = page.text("slug").strip("/")
        if slug:
            parts = [*parts[:-1], slug]
        prefix = [tongue] if tongue and tongue.lower() != (site.language or "").lower() else []
        return _urlised("/".join([*prefix, *parts])) + "/"


PLAIN = Plain()


def _name(path: PurePath) -> str:
    stem = PurePath(path.stem)
    return stem.stem if is_code(stem.suffix.removeprefix(".")) else path.stem


def _urlised(path: str) -> str:
    return in_address(UNSAFE.sub("-", path.lower().replace(" ", "-")).strip("-/"), safe="/~+")
