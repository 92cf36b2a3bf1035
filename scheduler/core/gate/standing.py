"""Where the lines of a post stand in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scheduler.core.gate.witness import Witness, words_of

STOP = re.compile(r"[.!?…。！？]+[\s»”\"’)\]」』]*")
BULLET = re.compile(r"^[^\w\s«“\"(—–-]\s")
"""One mark and a space: a bullet, or an emoji that serves as one."""
ATTRIBUTION = re.compile(r"^[—–]\s")


@lru_cache(maxsize=1024)
def stretches(line: str, witness: Witness) -> tuple[str, ...] | None:
    """Return the longest runs of a line that stand in the article, each cut after a sentence; `None`: one does not."""
    ends = [*(found.end() for found in STOP.finditer(line)), len(line)]
    start, found = 0, []
    while start < len(line):
        end = _furthest(line, start, ends, witness)
        if end is None:
            return None
        found.append(line[start:end])
        start = end
    return tuple(found)


def _furthest(line: str, start: int, ends: Sequence[int], witness: Witness) -> int | None:
    return next((end for end in reversed(ends) if end > start and witness.holds(line[start:end])), None)


def missing(line: str, witness: Witness) -> str | None:
    """Return the first word of a line that the article never uses."""
    return next((word for word in words_of(line) if word not in witness.vocabulary), None)
