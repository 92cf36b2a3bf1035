"""What a platform's typography and a brand's voice make of the words of a teaser."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from adapters.base import Limits
from scheduler.core.fitting.typography import typeset
from scheduler.core.fitting.weighing import EMOJI
from scheduler.core.model import Article, Kind, Voice

OPENING_EMOJI = regex.compile(rf"^(?:{EMOJI.pattern})\s*", regex.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a post, and the edits that made them of a teaser's."""

    text: str
    edits: tuple[str, ...] = ()


def tell_as(text: str, kind: Kind, article: Article, limits: Limits, voice: Voice) -> Told:
    """Return the words of a teaser as a brand says them on a platform; those that its author wrote stay to the letter.

    A brand without emoji loses those that tambour put before a line, never its author's.
    """
    if kind is Kind.OWN:
        return Told(text)
    plain = text if voice.emoji else OPENING_EMOJI.sub(lambda found: _authors(found.group(), article.text), text)
    spaced = typeset(plain, article.language, limits)
    edits = (("no emoji", plain != text), ("typography", spaced != plain))
    return Told(spaced, tuple(name for name, made in edits if made))


def _authors(opening: str, source: str) -> str:
    return opening if opening.strip() in source else ""
