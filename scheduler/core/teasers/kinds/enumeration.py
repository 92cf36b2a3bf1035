"""Enumeration: a sentence that ends in examples, as a header and a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.core.languages import Words, fold
from scheduler.core.languages.measuring import words_in
from scheduler.core.model import Kind, Span, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.judging import flaw, stands_alone
from scheduler.core.teasers.kinds.listing import FEWEST_ITEMS, bulleted
from scheduler.core.teasers.kinds.programme import promised
from scheduler.core.teasers.passages import Line, Matter, Passage
from scheduler.core.teasers.wording import capitalised

COMMA = re.compile(r",\s+")
MOST_WORDS = 6
"""Words of an example; more are a clause."""
LEAST_HEADER = 3
"""Words of a header."""


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield each sentence that gives at least three examples of what it names."""
    for paragraph in passage.paragraphs:
        for number, line in enumerate(paragraph.lines):
            sentence, edits = _unprefixed(line, matter.known)
            listed = enumerated(sentence, matter.known) if sentence else None
            if listed:
                told = (Telling(listed, (line.span,)),)
                yield candidate(Kind.ENUMERATION, told, passage, paragraph.first + number, *edits, Edit.BULLETS)


def enumerated(sentence: str, known: Words) -> str | None:
    """Return a sentence's header over its examples, or nothing where it gives none."""
    found = known.enumerating.search(fold(sentence))
    if found is None or not sentence.endswith("."):
        return None
    header = sentence[: found.start()].rstrip(" ,(")
    items = _items(sentence[found.end() :].strip(" .:"), known)
    fit = words_in(header) >= LEAST_HEADER and len(items) >= FEWEST_ITEMS and "," not in header
    colon = "\N{NO-BREAK SPACE}:" if ":" in known.preceded else ":"
    return bulleted(header + colon, items) if fit else None


def _unprefixed(line: Line, known: Words) -> tuple[str | None, tuple[Edit, ...]]:
    """Return the sentence as it may open a post, or what it says that the article covers."""
    if line.opening:
        return line.opening, line.edits
    rest = promised(line.text, known, named=True)
    usable = rest is not None and flaw(rest, known) is None and stands_alone(capitalised(rest), known)
    return (capitalised(rest), (Edit.META,)) if rest and usable else (None, ())


def _items(text: str, known: Words) -> tuple[str, ...]:
    """Return the examples in a text, or none where they are not short and alike."""
    *first, last = COMMA.split(text)
    items = (*first, *_last(last, known)) if first else ()
    alike = all(0 < len(item.split()) <= MOST_WORDS for item in items)
    inner = fold(items[0]).split()[1:] if items else []
    strays = any(fold(item).split()[0] in inner for item in items[1:]) or any(_strays(item, known) for item in items)
    return items if alike and not strays else ()


def _strays(item: str, known: Words) -> bool:
    """Tell whether an item is part of a longer sentence rather than an example."""
    folded = fold(item)
    return bool(_joins(item, known) or known.enumerating.search(folded) or known.connectives.match(folded))


def _last(text: str, known: Words) -> tuple[str, ...]:
    """Return the last two examples, or the last one where it stands after a comma of its own."""
    folded = fold(text)
    if found := known.joining.match(folded):
        return (text[found.end() :].strip(),)
    joins = _joins(text, known)
    return (text[: joins[0][0]], text[joins[0][1] :].strip()) if len(joins) == 1 else ()


def _joins(text: str, known: Words) -> list[Span]:
    """Return where "and" stands between two words, with the space before it."""
    folded = fold(text)
    places = (place for place, char in enumerate(folded) if char == " ")
    found = ((place, known.joining.match(folded, place + 1)) for place in places)
    return [(place, join.end()) for place, join in found if join]
