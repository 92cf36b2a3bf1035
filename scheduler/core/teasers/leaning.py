"""What a text leans on that its reader has not seen: a noun, a person or a thing named earlier in the article."""

from __future__ import annotations

import re

from scheduler.core.languages import fold
from scheduler.core.teasers.passages import Matter
from scheduler.core.teasers.wording import STEM, stems

CAPITALISED = re.compile(r"(?<![\w'’-])[A-ZÀ-Þ][a-zà-ÿ]{2,}(?![\w'’-])")
FULL_NAME = re.compile(rf"({CAPITALISED.pattern}) [A-ZÀ-Þ][a-zà-ÿ]+")
INITIALS = re.compile(r"\b[A-Z]{2,6}\b")


def unresolved(text: str, matter: Matter) -> int:
    """Count what is pointed at ("these plants") though neither the text before nor the title names it."""
    folded = fold(text)
    pointed = ((found.group(1)[:STEM], found.start()) for found in matter.known.pointing.finditer(folded))
    named = matter.topic | matter.known.stop
    return sum(1 for noun, place in pointed if noun not in folded[:place] and noun not in named)


def opens_unnamed(text: str, matter: Matter) -> bool:
    """Tell whether a text opens with a bare noun that counts as known ("The pot was …") and is not the topic."""
    found = matter.known.unnamed.match(fold(text))
    if found is None:
        return False
    noun = text[found.start(1) : found.end(1)]
    named = stems(noun, matter.known)  # none where it is short: then the title may have it too
    return noun.islower() and bool(named) and named.isdisjoint(matter.topic)


def half_named(text: str, matter: Matter) -> bool:
    """Tell whether a text calls somebody by the first half of a name that the article gives in full elsewhere."""
    whole = {found.group(1) for found in FULL_NAME.finditer(text)}
    called = set(CAPITALISED.findall(text)) - whole
    return any(name in matter.first_names and stems(name, matter.known).isdisjoint(matter.topic) for name in called)


def abbreviated(text: str, matter: Matter) -> bool:
    """Tell whether a text has initials that the article spells out elsewhere, and neither it nor the title does."""
    used = set(INITIALS.findall(text)) & matter.initials
    return any(f"({each}" not in text and f"{each} (" not in text for each in used)
