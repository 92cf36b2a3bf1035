"""Tip: a sentence that advises, or an item that names its advice before a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.core.languages import fold
from scheduler.core.model import Block, Kind, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.judging import flaw, stands_alone
from scheduler.core.teasers.passages import Line, Matter, Passage

NAMED = re.compile(r"(?P<name>\w[^:.!?]{2,50}?)[\s]?:\s(?P<advice>.+)")
LEAST_ADVICE = 60
"""Characters; a shorter item is a label with its value."""
LONGEST_ITEM = 300


def leads(line: Line, matter: Matter) -> bool:
    """Tell whether a sentence advises."""
    return matter.known.advising.match(fold(line.opening or "")) is not None


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield the items of lists that name their advice and then give it."""
    for paragraph in passage.paragraphs:
        for item in paragraph.block.items:
            if _advises(item, matter):
                yield candidate(Kind.TIP, (Telling(item.text, (item.span,)),), passage, paragraph.first)


def _advises(item: Block, matter: Matter) -> bool:
    found = NAMED.fullmatch(item.text)
    if found is None or len(item.text) > LONGEST_ITEM or len(found["advice"]) < LEAST_ADVICE:
        return False
    advice = item.sentences[0].text.partition(":")[2].strip()
    advises = matter.known.advising.match(fold(advice)) is not None
    flawed = any(flaw(each.text, matter.known) for each in item.sentences)
    return advises and not flawed and stands_alone(found["name"], matter.known)
