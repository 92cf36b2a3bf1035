"""How good a candidate is, in parts that a person can read.

The weights follow what graders thought of some 700 posts of five blogs: see docs/teaser-quality.md.
"""

from __future__ import annotations

import re

from scheduler.core.languages import Words, fold
from scheduler.core.languages.measuring import length, words_in
from scheduler.core.model import Kind
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.leaning import abbreviated, half_named, opens_unnamed, unresolved
from scheduler.core.teasers.passages import Matter
from scheduler.core.teasers.wording import stems

KINDS = {
    Kind.QUESTION: 1.6,
    Kind.LIST: 3.5,
    Kind.ENUMERATION: 3.9,
    Kind.PROGRAMME: 4.4,
    Kind.STAT: 0.8,
    Kind.TIP: 1.1,
    Kind.DEFINITION: 1.6,
    Kind.QUOTE: 1.0,
    Kind.RECAP: 1.2,
    Kind.SECTION: 1.0,
}
"""A kind of your own counts as a section."""
SET = frozenset({Kind.LIST, Kind.ENUMERATION, Kind.PROGRAMME})
"""Kinds whose form says enough, whatever their length."""
GOOD_LENGTH = range(90, 260)
"""Characters that fit every platform and still say something."""
TOO_LONG = -0.5
LONG_WORDS = 38
UNRESOLVED = -1.5
UNNAMED = -1.0
HALF_NAMED = -0.8
ABBREVIATED = -0.7
PASSING = -0.5
LINKED = -0.9
PERSONAL = -1.2
OURS = -0.3
EXCLAIMS = -0.4
ADDS = -0.2
EXPLAINS = 0.25
ON_TOPIC = 0.3
OFF_TOPIC = -0.5
A_WORD = 0.04
A_STEM = 0.04
MOST_STEMS = 15
NAMED = re.compile(r"(?<=[a-zà-ÿ0-9,;(] )[A-ZÀ-Þ]\w+|\b\d[\d.,]*|\([A-Z]{2,}\)")
"""Names and numbers within a sentence: they say something that not every article could."""


def score(candidate: Candidate, matter: Matter) -> float:
    """Return a candidate's worth."""
    return round(sum(parts(candidate, matter).values()), 3)


def parts(candidate: Candidate, matter: Matter) -> dict[str, float]:
    """Return what a candidate's worth is made of."""
    shortest = candidate.shortest
    found = {
        "kind": KINDS.get(candidate.kind, 1.0),
        "concrete": min(0.15 * _concrete(candidate.kind, shortest, matter.known), 0.6),
        **costs(shortest, matter),
    }
    if candidate.kind is Kind.PROGRAMME:
        return found  # what an article promises is on its topic, and short
    found["length"] = _fitting(candidate)
    found["topic"] = topical(candidate.text, matter)
    return found if candidate.kind in SET else found | _of_prose(candidate, shortest, matter)


def costs(text: str, matter: Matter) -> dict[str, float]:
    """Return what a text loses for leaning on what its reader has not seen."""
    folded, known = fold(text), matter.known
    return {
        "unresolved": UNRESOLVED * unresolved(text, matter),
        "unnamed": UNNAMED * opens_unnamed(text, matter),
        "half named": HALF_NAMED * half_named(text, matter),
        "abbreviated": ABBREVIATED * abbreviated(text, matter),
        "personal": PERSONAL if known.personal.search(folded) else 0.0,
        "ours": OURS * min(len(known.ours.findall(folded)), 2),
        "passing": PASSING if known.passing.search(folded) else 0.0,
        "linked": LINKED if known.linking.search(folded) else 0.0,
        "adds": ADDS * min(len(known.adding.findall(folded)), 2),
        "exclaims": EXCLAIMS * ("!" in text),
    }


def told(text: str, matter: Matter) -> dict[str, float]:
    """Return what prose is worth for how much it tells."""
    size = words_in(text)
    return {
        "words": A_WORD * min(size, LONG_WORDS),
        "wordy": -0.6 if size > LONG_WORDS else 0.0,
        "news": A_STEM * min(len(stems(text, matter.known) - matter.topic), MOST_STEMS),
        "explains": EXPLAINS * min(len(matter.known.explaining.findall(fold(text))), 2),
    }


def topical(text: str, matter: Matter) -> float:
    """Return what a text is worth for naming what the article is about."""
    return min(ON_TOPIC * len(stems(text, matter.known) & matter.topic), 4 * ON_TOPIC)


def _of_prose(candidate: Candidate, shortest: str, matter: Matter) -> dict[str, float]:
    return {
        **told(shortest, matter),
        "opens its section": 0.7 if candidate.place == 0 else 0.0,
        "edited": -0.2 * len(candidate.edits),
        "beside code": -0.7 if candidate.by_code else 0.0,
        "off topic": 0.0 if topical(candidate.text, matter) else OFF_TOPIC,
    }


def _fitting(candidate: Candidate) -> float:
    """Return what a candidate is worth for a telling that fits everywhere, or loses for having none."""
    if any(length(told.text) in GOOD_LENGTH for told in candidate.tellings):
        return 0.5
    return TOO_LONG if length(candidate.shortest) > GOOD_LENGTH.stop else 0.0


def _concrete(kind: Kind, text: str, known: Words) -> int:
    """Count what a text names; a programme names a thing between every two commas, unless they part examples."""
    plain = kind is Kind.PROGRAMME and not known.enumerating.search(fold(text))
    return len(NAMED.findall(text)) + (text.count(",") if plain else 0)
