"""Hashtags: made from an article's tags, and found in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

WORD = regex.compile(r"[\p{L}\p{M}\p{N}_]+")
HASHTAG = regex.compile(r"(?<![\p{L}\p{M}\p{N}_&/#])#([\p{L}\p{M}\p{N}_]*[\p{L}_][\p{L}\p{M}\p{N}_]*)")


def hashtag(tag: str) -> str | None:
    """Return a tag in camel case, without `#`; nothing where no letter is left, since no platform links digits."""
    words = WORD.findall(unicodedata.normalize("NFC", tag))
    name = "".join(_capitalised(word) for word in words)
    return name if any(char.isalpha() for char in name) else None


def hashtags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the hashtags of tags, each once, whatever the case."""
    found = (name for tag in tags if (name := hashtag(tag)))
    once = {name.casefold(): name for name in reversed(tuple(found))}
    return tuple(reversed(once.values()))


def hashtags_in(text: str) -> tuple[str, ...]:
    """Return the hashtags that stand in a text, without their `#`."""
    return tuple(dict.fromkeys(HASHTAG.findall(text)))


def _capitalised(word: str) -> str:
    return word if word != word.lower() else word[:1].upper() + word[1:]
