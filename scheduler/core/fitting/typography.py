"""The spaces that a language's typography asks for and most keyboards have no key for."""

from __future__ import annotations

import re

from adapters.base import Counting, Limits

WIDE = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
SPACE = f"[ {WIDE}{NARROW}]"
WORD = r"(?<!\S)(?!\S*\w\(\S*\)[:;!?])(?:[^\s/\\=_{}<>@#$|~^`:;!?]|(?<=\d):(?=\d))*[\w)\]”\"»%€°’…](?<!_)"
"""A word that is prose: no address, no code, no emoticon, but perhaps a time."""
COLON = r":(?=[\s»”\"]|$)"
HIGH = r"(?:;(?=[\s»”\"]|$)|[!?]+(?=[\s»)\]”\"…]|$))"
OPENING = re.compile(rf"«{SPACE}*(?=\S)")
CLOSING = re.compile(rf"(?<=\S){SPACE}*»")
APART = {mark: re.compile(rf"(?<=\S){SPACE}+(?={mark})") for mark in (COLON, HIGH)}
JOINED = {mark: re.compile(rf"({WORD})(?={mark})") for mark in (COLON, HIGH)}


def typeset(text: str, language: str, limits: Limits) -> str:
    """Return a text with the no-break spaces of its language; nothing but spaces changes.

    French has a wide one before `:` and within « », a narrow one before `;`, `!` and `?` (the usage of the Imprimerie
    nationale). X counts the narrow one double, so there it is wide.
    """
    if language.lower().partition("-")[0] != "fr":
        return text
    narrow = WIDE if limits.counting is Counting.X else NARROW
    quoted = CLOSING.sub(f"{WIDE}»", OPENING.sub(f"«{WIDE}", text))
    return _spaced(_spaced(quoted, COLON, WIDE), HIGH, narrow)


def _spaced(text: str, mark: str, space: str) -> str:
    return JOINED[mark].sub(rf"\1{space}", APART[mark].sub(space, text))
