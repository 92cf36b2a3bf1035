"""List: at least three short items under the line that introduces them."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.core.languages import fold
from scheduler.core.languages.measuring import words_in
from scheduler.core.languages.telling import is_in
from scheduler.core.model import Block, Kind, Span, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.judging import flaw, stands_alone
from scheduler.core.teasers.kinds.runs import LONGEST
from scheduler.core.teasers.passages import Matter, Paragraph, Passage

FEWEST_ITEMS = 3
LONGEST_ITEM = 120
LEAST_HEADER = 4
"""Words of a line over a list; fewer do not say what is listed."""
BULLET = "• "
LOOSE = " ;,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield the lists whose header says what they hold."""
    for paragraph, following in zip(passage.paragraphs, passage.paragraphs[1:], strict=False):
        told = tellings(paragraph, following.block, matter)
        if told:
            yield candidate(Kind.LIST, told, passage, paragraph.first + len(paragraph.lines) - 1, Edit.BULLETS)


def tellings(header: Paragraph, block: Block, matter: Matter) -> tuple[Telling, ...]:
    """Return a header and its items as one text, then with fewer items; nothing where they make no simple list."""
    items = simple_items(block, matter)
    if not items or not header.lines or not _heads(header.lines[-1].text, matter):
        return ()
    text, heading = header.lines[-1].text, header.lines[-1].span
    fewest = len(items) if matter.known.numbers.search(fold(text)) else FEWEST_ITEMS
    sizes = range(len(items), fewest - 1, -1)
    told = (Telling(bulleted(text, items[:size]), (heading, *_spans(block, size))) for size in sizes)
    return tuple(each for each in told if len(each.text) <= LONGEST)


def _spans(block: Block, size: int) -> tuple[Span, ...]:
    return (block.span,) if size == len(block.items) else tuple(item.span for item in block.items[:size])


def simple_items(block: Block, matter: Matter) -> tuple[str, ...]:
    """Return the items of a list that are short and clean, all of them or none; steps keep their place and stay."""
    items = tuple(item.text.rstrip(LOOSE) for item in block.items)
    simple = len(items) >= FEWEST_ITEMS and not block.ordered and all(_is_simple(item, matter) for item in items)
    return items if simple else ()


def bulleted(header: str, items: tuple[str, ...]) -> str:
    """Return a header with its items under it."""
    return "\n".join([header, *(BULLET + item for item in items)])


def _heads(text: str, matter: Matter) -> bool:
    stem = text.rstrip(" :\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
    long_enough = words_in(stem) >= LEAST_HEADER
    clean = long_enough and flaw(f"{stem}.", matter.known) is None and is_in(stem, matter.language)
    return text.endswith(":") and clean and stands_alone(stem, matter.known)


def _is_simple(item: str, matter: Matter) -> bool:
    return bool(item) and len(item) <= LONGEST_ITEM and flaw(f"{item.rstrip('.')}.", matter.known) is None
