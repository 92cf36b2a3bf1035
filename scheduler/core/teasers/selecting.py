"""Which candidates become teasers: the best, each saying something of its own, spread over the sections."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.core.model import Kind, Span
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.passages import Matter
from scheduler.core.teasers.scoring import score
from scheduler.core.teasers.wording import TOO_ALIKE, opening, overlap

THRESHOLD = 3.6
SAME_SECTION = 0.6
FEW_SECTIONS = 0.25
"""The same where an article has fewer sections than it gives teasers."""
SAME_KIND = 0.1
ALIKE = 0.35
ALIKE_COST = 1.0
MOST = ((80, 1), (300, 3), (800, 6), (1500, 8), (3000, 10))
"""How many teasers an article of fewer words gives at most, the announcement among them."""
MOST_OF_ALL = 12
RICH = frozenset({Kind.QUESTION, Kind.LIST, Kind.ENUMERATION, Kind.PROGRAMME})
"""Kinds that let a middling article give as many teasers as a longer one, where it has enough of them."""
RICH_FROM = 3
RICH_WORDS = range(300, 800)
RICH_MOST = 8


def most_teasers(words: int, found: Sequence[Candidate] = ()) -> int:
    """Return how many teasers an article of so many words, which gave these candidates, may give at most."""
    rich = words in RICH_WORDS and sum(each.kind in RICH for each in found) >= RICH_FROM
    return RICH_MOST if rich else next((most for below, most in MOST if words < below), MOST_OF_ALL)


def select(
    candidates: Sequence[Candidate], taken: Sequence[str], used: Sequence[Span], matter: Matter, most: int
) -> tuple[Candidate, ...]:
    """Return at most `most` candidates, in reading order, none too like another or a text already `taken`.

    None is drawn from a place already `used`; a recap comes last.
    """
    pool = {
        each: score(each, matter)
        for each in candidates
        if not any(_repeats(each.text, text) for text in taken) and _is_apart(each.source, used)
    }
    shared = SAME_SECTION if len({each.passage for each in pool}) >= most else FEW_SECTIONS
    labels = len(matter.known.programme)
    chosen: list[Candidate] = []
    while pool and len(chosen) < most:
        best = max(pool, key=lambda each: (pool[each], -each.passage, -each.place))
        if pool[best] < THRESHOLD:
            break
        chosen.append(best)
        labels -= best.kind is Kind.PROGRAMME
        pool = {
            each: worth - _cost(each, best, shared)
            for each, worth in pool.items()
            if _is_apart(each.source, best.source)
            and not _repeats(each.text, best.text)
            and (labels or each.kind is not Kind.PROGRAMME)
        }
    return tuple(sorted(chosen, key=lambda each: (each.kind is Kind.RECAP, each.passage, each.place)))


def _cost(candidate: Candidate, chosen: Candidate, shared: float) -> float:
    """Return what a candidate loses for coming after another; `shared` is the price of a section in common."""
    section = shared if candidate.passage == chosen.passage else 0.0
    kind = SAME_KIND if candidate.kind is chosen.kind else 0.0
    return section + kind + (ALIKE_COST if overlap(candidate.text, chosen.text) > ALIKE else 0.0)


def _is_apart(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return not any(first[0] < second[1] and second[0] < first[1] for first in one for second in other)


def _repeats(one: str, other: str) -> bool:
    return opening(one) == opening(other) or overlap(one, other) > TOO_ALIKE
