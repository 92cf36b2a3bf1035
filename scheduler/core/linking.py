"""Where a link may stand, as people write it in settings, articles and commands; and what may be one."""

from __future__ import annotations

from urllib.parse import urlsplit

from adapters.base import LinkPlace
from scheduler.errors import ArticleError

PLACES: dict[str, LinkPlace] = {
    "text": LinkPlace.TEXT,
    "comment": LinkPlace.FIRST_COMMENT,
    "none": LinkPlace.NONE,
    "card": LinkPlace.CARD,
}


def check_address(address: str | None) -> None:
    """Make sure that an address, if any, can be posted.

    Raises ArticleError.
    """
    if address is None:
        return
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # half an IPv6 address
        is_whole = False
    if not is_whole or not address.isprintable() or " " in address:
        raise ArticleError(f"{address!r} is no web address; write it whole, such as https://example.org/page/")
