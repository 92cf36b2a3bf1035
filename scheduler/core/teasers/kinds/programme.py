"""Programme: what the article says that it covers, without the words it says so with."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.core.languages import Words, fold
from scheduler.core.model import Kind, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.judging import flaw, says_enough
from scheduler.core.teasers.passages import Line, Matter, Passage

LONGEST_LEAD = 120
"""Characters of a clause before the article is named."""
LONGEST_NAME = 60
"""Characters between an article's name and what it does."""


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield what each sentence about the article promises; the label is put before it once it is chosen."""
    for place, line, rest in promises(passage, matter):
        if says_enough(rest):
            yield candidate(Kind.PROGRAMME, (Telling(rest, (line.span,)),), passage, place, Edit.META, Edit.LABEL)


def promises(passage: Passage, matter: Matter) -> Iterator[tuple[int, Line, str]]:
    """Yield each sentence about the article with its place, and what it says that the article covers."""
    named = False
    for paragraph in passage.paragraphs:
        for number, line in enumerate(paragraph.lines):
            rest = promised(line.text, matter.known, named=named)
            named = rest is not None
            if rest is not None and flaw(rest, matter.known) is None:
                yield paragraph.first + number, line, rest


def promised(sentence: str, known: Words, *, named: bool) -> str | None:
    """Return what a sentence says that the article covers, or nothing where it says no such thing.

    `named` tells whether the sentence before spoke of the article, so that a pronoun may stand for it.
    """
    folded = fold(sentence)
    for start, speaks in _subjects(folded, known, named=named):
        told = _after_telling(folded, start, known, near=speaks)
        if told is not None:
            return sentence[told:]
    return None


def _subjects(folded: str, known: Words, *, named: bool) -> Iterator[tuple[int, bool]]:
    """Yield where the article's name, or the pronoun for it, ends; and whether the verb must follow at once."""
    comma = folded.find(", ", 0, LONGEST_LEAD)
    clause = folded[: max(comma, 0)]
    for start in (0, comma + 2) if comma > 0 else (0,):
        if found := known.about.match(folded, start):
            yield found.end(), False
        about = named if start == 0 else known.meta.search(clause) is not None
        if about and (found := known.speakers.match(folded, start)):
            yield found.end(), True


def _after_telling(folded: str, start: int, known: Words, *, near: bool) -> int | None:
    """Return where the matter begins after a verb of telling, which stands near the subject."""
    places = (start, *(index for index in range(start, min(start + LONGEST_NAME, len(folded))) if folded[index] == " "))
    for place in places[:2] if near else places:
        verb = known.telling.match(folded, place + 1)
        if verb and known.told.match(folded, verb.end() + 1):
            return verb.end() + 1
        if folded[place : place + 1] in {",", ";", ":"}:
            return None
    return None
