"""The value that every generator's configuration gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scheduler.core.languages import is_code
from scheduler.core.model import Layout


@dataclass(frozen=True, slots=True)
class Found:
    """What the configuration of a site's generator says."""

    generator: str
    """Its name, as people write it."""
    files: tuple[str, ...]
    """Where it stands, from the site's folder."""
    layout: Layout | None = None
    content: str = "content"
    """Of its default language, from the site's folder."""
    static: str = "static"
    """What is published as it stands, from the site's folder."""
    url: str | None = None
    timezone: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    """Front matter that holds tags, besides the usual."""
    parted_by: str | None = ","
    """What stands between the tags of one text; `None`: white space."""
    bundles: bool = False
    """Whether a folder that has an `index.md` is one page."""
    remarks: tuple[str, ...] = ()
    """What of it cannot be followed, each with what to do."""


def within(folder: Path, path: Path) -> str:
    """Return a path from the site's folder; one that lies elsewhere as it is."""
    whole, start = path.absolute(), folder.absolute()
    return str(whole.relative_to(start) if whole.is_relative_to(start) else whole)


def address(value: object) -> str | None:
    """Return a base address, if it is a whole one."""
    text = str(value or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text.rstrip("/") if parts.scheme in {"http", "https"} and parts.hostname and "@" not in text else None


def zone(value: object) -> str | None:
    """Return a time zone, if it is one."""
    try:
        return ZoneInfo(str(value)).key if value else None
    except (KeyError, ValueError, OSError):
        return None


def tongue(value: object) -> str | None:
    """Return a language as articles name it: `fr_fr` is `fr-FR`."""
    first, dash, rest = str(value or "").replace("_", "-").partition("-")
    if not is_code(first):
        return None
    region = rest.upper() if len(rest) == 2 else rest  # noqa: PLR2004  a region has two letters
    return f"{first.lower()}{dash}{region}"
