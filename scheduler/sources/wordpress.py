"""An export of WordPress: Tools › Export, which gives a WXR file.

Source: https://developer.wordpress.org/advanced-administration/wordpress/export/ and `export_wp()` of WordPress.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from scheduler.sources import shortcodes
from scheduler.sources.entry import Entry, Unusable, usable
from scheduler.sources.html import as_text

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SHOWN = frozenset({"publish", "future"})
EVERYBODY = frozenset({"", "everybody"})
ACCESS = "_jetpack_newsletter_access"
"""For whom Jetpack keeps a post."""
PAYWALL = re.compile(r"<!--\s*wp:jetpack/paywall\b")
"""What follows in a post is for subscribers."""
GATED = re.compile(
    r"<!--\s*wp:premium-content/subscriber-view\b.*?(?:<!--\s*/wp:premium-content/subscriber-view\s*-->|\Z)", re.DOTALL
)


def is_export(root: Element) -> bool:
    """Tell whether an XML document is an export of WordPress."""
    return root.tag == "rss" and any("wordpress.org/export" in one.tag for one in root.iterfind("channel/*"))


def entries(root: Element, language: str | None = None) -> Iterator[Entry | Unusable]:
    """Yield the posts that everybody may read, now or from a day that is set, and what among them can be no article."""
    language = language or _text(root.find("channel/language"))
    pictures = {_wp(one, "post_id"): one for one in root.iter("item") if _wp(one, "post_type") == "attachment"}
    for item in root.iter("item"):
        if _is_open(item):
            yield _entry(item, pictures, language)


def _is_open(item: Element) -> bool:
    shown = _wp(item, "post_type") == "post" and _wp(item, "status") in SHOWN and not _wp(item, "post_password")
    return shown and (_field(item, ACCESS) in EVERYBODY or PAYWALL.search(_text(item.find(CONTENT))) is not None)


def _entry(item: Element, pictures: dict[str, Element], language: str) -> Entry | Unusable:
    link, title = _text(item.find("link")), as_text(_text(item.find("title")))
    key = _text(item.find("guid")) or link
    if (unusable := usable(key, link, title)) is not None:
        return unusable
    picture = pictures.get(_field(item, "_thumbnail_id"))
    return Entry(
        key=key,
        link=link,
        title=title,
        html=_open_part(_text(item.find(CONTENT))),
        description=as_text(_excerpt(item)),
        date=_moment(item),
        language=language,
        tags=tuple(map(as_text, _tags(item))),
        picture="" if picture is None else _wp(picture, "attachment_url"),
        alt="" if picture is None else as_text(_field(picture, "_wp_attachment_image_alt")),
    )


def _open_part(content: str) -> str:
    """Return what everybody may read of a post."""
    return shortcodes.without(GATED.sub("", PAYWALL.split(content)[0]))


def _tags(item: Element) -> Iterator[str]:
    """Yield its tags, and where it has none its categories, but for the one that every post has."""
    named = [(one.get("domain"), one.get("nicename"), _text(one)) for one in item.iterfind("category")]
    tags = [text for domain, _, text in named if domain == "post_tag"]
    yield from tags or (text for domain, name, text in named if domain == "category" and name != "uncategorized")


def _field(item: Element, name: str) -> str:
    for one in item:
        if _bare(one) == "postmeta" and _wp(one, "meta_key") == name:
            return _wp(one, "meta_value")
    return ""


def _excerpt(item: Element) -> str:
    return next((_text(one) for one in item if "/excerpt/" in one.tag and _bare(one) == "encoded"), "")


def _wp(item: Element, name: str) -> str:
    """Return a field in WordPress's own namespace, whose address has a version in it."""
    return next((_text(one) for one in item if "wordpress.org/export" in one.tag and _bare(one) == name), "")


def _bare(one: Element) -> str:
    return str(one.tag).rpartition("}")[2]


def _text(one: Element | None) -> str:
    return "" if one is None else (one.text or "").strip()


def _moment(item: Element) -> datetime | None:
    """Return when a post is published; on the site's clocks where the export does not know it in UTC."""
    for name, zone in (("post_date_gmt", UTC), ("post_date", None)):
        with suppress(ValueError):  # zeros stand for what is not known
            return datetime.fromisoformat(_wp(item, name)).replace(tzinfo=zone)
    return None
