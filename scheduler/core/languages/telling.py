"""Tells the language of a text that nobody named."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from scheduler.core.languages import fold, words

FALLBACK = "en"
"""The language of a text without a word that any list knows."""
ENOUGH = 20_000
"""Characters that are looked at: more do not change the answer."""


def tell(text: str) -> str:
    """Return the language whose small words the text uses most; the first by name where two are level."""
    found = [word.rpartition("'")[2] for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", fold(text[:ENOUGH]))]
    score = {language: sum(word in words(language).stop for word in found) for language in languages()}
    best = max(score, key=lambda language: score[language])
    return best if score[best] else FALLBACK


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have word lists, sorted."""
    return tuple(
        sorted(folder.name for folder in files("scheduler.core.languages").iterdir() if (folder / "stop.txt").is_file())
    )
