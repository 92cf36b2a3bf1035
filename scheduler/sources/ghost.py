"""An export of Ghost: Settings › Migration tools › Export, which gives a JSON file.

Source: https://docs.ghost.org/migration/ghost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from scheduler.core.model import Site
from scheduler.errors import SourceError
from scheduler.sources.entry import Entry

SHOWN = frozenset({"published", "scheduled"})
HERE = "__GHOST_URL__"
"""What stands for the site's own address."""


def is_export(value: object) -> bool:
    """Tell whether a JSON document is an export of Ghost."""
    return isinstance(_data(value).get("posts"), list)


def entries(value: object, site: Site, named: str) -> Iterator[Entry]:
    """Yield the posts that are published, or will be on a day that is set, and that everybody may read.

    Raises SourceError where the site's address, which no export holds, is not known.
    """
    if site.url is None:
        raise SourceError(f"{named} does not say where the site is; write site: url:")
    data, base = _data(value), site.url.rstrip("/")
    tags = {one.get("id"): one for one in _rows(data, "tags")}
    links: dict[Any, list[tuple[float, str]]] = {}
    for one in _rows(data, "posts_tags"):
        tag = tags.get(one.get("tag_id"), {})
        if tag.get("visibility", "public") == "public" and not str(tag.get("name", "")).startswith("#"):
            links.setdefault(one.get("post_id"), []).append(
                (_number(one.get("sort_order")), str(tag.get("name") or ""))
            )
    metas = {one.get("post_id"): one for one in _rows(data, "posts_meta")}
    locale = next((str(one.get("value") or "") for one in _rows(data, "settings") if one.get("key") == "locale"), "")
    for post in _rows(data, "posts"):
        slug, title, html = (_text(post, name) for name in ("slug", "title", "html"))
        shown = post.get("status") in SHOWN and post.get("type", "post") == "post"
        if shown and post.get("visibility", "public") == "public" and slug and title:
            yield Entry(
                key=_text(post, "uuid") or slug,
                link=f"{base}/{quote(slug)}/",
                title=title,
                html=html.replace(HERE, base),
                description=_text(post, "custom_excerpt"),
                date=_moment(post.get("published_at")),
                language=_text(post, "locale") or site.language or locale,
                tags=tuple(name for _, name in sorted(links.get(post.get("id"), ()))),
                picture=_text(post, "feature_image").replace(HERE, base),
                alt=_text(metas.get(post.get("id"), {}), "feature_image_alt"),
            )


def _data(value: object) -> Mapping[str, Any]:
    """Return the tables, which lie one level deeper in newer exports."""
    whole = value.get("db") if isinstance(value, dict) else None
    first = whole[0] if isinstance(whole, list) and whole else value
    data = first.get("data") if isinstance(first, dict) else None
    return data if isinstance(data, dict) else {}


def _rows(data: Mapping[str, Any], table: str) -> Iterator[Mapping[str, Any]]:
    rows = data.get(table)
    yield from (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _moment(value: object) -> datetime | None:
    try:
        if isinstance(value, (int, float)):  # older exports count milliseconds
            return datetime.fromtimestamp(value / 1000, UTC)
        found = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
