"""Stat: a sentence that counts or measures something."""

from __future__ import annotations

import re

from scheduler.core.languages import fold
from scheduler.core.teasers.passages import Line, Matter

NUMBER = re.compile(r"(?<![\w.,-])(?:[$€£]\s?)?\d+(?:[.,\s]\d+)*[\s-]?(?=\S)")
MONEY = re.compile(r"[$€£]\s?\d")
IDIOM = re.compile(r"\b100\s?%")
"""Wholly: it measures nothing."""


def leads(line: Line, matter: Matter) -> bool:
    """Tell whether a sentence gives a number with its unit; versions, dates and names have none."""
    text = IDIOM.sub("", line.text)
    folded = fold(text)
    ends = [found.end() for found in NUMBER.finditer(folded)]
    counted = any(matter.known.units.match(folded, end) and not text[end].isupper() for end in ends)
    return counted or MONEY.search(folded) is not None
