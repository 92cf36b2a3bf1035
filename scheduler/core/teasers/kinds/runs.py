"""Runs: whole sentences one after another; what the first one does names the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scheduler.core.languages.measuring import joined, words_in
from scheduler.core.model import Kind, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.judging import says_enough
from scheduler.core.teasers.kinds import definition, quote, recap, stat, tip
from scheduler.core.teasers.passages import Line, Matter, Passage
from scheduler.core.teasers.wording import stems

MOST_SENTENCES = 3
LEAST_QUESTION = 5
"""Words of a question."""
LONGEST = 420
"""Characters of a text: with link and hashtags it fills a post on the roomier platforms."""
LEADS: tuple[tuple[Kind, Callable[[Line, Matter], bool]], ...] = (
    (Kind.QUESTION, lambda line, _: line.asks),
    (Kind.RECAP, recap.leads),
    (Kind.QUOTE, quote.leads),
    (Kind.STAT, stat.leads),
    (Kind.TIP, tip.leads),
    (Kind.DEFINITION, definition.leads),
)
"""What the first sentence of a run may do, the strongest claim first."""


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield the runs that a sentence fit to open a post begins."""
    for paragraph in passage.paragraphs:
        for number, line in enumerate(paragraph.lines):
            opens = line.opening and (not line.asks or clear(line, matter))
            tellings = run(paragraph.lines[number:]) if opens else ()
            if tellings:
                found = candidate(_kind(line, matter), tellings, passage, paragraph.first + number, *line.edits)
                yield replace(found, by_code=paragraph.by_code)


def run(lines: Sequence[Line]) -> tuple[Telling, ...]:
    """Return what the lines say from the first one on, then the same in fewer sentences.

    What one sentence says well is not spoilt by a next one that strays from it.
    """
    texts = [lines[0].opening or lines[0].text]
    for line in lines[1:MOST_SENTENCES]:
        if line.said != line.text or line.strays or len(joined([*texts, line.text])) > LONGEST:
            break
        texts.append(line.text)
    sizes = (size for size in range(len(texts), 0, -1) if not lines[size - 1].leaves_open)
    spans = tuple(line.span for line in lines)
    return tuple(Telling(text, spans[:size]) for size in sizes if says_enough(text := joined(texts[:size])))


def clear(line: Line, matter: Matter) -> bool:
    """Tell whether a question says what it asks about."""
    long_enough = words_in(line.text) >= LEAST_QUESTION
    return long_enough and not stems(line.text, matter.known).isdisjoint(matter.topic)


def _kind(line: Line, matter: Matter) -> Kind:
    return next((kind for kind, leads in LEADS if leads(line, matter)), Kind.SECTION)
