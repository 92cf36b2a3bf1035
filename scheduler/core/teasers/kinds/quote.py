"""Quote: what somebody said, with the name of who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.core.languages import fold
from scheduler.core.model import Block, Kind, Telling
from scheduler.core.teasers.candidates import Candidate, candidate
from scheduler.core.teasers.judging import flaw
from scheduler.core.teasers.passages import Line, Matter, Passage

QUOTED = re.compile(r"«[^«»]{25,}»|“[^“”]{25,}”|\"[^\"]{25,}\"")
NAME = re.compile(r"[A-ZÀ-Þ]\w+")
ATTRIBUTED = re.compile(r"(?P<said>.{25,})\s[—–-]{1,2}\s?(?P<name>[A-ZÀ-Þ][^.!?—–]{2,60})\.?", re.DOTALL)
LONGEST = 320


def leads(line: Line, matter: Matter) -> bool:
    """Tell whether a sentence quotes at some length, and names who speaks."""
    text = line.opening or ""
    if not QUOTED.search(text):
        return False
    outside = QUOTED.sub(" ", text)
    return NAME.search(outside) is not None and matter.known.saying.search(fold(outside)) is not None


def find(passage: Passage, matter: Matter) -> Iterator[Candidate]:
    """Yield the quotations set apart that end with a name."""
    for paragraph in passage.paragraphs:
        if paragraph.block.quoted and (text := _attributed(paragraph.block, matter)):
            yield candidate(Kind.QUOTE, (Telling(text, (paragraph.block.span,)),), passage, paragraph.first)


def _attributed(block: Block, matter: Matter) -> str | None:
    found = ATTRIBUTED.fullmatch(block.text)
    if found is None or len(block.text) > LONGEST:
        return None
    said = found["said"].strip()
    sound = flaw(said, matter.known) is None
    return f"{said}\n— {found['name'].strip()}" if sound else None
