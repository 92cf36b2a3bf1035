"""Words of one style, and what makes them fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Measure: TypeAlias = Callable[[str], int]
"""How many columns of a terminal a text takes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line."""

    text: str
    style: str = ""
    """A state, `held`, `today`, `quiet`, or nothing."""
    post: int | None = None
    """The post whose mark it is."""


Line: TypeAlias = tuple[Piece, ...]


def cut(text: str, width: int, measure: Measure) -> str:
    """Return a text on one line, as much of it as fits; an ellipsis, for which there is room, tells of the rest."""
    whole = " ".join(text[: 2 * width + 200].split())
    if measure(whole) <= width:
        return whole
    kept = whole[:width]
    while kept and measure(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept}…"


def padded(line: Line, width: int, measure: Measure) -> Line:
    """Return a line that takes exactly `width` columns, which it does not exceed."""
    room = width - sum(measure(piece.text) for piece in line)
    return (*line, Piece(" " * room))


def wrapped(text: str, width: int, most: int, measure: Measure) -> Iterator[str]:
    """Yield the lines of a text, at most so many; the last one is cut."""
    words = text.split()
    for _ in range(most - 1):
        line, count = "", 0
        while count < len(words) and measure(longer := f"{line} {words[count]}".strip()) <= width:
            line, count = longer, count + 1
        if not count or count == len(words):
            break
        yield line
        words = words[count:]
    if words:
        yield cut(" ".join(words), width, measure)


def filled(phrases: Iterable[str], width: int, between: int, measure: Measure) -> Iterator[tuple[str, ...]]:
    """Yield phrases by lines, as many on each as have room with so many columns between two; none is broken."""
    line: tuple[str, ...] = ()
    used = 0
    for phrase in phrases:
        more = measure(phrase) + (between if line else 0)
        if line and used + more > width:
            yield line
            line, used, more = (), 0, measure(phrase)
        line, used = (*line, phrase), used + more
    if line:
        yield line


def joined(cells: Iterable[Line], between: str) -> Line:
    """Return cells beside each other, as one line."""
    rule = Piece(between, "quiet")
    parts = [(*cell, rule) for cell in cells]
    return tuple(piece for part in parts for piece in part)[:-1]
