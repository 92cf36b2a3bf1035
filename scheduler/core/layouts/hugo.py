"""The layout of a Hugo site, as Hugo's configuration says.

What is stated here of addresses was compared with what Hugo 0.168 publishes: `tests/core/article/test_hugo.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from urllib.parse import unquote

from scheduler.core.layouts.sanitizing import escaped, in_address, plain_letters, sanitized
from scheduler.core.layouts.tokens import expanded
from scheduler.core.model import Page, Site

DATED = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:T[\d:.]+)?[-_ ]*(?P<slug>.*?)(?:\.[^.]*)?")
AS_IT_IS = re.compile(r"(?:[\w.~!$&'()*+,;=:@/\[\]-]|%[0-9A-Fa-f]{2})*", re.ASCII)
"""A path that Go, in which Hugo is written, does not escape; in any other one it escapes more than it needs to."""
NEVER = date(1, 1, 1)
UNRENDERED = frozenset({"never", "link", "false"})
KEPT = "/~+@%"
"""What stays as it is in an address, besides letters, digits, `-`, `.` and `_`; `%` is only there as an escape."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the site."""

    code: str
    """As the configuration names it."""
    language: str
    """BCP 47 tag of its articles; empty: told otherwise."""
    content: str | None = None
    """Its own content folder, as an absolute path."""
    url: str | None = None
    """Its own base address."""
    prefix: str = ""
    """What its addresses begin with."""
    rules: tuple[tuple[str, str], ...] = ()
    """Permalinks: a pattern of paths such as `/posts/**`, and what their addresses are made of; the first counts."""


@dataclass(frozen=True, slots=True)
class Hugo:
    """What the configuration says of files and addresses."""

    tongues: tuple[Tongue, ...]
    """The default one first."""
    lower: bool = True
    accents: bool = True
    """Whether letters keep theirs."""
    ugly: frozenset[str] | None = frozenset()
    """The sections whose pages are `page.html` instead of `page/`; `None`: all."""
    dated_names: bool = False
    """Whether the date in a file's name is its date, and none of its address: where its front matter has none."""
    names_first: bool = False
    """Whether it is so although its front matter has one."""
    sections: frozenset[str] = frozenset()
    """The folders that have an `_index` file, from the content folder; known where permalinks name sections."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the content folders of all languages, none within another."""
        found = sorted({_content(one, site) for one in self.tongues})
        return tuple(
            one for one in found if not any(one != other and PurePath(one).is_relative_to(other) for other in found)
        )

    def language(self, path: PurePath, site: Site) -> str:
        """Return the language that the file's suffix or its content folder says."""
        return self._tongue(path, site).language

    def publishes(self, page: Page, site: Site) -> bool:  # noqa: ARG002  the seam's signature
        """Tell whether the front matter lets Hugo make a page: it is not headless, and its building renders it.

        Source: https://gohugo.io/content-management/build-options/.
        """
        build = page.fields.get("build")
        render = str(build.get("render", "")) if isinstance(build, Mapping) else ""
        return page.text("headless").lower() != "true" and render.lower() not in UNRENDERED

    def address(self, page: Page, site: Site) -> str | None:
        """Return where Hugo publishes a page."""
        tongue = self._tongue(page.path, site)
        base = (tongue.url or site.url or "").rstrip("/")
        named = page.text("url")
        if named.startswith(("http://", "https://")):
            return escaped(named)
        folder = _content(tongue, site)
        if not base or not page.path.is_relative_to(folder):
            return None
        entry = _Entry(self, tongue, page, page.path.relative_to(folder))
        place = entry.named(named) if named else entry.place()
        return None if place is None else f"{base}/{place.lstrip('/')}"

    def _tongue(self, path: PurePath, site: Site) -> Tongue:
        suffix = PurePath(path.stem).suffix.removeprefix(".").lower()
        by_suffix = (one for one in self.tongues if one.code.lower() == suffix)
        around = [one for one in self.tongues if path.is_relative_to(_content(one, site))]
        by_folder = max(around, key=lambda one: len(_content(one, site)), default=self.tongues[0])
        return next(by_suffix, by_folder)


def _content(tongue: Tongue, site: Site) -> str:
    return tongue.content or site.content


@dataclass(frozen=True, slots=True)
class _Entry:
    """A page within its content folder."""

    layout: Hugo
    tongue: Tongue
    page: Page
    path: PurePath

    def named(self, url: str) -> str | None:
        """Return the address that the front matter asks for; from the site's root, if it starts with a slash."""
        filled = self._expanded(url) if ":" in url else url
        if filled is None:
            return None
        whole = filled if filled.startswith("/") else f"{self.tongue.prefix}/{filled}"
        path, mark, query = (whole if "." in whole or whole.endswith("/") else f"{whole}/").partition("?")
        path = path if AS_IT_IS.fullmatch(path) else in_address(unquote(path), safe="/~$&+,:;=@")
        return path + mark + escaped(query)

    def place(self) -> str | None:
        """Return the address that the configuration, else the file's place, gives."""
        logical = "/" + "/".join([*map(self._folder, self.sections), self._folder(self.name)])
        rule = next((pattern for paths, pattern in self.tongue.rules if _matches(paths, logical.lower())), None)
        if rule is None:
            made: str | None = self._default()
        else:
            made = self._expanded(rule)
            made = None if made is None else self._lowered(sanitized(unquote(made.replace("+", " "))))
        return (
            None
            if made is None
            else in_address(f"{self.tongue.prefix}/{made.strip('/')}{self._ending(made)}", safe=KEPT)
        )

    def _ending(self, made: str) -> str:
        ugly = self.layout.ugly is None or (self.sections and self._folder(self.sections[0]) in self.layout.ugly)
        return "" if not made.strip("/") else ".html" if ugly else "/"

    @property
    def name(self) -> str:
        """Return the name of the file without its language, or of its folder for a page that has one to itself."""
        stem = PurePath(self.path.stem)
        codes = {one.code.lower() for one in self.layout.tongues}
        bare = stem.stem if stem.suffix.removeprefix(".").lower() in codes else self.path.stem
        return self.path.parent.name if bare == "index" else bare

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the folders above the page."""
        folders = self.path.parent.parts
        return folders[:-1] if self.path.stem.partition(".")[0] == "index" else folders

    @property
    def dated(self) -> re.Match[str] | None:
        """Return the date in the name and what follows it, where that is the article's date."""
        counts = self.layout.dated_names and (self.layout.names_first or not self.page.text("date"))
        return DATED.fullmatch(self.name) if counts else None

    @property
    def slug(self) -> str:
        """Return what the front matter, or a dated name, says for the last part."""
        named = self.page.text("slug").strip("/").strip("-")
        return self.dated["slug"] if self.dated and not named else named

    @property
    def date(self) -> date:
        """Return the date of the address; Hugo takes an article without one for one of the year 1."""
        with suppress(ValueError):
            return date.fromisoformat(self.dated["day"]) if self.dated else self.page.date or NEVER
        return NEVER

    def _default(self) -> str:
        last = self._urlised(self.slug) if self.slug else self._folder(self.name)
        return "/".join([*map(self._folder, self.sections), last])

    def _expanded(self, pattern: str) -> str | None:
        title = self._urlised(self.page.text("title"))
        slug, name = self._urlised(self.slug), self._urlised(self.name)
        told = {"title": title, "slug": slug or title, "filename": name, "contentbasename": name}
        told |= {"slugorfilename": slug or name, "slugorcontentbasename": slug or name}
        return expanded(pattern, told, self._around(), self.date)

    def _around(self) -> list[str]:
        """Return the folders above the page, as far as they are sections: the first, and those with an `_index`."""
        depths = range(len(self.sections), 1, -1)
        depth = next((one for one in depths if "/".join(self.sections[:one]) in self.layout.sections), 1)
        return [self._folder(one) for one in self.sections[:depth]]

    def _folder(self, name: str) -> str:
        """Return a file's or a folder's name as a part of a path, where spaces stay as many as they are."""
        if not self.layout.lower:
            return self._urlised(name)
        return self._lowered(sanitized(name, at_most_one=False))

    def _urlised(self, name: str) -> str:
        return self._lowered(sanitized(name))

    def _lowered(self, name: str) -> str:
        name = name if self.layout.accents else plain_letters(name)
        return "".join(char.lower()[0] for char in name) if self.layout.lower else name


def _matches(paths: str, logical: str) -> bool:
    parts = re.split(r"(\*\*|\*|\{|\}|,)", paths)
    signs = {"**": ".*", "*": "[^/]*", "{": "(?:", "}": ")", ",": "|"}
    return re.fullmatch("".join(signs.get(part, re.escape(part)) for part in parts), logical) is not None
