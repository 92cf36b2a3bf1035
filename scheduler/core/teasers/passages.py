"""An article as the splitter reads it: every sentence judged once, whatever number of kinds look at it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.core.languages import Words, words
from scheduler.core.languages.measuring import tokens
from scheduler.core.languages.telling import is_in
from scheduler.core.model import Article, Block, Sentence, Span
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.judging import asks, detached, flaw, past_mention, stands_alone, strays, trails_off
from scheduler.core.teasers.wording import stems

FENCES = ("```", "~~~", "{% highlight", "{% endhighlight %}")
LEAST_OPENING = 3
"""Words of a sentence that opens a post; fewer are the end of another."""
BRIEF = 40
"""Characters that hold more words than that."""
NEAR = 20
"""Characters around a paragraph among which code would begin or end."""

INITIALS = re.compile(r"\(\*{0,2}([A-Z]{2,6})s?\*{0,2}\)")
FIRST_NAME = re.compile(r"(?<=[a-zà-ÿ,;(] )([A-ZÀ-Þ][a-zà-ÿ]{2,})(?= [A-ZÀ-Þ][a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Line:
    """A judged sentence."""

    text: str
    """As it is written."""
    span: Span
    said: str | None
    """As a post may hold it after another sentence; `None` where no post may."""
    opening: str | None
    """As it may open a post, by a licensed edit if need be; `None` where it may not."""
    edits: tuple[Edit, ...] = ()
    """What was done for it to open a post."""
    strays: bool = False
    """Whether it speaks of its author, its day, or something said further up."""

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return asks(self.text)

    @property
    def leaves_open(self) -> bool:
        """Whether a post that ended with it would look cut off."""
        return asks(self.text) or trails_off(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block with its sentences judged; a list has none, and nor have another's words."""

    block: Block
    lines: tuple[Line, ...]
    first: int
    """Number of its first sentence in the passage."""
    by_code: bool
    """Whether code stands right before it or after."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of an article, or its description."""

    index: int
    title: str | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What every kind may need to know of the article as a whole."""

    language: str
    known: Words
    topic: frozenset[str]
    """Stems of the title's and the tags' words."""
    first_names: frozenset[str] = frozenset()
    """First words of the names of two capitalised words that the article holds."""
    initials: frozenset[str] = frozenset()
    """What the article gives in brackets as short for something, and its title does not know."""


def matter(article: Article) -> Matter:
    """Return what the article is about, and the word lists of its language."""
    known = words(article.language)
    titled = " ".join([article.title, *article.tags])
    initials = {each for each in INITIALS.findall(article.text) if each not in titled}
    return Matter(
        article.language,
        known,
        stems(titled, known),
        frozenset(FIRST_NAME.findall(article.text)),
        frozenset(initials),
    )


def passages(article: Article) -> tuple[Passage, ...]:
    """Return the article's sections, judged."""
    return tuple(
        Passage(index, section.title, _paragraphs(section.blocks, article))
        for index, section in enumerate(article.sections)
    )


def _paragraphs(blocks: Sequence[Block], article: Article) -> tuple[Paragraph, ...]:
    paragraphs: list[Paragraph] = []
    place = 0
    for block in blocks:
        sentences = () if block.quoted else block.sentences
        lines = tuple(judged(each, article.language) for each in sentences)
        paragraphs.append(Paragraph(block, lines, place, _is_by_code(article.text, block.span)))
        place += max(1, len(block.sentences))
    return tuple(paragraphs)


def _is_by_code(file: str, span: Span) -> bool:
    start, end = span
    before, after = file[max(0, start - NEAR) : start], file[end : end + NEAR]
    return before.rstrip().endswith(FENCES) or after.lstrip().startswith(FENCES)


def judged(sentence: Sentence, language: str) -> Line:
    """Return a sentence with what a post in a language may make of it."""
    text, span, known = sentence.text, sentence.span, words(language)
    sound = flaw(text, known) is None and is_in(text, language)
    off = strays(text, known)
    if len(tokens(text[:BRIEF])) < LEAST_OPENING:
        return Line(text, span, text if sound else None, None, strays=off)
    if sound and stands_alone(text, known):
        return Line(text, span, text, text, strays=off)
    rest = detached(text, known) if sound else past_mention(text, known)
    usable = rest is not None and flaw(rest, known) is None and stands_alone(rest, known)
    opening = rest if usable else None
    edits = ((Edit.CONNECTIVE if sound else Edit.META),) if usable else ()
    return Line(text, span, text if sound else opening, opening, edits, off)
