"""How a reason is told: the name of its rule, for programs, a colon, and what a person reads."""

from __future__ import annotations

QUOTED = 40
"""Characters of a post that a reason repeats."""


def quoted(text: str) -> str:
    """Return the beginning of a text, whole words of it, in quotation marks and with the spaces of French."""
    whole = text.strip()
    beginning = whole[:QUOTED].rpartition(" ")[0] or whole[:QUOTED]
    short = whole if len(whole) <= QUOTED else f"{beginning}…"
    return legible(repr(short))


def legible(reason: str) -> str:
    """Return a reason with the spaces of French in the words that it quotes, instead of their codes."""
    return reason.replace(r"\xa0", "\xa0").replace(r"\u202f", "\u202f")
