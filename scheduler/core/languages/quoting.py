"""What stands between quotation marks and brackets."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.core.languages import Words

DEEPEST = 50
"""Marks that wait for theirs at once; real prose has three, and a bomb is given up."""


def enclosures(text: str, known: Words) -> tuple[tuple[int, int], ...]:
    """Return where the outermost quotations and brackets that are closed stand, marks included."""
    waiting: list[tuple[int, str]] = []
    found: list[tuple[int, int]] = []
    for place, closers, mark in _marks(text, known):
        if waiting and mark in waiting[-1][1]:
            start, _ = waiting.pop()
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, place + 1))
        elif closers and len(waiting) < DEEPEST:
            waiting.append((place, closers))
    return tuple(found)


def balanced(text: str, known: Words) -> bool:
    """Tell whether every quotation and bracket is closed, and none is closed that was not opened."""
    waiting: list[str] = []
    for _, closers, mark in _marks(text, known):
        if waiting and mark in waiting[-1]:
            waiting.pop()
        elif closers and len(waiting) < DEEPEST:
            waiting.append(closers)
        else:
            return False
    return not waiting


def unquoted(text: str, known: Words) -> str:
    """Return a text without what stands between quotation marks and brackets."""
    kept, last = [], 0
    for start, end in enclosures(text, known):
        kept.append(text[last:start])
        last = end
    return " ".join([*kept, text[last:]])


def _marks(text: str, known: Words) -> Iterator[tuple[int, str, str]]:
    """Yield each mark's place, what would close it if it opens, and the mark."""
    for found in known.marks.finditer(text):
        yield found.start(), known.quotes.get(found.group(), ""), found.group()
