"""What an article says, as words with what stands between them: a post's every line is held against it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scheduler.core.gate.cleaning import readable
from scheduler.core.languages import Words
from scheduler.core.model import OMITTED

WORD = re.compile(rf"[^\W_]+|[%€$£°{OMITTED}]")
"""Apostrophes, hyphens and emphasis part words, in the article and in the post alike."""
BLOCK = re.compile(r"\n\s*\n")
END = re.compile(r"[.!?…]")
ASIDE = re.compile(r"[`(\[—]")
"""Before code, a bracket or a dash a small letter may open."""
FULL_END = re.compile(r"[。！？]")
"""No small letter follows these to say that the sentence goes on."""


@dataclass(frozen=True, slots=True, eq=False)
class Witness:
    """An article's words in reading order; compared by identity, so that it is cheap to remember what it bore out."""

    words: Sequence[str]
    """As they are written."""
    gaps: Sequence[str]
    """What stands before each word, and after the last."""
    run: str
    """The words case-folded, with one space before, between and after them."""
    vocabulary: frozenset[str]
    """The words, case-folded."""
    head: int
    """How many of the words stand in the front matter."""

    def holds(self, text: str) -> bool:
        """Tell whether the words of a text stand in the article, in a row."""
        return run_of(text) in self.run

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words of a text stand, as the half-open range of their numbers."""
        run = run_of(text)
        size = run.count(" ") - 1
        found, number = self.run.find(run), 0
        passed = 0
        while found >= 0 and size:
            number += self.run.count(" ", passed, found)
            passed = found
            yield number, number + size
            found = self.run.find(run, found + 1)

    def opens(self, number: int, known: Words) -> bool:
        """Tell whether a sentence or a block begins with a word."""
        gap = self.gaps[number]
        if number == 0 or BLOCK.search(gap):
            return True
        if FULL_END.search(gap):
            return True
        small = self.words[number].islower() and self.words[number].isalpha() and not ASIDE.search(gap)
        if END.search(gap) is None or (small and self.words[number] not in known.uncapitalised):
            return False
        return not (gap[0] == "." and _abbreviates(self.words[number - 1], self.words[number].casefold(), known))

    def closes(self, number: int, known: Words) -> bool:
        """Tell whether a sentence or a block ends before a word."""
        last = number == len(self.words)
        return last or self.opens(number, known)


@lru_cache(maxsize=1024)
def run_of(text: str) -> str:
    """Return the words of a text case-folded, with one space before, between and after them."""
    return f" {' '.join(words_of(text))} ".replace("  ", " ")


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, case-folded; several rules and platforms ask for the same ones."""
    return tuple(WORD.findall(unicodedata.normalize("NFC", text).casefold()))


@lru_cache(maxsize=8)
def witness(text: str) -> Witness:
    """Return what a file says; the last few are remembered, as one article's posts are checked one after the other."""
    head, body = readable(text)
    shown = head + body
    words = WORD.findall(shown)
    run = f" {' '.join(words)} ".casefold()
    return Witness(words, WORD.split(shown), run, frozenset(run.split()), len(WORD.findall(head)))


def _abbreviates(before: str, word: str, known: Words) -> bool:
    """Tell whether a full stop after a word shortens it; a capital alone is an initial, unless a sentence follows."""
    if len(before) == 1 and before.isupper():
        return word not in known.starters
    small = before.casefold()
    return small in known.abbreviations or (small in known.numbered and word.isdigit())
