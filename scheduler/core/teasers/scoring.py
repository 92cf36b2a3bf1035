"""How good a candidate is, in parts that a person can read."""

from __future__ import annotations

import re

from scheduler.core.languages import Words, fold
from scheduler.core.languages.measuring import length, words_in
from scheduler.core.model import Kind
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.passages import Matter
from scheduler.core.teasers.wording import STEM, stems

KINDS = {
    Kind.QUESTION: 2.0,
    Kind.LIST: 1.8,
    Kind.ENUMERATION: 2.2,
    Kind.PROGRAMME: 2.1,
    Kind.STAT: 1.4,
    Kind.TIP: 1.3,
    Kind.DEFINITION: 1.3,
    Kind.QUOTE: 1.2,
    Kind.RECAP: 1.2,
    Kind.SECTION: 1.0,
}
"""What readers liked, by hand grading; a kind of your own counts as a section."""
SET = frozenset({Kind.LIST, Kind.ENUMERATION, Kind.PROGRAMME})
"""Kinds whose form says enough, whatever their length."""
GOOD_LENGTH = range(90, 260)
"""Characters that fit every platform and still say something."""
TOO_LONG = -0.5
LONG_WORDS = 38
OFF_TOPIC = -0.5
UNRESOLVED = -1.5
PASSING = -0.8
LINKED = -0.9
PERSONAL = -1.2
NAMED = re.compile(r"(?<=[a-zà-ÿ0-9,;(] )[A-ZÀ-Þ]\w+|\b\d[\d.,]*|\([A-Z]{2,}\)")
"""Names and numbers within a sentence: they say something that not every article could."""


def score(candidate: Candidate, matter: Matter) -> float:
    """Return a candidate's worth."""
    return round(sum(parts(candidate, matter).values()), 3)


def parts(candidate: Candidate, matter: Matter) -> dict[str, float]:
    """Return what a candidate's worth is made of."""
    shortest = candidate.tellings[-1]
    found = {
        "kind": KINDS.get(candidate.kind, 1.0),
        "concrete": min(0.15 * _concrete(candidate.kind, shortest, matter.known), 0.6),
        **costs(shortest, matter),
    }
    if candidate.kind is Kind.PROGRAMME:
        return found  # what an article promises is on its topic, and short
    found["length"] = _fitting(candidate)
    found["topic"] = topical(candidate.text, matter)
    return found if candidate.kind in SET else found | _of_prose(candidate, shortest, off_topic=not found["topic"])


def costs(text: str, matter: Matter) -> dict[str, float]:
    """Return what a text loses for leaning on what its reader has not seen."""
    folded, known = fold(text), matter.known
    return {
        "unresolved": UNRESOLVED * unresolved(text, matter),
        "personal": PERSONAL if known.personal.search(folded) else 0.0,
        "passing": PASSING if known.passing.search(folded) else 0.0,
        "linked": LINKED if known.linking.search(folded) else 0.0,
    }


def _of_prose(candidate: Candidate, shortest: str, *, off_topic: bool) -> dict[str, float]:
    return {
        "opens its section": 0.4 if candidate.place == 0 else 0.0,
        "wordy": -0.6 if words_in(shortest) > LONG_WORDS else 0.0,
        "edited": -0.2 * len(candidate.edits),
        "beside code": -0.7 if candidate.by_code else 0.0,
        "off topic": OFF_TOPIC if off_topic else 0.0,
    }


def _fitting(candidate: Candidate) -> float:
    """Return what a candidate is worth for a telling that fits everywhere, or loses for having none."""
    if any(length(text) in GOOD_LENGTH for text in candidate.tellings):
        return 0.5
    return TOO_LONG if length(candidate.tellings[-1]) > GOOD_LENGTH.stop else 0.0


def _concrete(kind: Kind, text: str, known: Words) -> int:
    """Count what a text names; a programme names a thing between every two commas, unless they part examples."""
    plain = kind is Kind.PROGRAMME and not known.enumerating.search(fold(text))
    return len(NAMED.findall(text)) + (text.count(",") if plain else 0)


def topical(text: str, matter: Matter) -> float:
    """Return what a text is worth for naming what the article is about."""
    return min(0.25 * len(stems(text, matter.known) & matter.topic), 0.75)


def unresolved(text: str, matter: Matter) -> int:
    """Count what is pointed at ("these plants") though neither the text before nor the title names it."""
    folded = fold(text)
    pointed = ((found.group(1)[:STEM], found.start()) for found in matter.known.pointing.finditer(folded))
    named = matter.topic | matter.known.stop
    return sum(1 for noun, place in pointed if noun not in folded[:place] and noun not in named)
