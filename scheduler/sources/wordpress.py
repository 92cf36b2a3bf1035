"""An export of WordPress: Tools › Export, which gives a WXR file.

Source: https://developer.wordpress.org/advanced-administration/wordpress/export/ and `export_wp()` of WordPress.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from scheduler.sources.entry import Entry

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SHOWN = frozenset({"publish", "future"})


def is_export(root: Element) -> bool:
    """Tell whether an XML document is an export of WordPress."""
    return root.tag == "rss" and any("wordpress.org/export" in one.tag for one in root.iterfind("channel/*"))


def entries(root: Element, language: str | None = None) -> Iterator[Entry]:
    """Yield the posts that are published, or will be on a day that is set; one without a title is passed over."""
    language = language or _text(root.find("channel/language"))
    pictures = {_wp(one, "post_id"): one for one in root.iter("item") if _wp(one, "post_type") == "attachment"}
    for item in root.iter("item"):
        link, title = _text(item.find("link")), _text(item.find("title"))
        shown = _wp(item, "post_type") == "post" and _wp(item, "status") in SHOWN and not _wp(item, "post_password")
        if shown and title and link.startswith(("http://", "https://")):
            picture = pictures.get(_thumbnail(item))
            yield Entry(
                key=_text(item.find("guid")) or link,
                link=link,
                title=title,
                html=_text(item.find(CONTENT)),
                description=_excerpt(item),
                date=_moment(_wp(item, "post_date_gmt")),
                language=language,
                tags=tuple(_tags(item)),
                picture="" if picture is None else _wp(picture, "attachment_url"),
                alt="" if picture is None else _field(picture, "_wp_attachment_image_alt"),
            )


def _tags(item: Element) -> Iterator[str]:
    """Yield its tags, and where it has none its categories, but for the one that every post has."""
    named = [(one.get("domain"), one.get("nicename"), _text(one)) for one in item.iterfind("category")]
    tags = [text for domain, _, text in named if domain == "post_tag"]
    yield from tags or (text for domain, name, text in named if domain == "category" and name != "uncategorized")


def _thumbnail(item: Element) -> str:
    return _field(item, "_thumbnail_id")


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


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:  # one that was never published has zeros
        return None
