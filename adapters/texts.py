"""What several platforms ask of a text; pure."""

from __future__ import annotations

from unicodedata import normalize

from adapters.base import Content


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
