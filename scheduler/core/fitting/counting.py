"""How long a text is, as each platform counts."""

from __future__ import annotations

import re
from typing import assert_never

import regex

from adapters.base import Counting, Limits
from scheduler.core.fitting.weighing import EMOJI, weight

GRAPHEME = regex.compile(r"\X")
SINGLE = re.compile(r"[\n\x20-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*")
"""Letters and signs that never join with a neighbour: most texts hold nothing else, and are counted at once."""
URL = regex.compile(r"https?://[^\s<>\"«»“”(){}|\\^`]*[^\s<>\"«»“”(){}|\\^`.,;:!?'…]")
"""An address ends before the punctuation that follows it; where in doubt, the shorter reading, which counts longer."""
REMOTE_MENTION = regex.compile(r"(?<![\w/=])(@[A-Za-z0-9_]+)@[\w.\-]+\w")


def count(text: str, limits: Limits) -> int:
    """Return the length of a text in the units of `limits.counting`.

    Mastodon counts a remote mention without its server (docs.joinmastodon.org/user/posting), Threads an emoji as its
    bytes (developers.facebook.com/docs/threads).
    """
    priced = _priced(text, limits.url_cost)
    match limits.counting:
        case Counting.CODE_POINTS:
            length = len(priced)
        case Counting.GRAPHEMES:
            length = _graphemes(priced)
        case Counting.MASTODON:
            length = _graphemes(REMOTE_MENTION.sub(r"\1", priced))
        case Counting.UTF16:
            length = len(priced.encode("utf-16-le")) // 2
        case Counting.UTF8:
            length = len(priced.encode())
        case Counting.X:
            length = weight(text)  # which finds more addresses, and prices them itself
        case Counting.THREADS:
            length = len(EMOJI.sub(lambda found: "x" * len(found.group().encode()), priced))
        case _:  # pragma: no cover
            assert_never(limits.counting)
    return length


def excess(text: str, limits: Limits) -> str | None:
    """Return how a text is too long, or nothing where it fits."""
    length = count(text, limits)
    if limits.text is not None and length > limits.text:
        return f"the text is {length} long, the limit is {limits.text}"
    size = len(text.encode())
    if limits.text_bytes is not None and size > limits.text_bytes:
        return f"the text is {size} bytes long, the limit is {limits.text_bytes}"
    return None


def _priced(text: str, url_cost: int | None) -> str:
    return text if url_cost is None else URL.sub("x" * url_cost, text)


def _graphemes(text: str) -> int:
    return len(text) if SINGLE.fullmatch(text) else len(GRAPHEME.findall(text))
