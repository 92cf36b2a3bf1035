"""Which candidates become teasers: the best, each saying something of its own, spread over the sections."""

from __future__ import annotations

from collections import Counter
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
    chosen: list[Candidate] = []
    left = list(candidates)
    while left and len(chosen) < most:
        texts = [*taken, *(each.text for each in chosen)]
        left = [each for each in left if _is_new(each, texts, chosen)]
        best = max(
            left, key=lambda each: (_worth(each, chosen, texts, topic, known), -each.section, -each.place), default=None
        )
        if best is None or _worth(best, chosen, texts, topic, known) < THRESHOLD:
            break
        chosen.append(best)
        left.remove(best)
    return tuple(sorted(chosen, key=lambda each: (each.section, each.place)))


def _is_new(candidate: Candidate, texts: Sequence[str], chosen: Sequence[Candidate]) -> bool:
    used = {span for each in chosen for span in each.source}
    fresh = used.isdisjoint(candidate.source)
    return fresh and all(
        overlap(candidate.text, text) <= TOO_ALIKE and opening(candidate.text) != opening(text) for text in texts
    )


def _worth(
    candidate: Candidate, chosen: Sequence[Candidate], texts: Sequence[str], topic: frozenset[str], known: Words
) -> float:
    sections = Counter(each.section for each in chosen)
    kinds = Counter(each.kind for each in chosen)
    alike = ALIKE_COST if any(overlap(candidate.text, text) > ALIKE for text in texts) else 0.0
    reuse = SAME_SECTION * sections[candidate.section] + SAME_KIND * kinds[candidate.kind]
    return score(candidate, topic, known) - reuse - alike
