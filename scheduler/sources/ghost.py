"""An export of Ghost: Settings › Migration tools › Export, which gives a JSON file.

Source: https://docs.ghost.org/migration/ghost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from scheduler.core.model import Site
from scheduler.errors import SourceError
from scheduler.sources.entry import Entry, Unusable, usable

SHOWN = frozenset({"published", "scheduled"})
HERE = "__GHOST_URL__"
"""What stands for the site's own address."""
GATED = re.compile(
    r"<!--\s*kg-gated-block:begin(?P<readers>[^\n]*?)-->(?P<block>.*?)(?:<!--\s*kg-gated-block:end\s*-->|\Z)", re.DOTALL
)
"""A part of a post that some readers are shown."""
OPEN = re.compile(r"\bnonMember:[\"']?true\b")


def is_export(value: object) -> bool:
    """Tell whether a JSON document is an export of Ghost."""
    return isinstance(_data(value).get("posts"), list)


@dataclass(frozen=True, slots=True)
class _Around:
    """What an export says of all posts, and of each in other tables, by its number."""

    base: str
    language: str
    tags: Mapping[str, Sequence[str]]
    metas: Mapping[str, Mapping[str, Any]]


def entries(value: object, site: Site, named: str) -> Iterator[Entry | Unusable]:
    """Yield the posts that everybody may read, now or from a day that is set, and what among them can be no article.

    Raises SourceError where the site's address, which no export holds, is not known.
    """
    if site.url is None:
        raise SourceError(f"{named} does not say where the site is; write site: url:")
    data = _data(value)
    locale = next((_text(one, "value") for one in _rows(data, "settings") if one.get("key") == "locale"), "")
    metas = {str(one.get("post_id")): one for one in _rows(data, "posts_meta")}
    around = _Around(site.url.rstrip("/"), site.language or locale, _tags(data), metas)
    for post in _rows(data, "posts"):
        if _is_open(post, around):
            yield _entry(post, around)


def _is_open(post: Mapping[str, Any], around: _Around) -> bool:
    """Tell whether everybody may read a post on the site; some are for members, or sent by mail alone."""
    is_post = post.get("type", "post") == "post" and not post.get("page")
    by_mail = around.metas.get(str(post.get("id")), {}).get("email_only")
    return is_post and post.get("status") in SHOWN and post.get("visibility", "public") == "public" and not by_mail


def _entry(post: Mapping[str, Any], around: _Around) -> Entry | Unusable:
    slug, title, number = _text(post, "slug"), _text(post, "title"), str(post.get("id"))
    link = f"{around.base}/{quote(slug)}/" if slug else ""
    return usable(slug, link, title) or Entry(
        key=_text(post, "uuid") or slug,
        link=link,
        title=title,
        html=GATED.sub(_shown, _text(post, "html")).replace(HERE, around.base),
        description=_text(post, "custom_excerpt"),
        date=_moment(post.get("published_at")),
        language=_text(post, "locale") or around.language,
        tags=tuple(around.tags.get(number, ())),
        picture=_text(post, "feature_image").replace(HERE, around.base),
        alt=_text(around.metas.get(number, {}), "feature_image_alt"),
    )


def _shown(gated: re.Match[str]) -> str:
    """Return what a block that is not for everybody shows to who is no member."""
    return gated["block"] if OPEN.search(gated["readers"]) else ""


def _tags(data: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """Return the public tags of each post, in their order."""
    named = {str(one.get("id")): one for one in _rows(data, "tags")}
    links: dict[str, list[tuple[float, str]]] = {}
    for one in _rows(data, "posts_tags"):
        tag = named.get(str(one.get("tag_id")), {})
        name = _text(tag, "name")
        if tag.get("visibility", "public") == "public" and not name.startswith("#"):
            links.setdefault(str(one.get("post_id")), []).append((_number(one.get("sort_order")), name))
    return {post: [name for _, name in sorted(ordered)] for post, ordered in links.items()}


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
