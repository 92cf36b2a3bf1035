"""Which candidates become teasers: the best, each saying something of its own, spread over the sections."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.core.languages import Words
from scheduler.core.teasers.extracting import Candidate
from scheduler.core.teasers.scoring import opening, overlap, score

THRESHOLD = 1.2
SAME_SECTION = 0.6
SAME_KIND = 0.1
ALIKE = 0.35
ALIKE_COST = 1.0
TOO_ALIKE = 0.5
MOST = ((80, 1), (300, 3), (800, 6), (1500, 8), (3000, 10))
"""How many teasers an article of fewer words gives at most, the announcement among them."""
MOST_OF_ALL = 12


def most_teasers(words: int) -> int:
    """Return how many teasers an article of so many words gives at most."""
    return next((most for below, most in MOST if words < below), MOST_OF_ALL)


def select(
    candidates: Sequence[Candidate], taken: Sequence[str], topic: frozenset[str], known: Words, most: int
) -> tuple[Candidate, ...]:
    """Return at most `most` candidates, in reading order, none too like another or a text already `taken`."""
    scores = {each: score(each, topic, known) for each in candidates}
    pool = [each for each in candidates if not any(_repeats(each.text, text) for text in taken)]
    chosen: list[Candidate] = []
    while pool and len(chosen) < most:
        worth = {each: scores[each] - _cost(each, chosen, taken) for each in pool}
        best = max(pool, key=lambda each: (worth[each], -each.section, -each.place))
        if worth[best] < THRESHOLD:
            break
        chosen.append(best)
        pool = [each for each in pool if _is_apart(each, best)]
    return tuple(sorted(chosen, key=lambda each: (each.section, each.place)))


def _cost(candidate: Candidate, chosen: Sequence[Candidate], taken: Sequence[str]) -> float:
    """Return what a candidate loses for coming after those already chosen."""
    section = sum(SAME_SECTION for each in chosen if each.section == candidate.section)
    kind = sum(SAME_KIND for each in chosen if each.kind is candidate.kind)
    alike = any(overlap(candidate.text, text) > ALIKE for text in (*taken, *(each.text for each in chosen)))
    return section + kind + (ALIKE_COST if alike else 0.0)


def _is_apart(candidate: Candidate, chosen: Candidate) -> bool:
    return set(candidate.source).isdisjoint(chosen.source) and not _repeats(candidate.text, chosen.text)


def _repeats(one: str, other: str) -> bool:
    return overlap(one, other) > TOO_ALIKE or opening(one) == opening(other)
