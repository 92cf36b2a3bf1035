"""What an article's place among the site's files says: its address and its language."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote

from scheduler.core.article.fields import LANGUAGE, Fields, text_field
from scheduler.core.languages import is_code
from scheduler.core.languages.telling import tell
from scheduler.core.model import Site

CANONICAL = ("canonicalurl", "canonical")
ADDRESS = ("url", "permalink")
INDEX = frozenset({"index", "_index"})
UNSAFE = re.compile(r"[^\w\-./~+]+")


def language(fields: Fields, path: PurePath, site: Site, text: str) -> str:
    """Return the article's language: as its front matter, its file's suffix, its folder or the site says.

    Where none of them does, it is told from the words of `text`.
    """
    named = text_field(fields, LANGUAGE).replace("_", "-")
    return named or placed_language(path, site) or site.language or tell(text)


def placed_language(path: PurePath, site: Site) -> str:
    """Return the language that the suffix `.fr.md` or the first folder names, if any."""
    suffix = PurePath(path.stem).suffix.removeprefix(".")
    if is_code(suffix):
        return suffix
    folders = path.relative_to(site.content).parts[:-1] if path.is_relative_to(site.content) else ()
    return folders[0] if folders and is_code(folders[0]) else ""


def link(fields: Fields, path: PurePath, site: Site) -> str | None:
    """Return the article's address: the one it names, else the one Hugo would give it by default."""
    named = text_field(fields, CANONICAL)
    if named.startswith(("http://", "https://")):
        return named
    address = text_field(fields, ADDRESS)
    if address.startswith(("http://", "https://")):
        return address
    usable = address and not re.search(r"[:{}\s]", address)
    place = address if usable else _default(fields, path, site)
    return None if site.url is None or place is None else f"{site.url.rstrip('/')}/{place.lstrip('/')}"


def _default(fields: Fields, path: PurePath, site: Site) -> str | None:
    """Return the path on the site that the file's place gives: `posts/My Post.md` becomes `posts/my-post/`.

    A file outside the content folder has none.
    Source: https://gohugo.io/content-management/organization/ and https://gohugo.io/content-management/urls/.
    """
    if not path.is_relative_to(site.content):
        return None
    tongue = placed_language(path, site)
    folders = list(path.relative_to(site.content).parts[:-1])
    if folders and folders[0] == tongue:
        folders.pop(0)
    name = _name(path)
    parts = folders if name in INDEX else [*folders, name]
    slug = text_field(fields, ("slug",)).strip("/")
    if slug:
        parts = [*parts[:-1], slug]
    prefix = [tongue] if tongue and tongue.lower() != (site.language or "").lower() else []
    return _urlised("/".join([*prefix, *parts])) + "/"


def _name(path: PurePath) -> str:
    stem = PurePath(path.stem)
    return stem.stem if is_code(stem.suffix.removeprefix(".")) else path.stem


def _urlised(path: str) -> str:
    return quote(UNSAFE.sub("-", path.lower().replace(" ", "-")).strip("-/"), safe="/~+")
