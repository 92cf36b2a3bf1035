"""The kinds of ideas that a post may draw from a section, one module each.

runs         whole sentences, one after another; the kind is told by what the first one does:
  question     it asks, and the next one answers; or a heading asks
  recap        it concludes
  stat         it counts or measures
  definition   it says what a thing of the title is
  tip          it advises
  quote        it quotes somebody
  section      none of these
listing      a list under the line that introduces it
enumeration  a sentence that gives examples, as a list
programme    what the article says that it covers
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.kinds import enumeration, listing, programme, question, quote, runs, tip
from scheduler.core.teasers.passages import Matter, Passage

Finder: TypeAlias = Callable[[Passage, Matter], Iterator[Candidate]]
"""Yields what it finds in a passage."""
FINDERS: tuple[Finder, ...] = (
    question.find,
    listing.find,
    enumeration.find,
    programme.find,
    quote.find,
    tip.find,
    runs.find,
)
"""A new kind is a module and a line here."""

__all__ = ["FINDERS", "Finder"]
