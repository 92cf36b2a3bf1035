"""What a post is called on a site that has pages: its title, and the last part of its address; pure."""

from __future__ import annotations

import re
from hashlib import sha256
from unicodedata import combining, normalize

from adapters.base import Content

LONGEST_SLUG = 48
"""Letters of an address that a reader may still read, without the mark."""
LONGEST_TITLE = 90
"""Letters of a title that is taken from the text, where readers and search engines begin to cut."""


def title(content: Content, longest: int = LONGEST_TITLE) -> str:
    """Return what a post is called: as the page behind its link is, or else as its text begins."""
    card = content.card
    named = card.title if card is not None and card.title != content.link else content.text
    line = next((line.strip() for line in named.splitlines() if line.strip()), "")
    return shortened(line, longest)


def slug(content: Content, key: str) -> str:
    """Return a name that reads well and that no other post has: the key is unique to the installation."""
    plain = "".join(letter for letter in normalize("NFKD", title(content)) if not combining(letter))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    kept: list[str] = []
    for each in words:
        if len("-".join([*kept, each])) > LONGEST_SLUG:
            break
        kept.append(each)
    return "-".join([*kept, sha256(key.encode()).hexdigest()[:12]])


def shortened(line: str, longest: int) -> str:
    """Return a line that ends after a word where it is too long; for what names a text, never for the text itself."""
    if len(line) <= longest:
        return line
    begun = line[:longest]
    kept = begun.rpartition(" ")[0] or begun[:-1]
    return f"{kept.rstrip(' ,;:–—-')}…"
