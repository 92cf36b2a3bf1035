"""The layout of a Docusaurus site's blog.

Source: https://docusaurus.io/docs/blog.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from scheduler.core.layouts.sanitizing import in_address, parts_below
from scheduler.core.model import Page, Site

DATED = re.compile(r"(?P<folder>.*?)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Docusaurus:
    """What the configuration says of the blog."""

    route: str = "blog"
    """What the addresses of its posts begin with, below the site's."""
    slash: bool = False
    """Whether they end in a slash."""
    translated: tuple[tuple[str, str], ...] = ()
    """Languages besides the default one, each with the folder of its posts, as an absolute path."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the folders of the blog, of all languages."""
        return (site.content, *(folder for _, folder in self.translated))

    def language(self, path: PurePath, site: Site) -> str:  # noqa: ARG002  the seam's signature
        """Return the language whose folder the file is in, if it is not the default one."""
        return next((code for code, folder in self.translated if path.is_relative_to(folder)), "")

    def publishes(self, page: Page, site: Site) -> bool:
        """Tell whether a file is no part of others: neither it nor its folders begin with `_`."""
        folder = dict(self.translated).get(self.language(page.path, site), site.content)
        return not any(one.startswith("_") for one in parts_below(folder, page.path))

    def address(self, page: Page, site: Site) -> str | None:
        """Return where Docusaurus publishes a post."""
        code = self.language(page.path, site)
        folder = dict(self.translated).get(code, site.content)
        if site.url is None or not page.path.is_relative_to(folder):
            return None
        place = page.text("slug") or _placed(page.path.relative_to(folder))
        whole = re.sub("/{2,}", "/", f"{code}/{self.route}/{place}").strip("/")
        return f"{site.url.rstrip('/')}/{in_address(whole, safe='/~!$&()*+,;:=@%')}{'/' if self.slash else ''}"


def _placed(path: PurePath) -> str:
    """Return what the file's place says: `2026-03-07-thyme.md` is `2026/03/07/thyme`."""
    name = re.sub(r"/index$|^index$", "", path.with_suffix("").as_posix())
    found = DATED.fullmatch(name)
    return f"{found['date'].replace('-', '/')}/{found['folder']}{found['text']}" if found else name
