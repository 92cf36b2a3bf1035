"""Whether a text says again what stands on an account already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from adapters.base import Sent
from scheduler.core.gate.siblings import TOO_ALIKE, alike, runs
from scheduler.core.gate.witness import words_of

NOT_WORDS = re.compile(r"\S*(?:://|\w/|/\w)\S*|#\w+")
"""Addresses, also as platforms shorten them, and hashtags: they stand in many posts that say different things."""


def said_before(text: str, sent: Iterable[Sent]) -> Sent | None:
    """Return the first of the posts that stand on an account which says nearly the same as `text`."""
    wanted = _words(text)
    return next((one for one in sent if _same(wanted, _words(one.text))), None)


def nearly_the_same(one: str, other: str) -> bool:
    """Tell whether two texts say nearly the same."""
    return _same(_words(one), _words(other))


class Said:
    """Many texts, and which of them says nearly the same as another; a look costs as much as the text has words."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sizes: list[int] = []
        self._runs: dict[int, list[int]] = {}
        self._whole: dict[tuple[str, ...], list[int]] = {}
        self._times: list[datetime] = []

    def add(self, text: str, name: str, at: datetime) -> None:
        """Remember a text under what a person calls it, and when it is said."""
        words, number = _words(text), len(self._names)
        found = {hash(run) for run in runs(words)}
        self._names.append(name)
        self._times.append(at.astimezone(UTC))
        self._sizes.append(len(found))
        if words:
            self._whole.setdefault(words, []).append(number)
        for run in found:
            self._runs.setdefault(run, []).append(number)

    def before(self, text: str) -> str | None:
        """Return the name of the first text that says nearly the same, if there is one."""
        alike = self._alike(text)
        return self._names[min(alike)] if alike else None

    def near(self, text: str, at: datetime, distance: timedelta) -> datetime | None:
        """Return when nearly the same is said last within a distance of an instant, if it is."""
        times = (self._times[number] for number in self._alike(text))
        return max((each for each in times if abs(each - at.astimezone(UTC)) < distance), default=None)

    def _alike(self, text: str) -> list[int]:
        words = _words(text)
        found = {hash(run) for run in runs(words)}
        shared = Counter(number for run in found for number in self._runs.get(run, ()))
        alike = [number for number, many in shared.items() if many / min(len(found), self._sizes[number]) > TOO_ALIKE]
        return alike + self._whole.get(words, [])


def _words(text: str) -> tuple[str, ...]:
    return words_of(NOT_WORDS.sub(" ", text))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    # too few words make no runs
    return (one == other and one != ()) or alike(runs(one), runs(other))
