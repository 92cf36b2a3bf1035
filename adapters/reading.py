"""What an answer must hold: each function raises ValueError where it does not, so that the answer is unreadable."""

from __future__ import annotations


def word(value: object) -> str:
    """Return a text that is not empty."""
    if isinstance(value, str) and value:
        return value
    raise ValueError("a text is missing")


def number(value: object) -> int:
    """Return a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError("a number is missing")


def link(value: object) -> str:
    """Return an address of the web."""
    if (
        isinstance(value, str)
        and value.startswith(("https://", "http://"))
        and value.isprintable()
        and " " not in value
    ):
        return value
    raise ValueError("an address is missing")
