"""What an article could say in a post: every run of sentences that stands on its own, every list with its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.core.languages import Words, fold
from scheduler.core.model import Block, Kind, Section, Sentence, Span
from scheduler.core.teasers.judging import asks, detached, flaw, says_enough, stands_alone

MOST_SENTENCES = 3
LONGEST = 420
"""Characters of a text: with link and hashtags it fills a post on the roomier platforms."""
FEWEST_ITEMS = 3
LONGEST_ITEM = 120
LEAST_HEADER = 4
"""Words of a line over a list; fewer do not say what is listed."""
BULLET = "• "
DETACHED = "connective removed"
BULLETED = "list set with bullets"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that could become a teaser, and what selection weighs."""

    kind: Kind
    tellings: tuple[str, ...]
    """The text, then the same in fewer sentences or items."""
    section: int
    """Index of its section."""
    title: str | None
    source: tuple[Span, ...]
    edits: tuple[str, ...]
    place: int
    """Index of its first sentence in the section."""

    @property
    def text(self) -> str:
        """The longest telling."""
        return self.tellings[0]


def candidates(sections: Sequence[Section], known: Words) -> tuple[Candidate, ...]:
    """Return everything the sections could say in a post, in reading order."""
    return tuple(
        candidate for index, section in enumerate(sections) for candidate in _in_section(index, section, known)
    )


def first_standing(sections: Sequence[Section], known: Words) -> Sentence | None:
    """Return the first sentence that stands on its own exactly as it is written."""
    found = (
        sentence
        for section in sections
        for block in section.blocks
        for sentence in block.sentences
        if flaw(sentence.text, known) is None
        and stands_alone(sentence.text, known)
        and says_enough(sentence.text)
        and not asks(sentence.text)
    )
    return next(found, None)


def _in_section(index: int, section: Section, known: Words) -> Iterator[Candidate]:
    place = 0
    for number, block in enumerate(section.blocks):
        for first in range(len(block.sentences)):
            found = _run(block.sentences[first:], known)
            if found is not None:
                tellings, source, edits = found
                yield Candidate(Kind.SECTION, tellings, index, section.title, source, edits, place + first)
        place += len(block.sentences)
        following = section.blocks[number + 1] if number + 1 < len(section.blocks) else None
        if following and (listed := _listed(block, following, known)):
            yield Candidate(Kind.LIST, listed, index, section.title, (block.span, following.span), (BULLETED,), place)


def _run(
    sentences: Sequence[Sentence], known: Words
) -> tuple[tuple[str, ...], tuple[Span, ...], tuple[str, ...]] | None:
    """Return the tellings that begin with the first of the sentences, with their source and edits."""
    opening, edits = _opening(sentences[0].text, known)
    if opening is None:
        return None
    texts = [opening]
    for sentence in sentences[1:MOST_SENTENCES]:
        if flaw(sentence.text, known) or len(" ".join([*texts, sentence.text])) > LONGEST:
            break
        texts.append(sentence.text)
    lengths = [size for size in range(len(texts), 0, -1) if not asks(texts[size - 1])]
    tellings = tuple(text for size in lengths if says_enough(text := " ".join(texts[:size])))
    return (tellings, tuple(each.span for each in sentences[: lengths[0]]), edits) if tellings else None


def _opening(sentence: str, known: Words) -> tuple[str | None, tuple[str, ...]]:
    """Return a sentence fit to open a post, by the licensed edit if need be."""
    if flaw(sentence, known):
        return None, ()
    if stands_alone(sentence, known):
        return sentence, ()
    rest = detached(sentence, known)
    return (rest, (DETACHED,)) if rest and stands_alone(rest, known) else (None, ())


def _listed(header: Block, block: Block, known: Words) -> tuple[str, ...]:
    """Return a header and its items as one text, then with fewer items; nothing where they make no simple list."""
    items = [item.text.rstrip(" ;,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}") for item in block.items]
    simple = len(items) >= FEWEST_ITEMS and not block.ordered and all(_is_simple(item, known) for item in items)
    if not simple or len(header.sentences) != 1 or not _heads(header.text, known):
        return ()
    fewest = len(items) if known.numbers.search(fold(header.text)) else FEWEST_ITEMS
    texts = ("\n".join([header.text, *(BULLET + item for item in items[:size])]) for size in _down(len(items), fewest))
    return tuple(text for text in texts if len(text) <= LONGEST)


def _down(most: int, fewest: int) -> range:
    return range(most, fewest - 1, -1)


def _heads(text: str, known: Words) -> bool:
    stem = text.rstrip(" :\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
    long_enough = len(stem.split()) >= LEAST_HEADER
    return text.endswith(":") and long_enough and flaw(f"{stem}.", known) is None and stands_alone(stem, known)


def _is_simple(item: str, known: Words) -> bool:
    return bool(item) and len(item) <= LONGEST_ITEM and flaw(f"{item.rstrip('.')}.", known) is None
