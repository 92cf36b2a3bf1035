"""Whether a text says again what stands on an account already."""

from __future__ import annotations

import re
from collections.abc import Iterable

from adapters.base import Sent
from scheduler.core.gate.siblings import alike, runs
from scheduler.core.gate.witness import words_of

NOT_WORDS = re.compile(r"\S*(?:://|\w/|/\w)\S*|#\w+")
"""Addresses, also as platforms shorten them, and hashtags: they stand in many posts that say different things."""


def said_before(text: str, sent: Iterable[Sent]) -> Sent | None:
    """Return the first of the posts that stand on an account which says nearly the same as `text`."""
    wanted = _words(text)
    return next((one for one in sent if _same(wanted, _words(one.text))), None)


def _words(text: str) -> tuple[str, ...]:
    return words_of(NOT_WORDS.sub(" ", text))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    # too few words make no runs
    return (one == other and one != ()) or alike(runs(one), runs(other))
