"""Question: a heading that asks, with the sentences under it that answer."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.core.languages import fold
from scheduler.core.languages.measuring import words_in
from scheduler.core.model import Kind, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.judging import RESIDUE, asks, stands_alone
from scheduler.core.teasers.kinds.runs import run
from scheduler.core.teasers.passages import Matter, Passage
from scheduler.core.teasers.wording import stems

LEAST_WORDS = 4
"""Words of a heading; fewer do not say what is asked."""


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield the heading with its answer, where it asks and the text under it answers."""
    title, first = passage.title, passage.paragraphs[0]
    if title is None or not first.lines or not (asks(title) and is_clear(title, matter)):
        return
    answers = run(first.lines) if first.lines[0].opening else ()
    if answers:
        told = tuple(Telling(f"{title}\n\n{answer.text}", answer.source) for answer in answers)
        yield candidate(Kind.QUESTION, told, passage, 0, *first.lines[0].edits)


def is_clear(title: str, matter: Matter) -> bool:
    """Tell whether a newcomer understands a heading."""
    known, folded = matter.known, fold(title)
    unnamed = known.pronouns.search(folded) is not None and stems(title, known).isdisjoint(matter.topic)
    plain = RESIDUE.search(title) is None and known.meta.search(folded) is None and not unnamed
    return plain and stands_alone(title, known) and words_in(title) >= LEAST_WORDS
