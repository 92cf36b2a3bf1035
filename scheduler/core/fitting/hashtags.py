"""Hashtags: made from an article's tags and a brand's, and found in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

from adapters.base import Limits
from scheduler.core.model import Voice

WORD = regex.compile(r"[\p{L}\p{N}_](?:[\p{L}\p{N}_]|[\p{M}--[\uFE00-\uFE0F]--\p{Me}])*", regex.V1)
TELLING_SYMBOLS = frozenset("+#<>{}")
"""Without them a tag would be another one: `C++` and `C#` are not `C`."""
HASHTAG = regex.compile(r"(?<![\p{L}\p{M}\p{N}_&/#])#([\p{L}\p{M}\p{N}_]*[\p{L}_][\p{L}\p{M}\p{N}_]*)")


def hashtag(tag: str) -> str | None:
    """Return a tag in camel case, without `#`; nothing where no letter is left, since no platform links digits."""
    if TELLING_SYMBOLS & set(tag.removeprefix("#")):
        return None
    words = WORD.findall(unicodedata.normalize("NFC", tag))
    name = "".join(_capitalised(word) for word in words)
    return name if any(char.isalpha() for char in name) else None


def hashtags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the hashtags of tags, each once, whatever the case."""
    once: dict[str, str] = {}
    for tag in tags:
        if name := hashtag(tag):
            once.setdefault(name.casefold(), name)
    return tuple(once.values())


def hashtags_in(text: str) -> tuple[str, ...]:
    """Return the hashtags that stand in a text, without their `#`."""
    return tuple(dict.fromkeys(HASHTAG.findall(text)))


def allowed(tags: Iterable[str], body: str, limits: Limits, voice: Voice) -> tuple[str, ...]:
    """Return the hashtags that a post may still get, best first: the brand's, then the article's.

    None that its text has already, that the brand forbids, or that is too long for the platform.
    """
    shut = {name.casefold() for name in (*hashtags(voice.no_hashtags), *hashtags_in(body))}
    every = hashtags((*voice.hashtags, *tags))
    return tuple(name for name in every if name.casefold() not in shut and _is_short(name, limits))


def room(body: str, limits: Limits, voice: Voice) -> int:
    """Return how many hashtags a post may still get."""
    most = limits.hashtags if voice.most_hashtags is None else min(limits.hashtags, voice.most_hashtags)
    return max(0, most - len(hashtags_in(body)))


def _is_short(name: str, limits: Limits) -> bool:
    return limits.hashtag_length is None or len(name) <= limits.hashtag_length


def _capitalised(word: str) -> str:
    return word if word != word.lower() else word[:1].upper() + word[1:]
