"""Breaking words into lines that look alike in length."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import inf
from typing import TypeAlias

Measure: TypeAlias = Callable[[str], float]
Way: TypeAlias = tuple[float, tuple[str, ...]]


def lines(text: str, *, width: float, measure: Measure) -> tuple[str, ...] | None:
    """Break a paragraph at its ordinary spaces into as few lines as `width` allows, as even as can be.

    No-break spaces hold their words together. Nothing where a word is wider than a line.
    """
    words = text.split(" ")
    if any(measure(word) > width for word in words):
        return None
    return _even(words, _fewest(words, width, measure), width, measure)


def _fewest(words: list[str], width: float, measure: Measure) -> int:
    count, line = 1, words[0]
    for word in words[1:]:
        longer = f"{line} {word}"
        if measure(longer) <= width:
            line = longer
        else:
            count, line = count + 1, word
    return count


def _even(words: list[str], count: int, width: float, measure: Measure) -> tuple[str, ...]:
    """Return the way into `count` lines that leaves the least room, squared, unused: a lone last word costs most."""

    @cache
    def best(start: int, left: int) -> Way:
        if left == 0:
            return (0.0 if start == len(words) else inf), ()
        return min(ways(start, left), default=(inf, ()))

    def ways(start: int, left: int) -> list[Way]:
        found = []
        for end in range(start + 1, len(words) + 1):
            line = " ".join(words[start:end])
            room = width - measure(line)
            if room < 0:
                break
            cost, rest = best(end, left - 1)
            found.append((cost + room**2, (line, *rest)))
        return found

    return best(0, count)[1]
