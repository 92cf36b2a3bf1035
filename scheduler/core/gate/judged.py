"""What a rule looks at: a post's final text, what was added to it, and the article it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from adapters.base import Content, Limits
from scheduler.core.gate.standing import BULLET
from scheduler.core.gate.witness import Witness, witness
from scheduler.core.languages import Words, words
from scheduler.core.model import Article, Fitted, Kind, Teaser
from scheduler.core.model.voice import Voice


class Wording(StrEnum):
    """Whose words a post is in: the fewer of the article's they are, the fewer rules can hold them to it."""

    DRAWN = "drawn from the article"
    REWORDED = "reworded"
    OWN = "the author's own"


@dataclass(frozen=True, slots=True)
class Judged:
    """A post before the rules."""

    content: Content
    body: str
    """The text without what was added at its end: link, hashtags, signature."""
    lines: tuple[str, ...]
    """Of the body; none is blank."""
    added: tuple[str, ...]
    teaser: Teaser
    article: Article
    witness: Witness
    limits: Limits
    voice: Voice
    known: Words
    wording: Wording

    def is_title(self, line: str) -> bool:
        """Tell whether a line is the article's title."""
        return spaceless(line) == spaceless(self.article.title)

    def is_heading(self, line: str) -> bool:
        """Tell whether a line is the heading of one of the article's sections."""
        return any(spaceless(line) == spaceless(each.title or "") for each in self.article.sections)

    def trails_off(self, line: str) -> bool:
        """Tell whether the article itself, and no tool that shortens descriptions, leaves a line's end open."""
        last = line.rpartition(". ")[2]
        ends = (end for _, end in self.witness.places(last) if end > self.witness.head)
        return any("…" in self.witness.gaps[end] or ".." in self.witness.gaps[end] for end in ends)

    def unlabelled(self, line: str) -> str:
        """Return a line without the label that tells it to be a programme."""
        label = next((each for each in self.known.programme if line.startswith(each)), "")
        return line[len(label) :].lstrip()


def judged(
    fitted: Fitted, teaser: Teaser, article: Article, limits: Limits, voice: Voice, *, reworded: bool = False
) -> Judged:
    """Return a fitted teaser as the rules look at it."""
    body = without(fitted.content.text, fitted.added)
    return Judged(
        content=fitted.content,
        body=body,
        lines=tuple(line for line in body.split("\n") if line.strip()),
        added=fitted.added,
        teaser=teaser,
        article=article,
        witness=witness(article.text),
        limits=limits,
        voice=voice,
        known=words(article.language),
        wording=_wording(teaser, reworded=reworded),
    )


def without(text: str, added: Iterable[str]) -> str:
    """Return a text without the last occurrence of each string that was added to it."""
    for piece in sorted(added, key=len, reverse=True):
        before, _, after = text.rpartition(piece)
        text = before + after
    return text.strip()


def spaceless(text: str) -> str:
    """Return a text without white space: typography changes nothing else."""
    return "".join(text.split())


def is_bullet(line: str) -> bool:
    """Tell whether a line is an item of a list."""
    return BULLET.match(line) is not None


def _wording(teaser: Teaser, *, reworded: bool) -> Wording:
    if teaser.kind is Kind.OWN:
        return Wording.OWN
    return Wording.REWORDED if reworded else Wording.DRAWN
