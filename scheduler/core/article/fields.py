"""The fields of the front matter, as values; whatever name blogs give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import PurePath
from posixpath import normpath
from typing import assert_never

from scheduler.core.article.inline import collapsed, plain_text
from scheduler.core.article.matter import Value
from scheduler.core.model import OMITTED, Picture, Site

Fields = Mapping[str, Value]

TITLE = ("title", "titre", "headline")
DESCRIPTION = ("description", "summary", "excerpt", "deck", "résumé", "resume", "chapo")
TAGS = ("tags", "tag", "keywords", "motscles")
DATE = ("date", "publishdate", "pubdate", "published", "datepublished", "created")
SHOWN = ("publishdate",)
"""From when on the site shows it, where that is later than its date."""
EXPIRES = ("expirydate", "expires", "unpublishdate")
LANGUAGE = ("lang", "language", "langue", "locale")
PICTURE = ("image", "cover", "coverimage", "featuredimage", "featureimage", "hero", "heroimage", "images", "resources")
PICTURE_PATH = ("src", "url", "path", "image", "file")
ALT = ("imagealt", "imagealtattribute", "imagealttext", "coveralt", "featuredimagealt", "heroalt", "twitteralt", "alt")
NOT_A_PATH = re.compile(r"[*{}<>\n]")
MOMENT = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
    r"(?:[Tt ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?"
)
DATED_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
SHORT_OFFSET = 2
"""Digits of an offset in whole hours."""
TRUE = frozenset({"true", "yes", "on", "1"})
FALSE = frozenset({"false", "no", "off", "0"})
HELD = frozenset({"draft", "private", "unlisted", "hidden", "pending"})


def text_field(fields: Fields, names: tuple[str, ...]) -> str:
    """Return the first of the fields that holds a text, white space collapsed."""
    texts = (value for name in names if isinstance(value := fields.get(name), str))
    return next((found for text in texts if (found := collapsed(text))), "")


def tags(fields: Fields, names: tuple[str, ...] = (), parted_by: str | None = ",") -> tuple[str, ...]:
    """Return the tags, each once: a list, or one text; `names` are looked at before the usual ones."""
    taxonomies = fields.get("taxonomies")
    places = (fields, taxonomies) if isinstance(taxonomies, dict) else (fields,)
    values = [value for place in places for name in (*names, *TAGS) if (value := place.get(name))]
    named = _strings(values[0], parted_by) if values else []
    written = (plain_text(collapsed(tag)) for tag in named)
    return tuple(dict.fromkeys(tag for tag in written if tag and OMITTED not in tag))


def _strings(value: Value, parted_by: str | None) -> list[str]:
    match value:
        case str():
            return value.split("," if "," in value else parted_by)
        case list():
            return [each for each in value if isinstance(each, str)]
        case dict():
            return []
        case _:  # pragma: no cover
            assert_never(value)


def is_draft(fields: Fields) -> bool:
    """Tell whether the author holds the article back, in whatever way blogs say so."""
    held = any(text_field(fields, (name,)).lower() in TRUE for name in ("draft", "unlisted", "private"))
    not_out = any(text_field(fields, (name,)).lower() in FALSE for name in ("published", "publish"))
    return held or not_out or any(text_field(fields, (name,)).lower() in HELD for name in ("status", "visibility"))


def is_social(fields: Fields) -> bool:
    """Tell whether the author wants posts about the article; `social: false` says no."""
    return text_field(fields, ("social",)).lower() not in FALSE


def evergreen(fields: Fields) -> bool | None:
    """Return whether the author wants the article to return: `evergreen: true`, or `false`; `None`: it is not said."""
    word = text_field(fields, ("evergreen",)).lower()
    return True if word in TRUE else False if word in FALSE else None


def date_field(fields: Fields, names: tuple[str, ...]) -> tuple[str, str]:
    """Return the first of the fields that holds a date, and what it holds; empty strings where none does."""
    for name in names:
        value = text_field(fields, (name,))
        if value and value.lower() not in TRUE | FALSE:
            return name, value
    return "", ""


def moment(value: str, site: Site) -> datetime:
    """Return the instant that a date in front matter or a file's name means; midnight where it has no time.

    Raises ValueError where it is no date, or one that no calendar has.
    """
    found = MOMENT.fullmatch(value.strip())
    if found is None:
        raise ValueError("write it as 2024-01-25 or 2024-01-25T09:00:00+01:00")
    numbers = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    naive = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001  # six numbers; the zone comes next
    return _placed(naive, found["zone"], site)


def _placed(naive: datetime, zone: str | None, site: Site) -> datetime:
    if zone is None:
        return naive.replace(tzinfo=site.zone)
    digits = "" if zone in {"Z", "z", "UTC", "GMT"} else zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > SHORT_OFFSET else (digits, "")
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return naive.replace(tzinfo=timezone(-offset if zone.startswith("-") else offset))


def date_in_name(path: PurePath) -> str:
    """Return the date in a file's name, or in its folder's for a page bundle."""
    found = DATED_NAME.search(path.name) or DATED_NAME.search(path.parent.name)
    return found.group(1) if found else ""


def picture(fields: Fields, path: PurePath, site: Site) -> Picture | None:
    """Return the article's image: a text, a mapping, or the first of a list."""
    values = (fields.get(name, "") for name in PICTURE)
    return next((found for value in values if (found := depicted(value, fields, path, site))), None)


def depicted(value: Value, fields: Fields, path: PurePath, site: Site) -> Picture | None:
    """Return the image that a value names, described within it or in one of the fields beside it."""
    found = _image(value)
    return found and Picture(_located(found[0], path, site), found[1] or text_field(fields, ALT))


def _image(value: Value) -> tuple[str, str] | None:
    match value:
        case str():
            return (value.strip(), "") if value.strip() and not NOT_A_PATH.search(value) else None
        case list():
            return next((found for each in value if (found := _image(each))), None)
        case dict():
            found = _image(text_field(value, PICTURE_PATH))
            return found and (found[0], text_field(value, ALT))
        case _:  # pragma: no cover
            assert_never(value)


def _located(where: str, path: PurePath, site: Site) -> str:
    """Return an absolute path or a URL; a path from the site's root means the folder that is published as it stands."""
    if where.startswith(("http://", "https://")):
        return where
    if where.startswith("//"):
        return f"https:{where}"
    base = site.served if where.startswith("/") else path.parent
    return normpath(str(base / where.lstrip("/")))
