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
    count = fewest(text, width=width, measure=measure)
    return None if count is None else _even(text.split(" "), count, width, measure)


def fewest(text: str, *, width: float, measure: Measure) -> int | None:
    """Return how many lines a paragraph takes; nothing where a word is wider than a line."""
    count, line = 0, ""
    for word in text.split(" "):
        longer = f"{line} {word}"
        if count and measure(longer) <= width:
            line = longer
        elif measure(word) <= width:
            count, line = count + 1, word
        else:
            return None
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
