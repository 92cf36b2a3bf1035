"""A text that could become a teaser."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.core.model import Kind, Span, Telling
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.passages import Passage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that could become a teaser, and what selection weighs."""

    kind: Kind
    tellings: tuple[Telling, ...]
    """The text, then the same in fewer sentences or items."""
    passage: int
    """Index of the passage it came from."""
    title: str | None
    """Title of that passage."""
    place: int
    """Number of its first sentence in the passage."""
    edits: tuple[Edit, ...] = ()
    by_code: bool = False
    """Whether code stands beside it, so that it may be a step of something."""

    @property
    def text(self) -> str:
        """The longest telling."""
        return self.tellings[0].text

    @property
    def shortest(self) -> str:
        """The shortest telling."""
        return self.tellings[-1].text

    @property
    def source(self) -> tuple[Span, ...]:
        """Where the longest telling comes from, and so every other."""
        return self.tellings[0].source


def candidate(kind: Kind, tellings: tuple[Telling, ...], passage: Passage, place: int, *edits: Edit) -> Candidate:
    """Return a text drawn from a passage."""
    return Candidate(kind, tellings, passage.index, passage.title, place, edits)
