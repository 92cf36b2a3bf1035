"""What several platforms ask of a text; pure."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import urlsplit, urlunsplit

from adapters.base import Content, Unsupported


def letters(text: str) -> str:
    """Return what every platform keeps of a text: white space is its own, and so is how an accent is spelt."""
    return "".join(normalize("NFC", text).split())


def tells_link(content: Content) -> bool:
    """Return whether a post's link stands in its text, or in what follows it."""
    return content.link is None or content.link in content.text or _follows(content, content.link)


def makes_card(content: Content) -> bool:
    """Return whether a post shows its link as a card: images leave no room for one, a comment needs none."""
    if content.link is None or content.media:
        return False
    return content.card is not None or not _follows(content, content.link)


def _follows(content: Content, link: str) -> bool:
    return any(link in part.text for part in content.parts)


def canonical(content: Content, wish: str | None) -> str | None:
    """Return the address that search engines are told is the original, where the account wishes one.

    Raises Unsupported where the wish is none.
    """
    if wish not in {None, "link"}:
        raise Unsupported(f"canonical: {wish!r} is not link; write that, or leave it out of the account's settings")
    return _untagged(content.link) if wish and content.link else None


def _untagged(link: str) -> str:
    """Return a link without what it tells statistics: a page has one original."""
    parts = urlsplit(link)
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("utm_")]
    return urlunsplit(parts._replace(query="&".join(kept)))
