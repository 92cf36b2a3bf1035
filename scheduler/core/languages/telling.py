"""Tells the language of a text, or of a sentence, by its small words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

import regex

from scheduler.core.languages import fold, words
from scheduler.core.languages.folders import languages, lists
from scheduler.core.languages.measuring import UNSPACED
from scheduler.core.languages.quoting import unquoted

__all__ = ["is_in", "languages", "tell"]

FALLBACK = "en"
"""The language of a text without a word that any list knows."""
ENOUGH = 20_000
"""Characters that are looked at: more do not change the answer."""
LEAD = 2
"""Small words by which another language has to lead before a sentence is called foreign."""
SMALL_WORD = regex.compile(rf"[^\W\d_{UNSPACED}]++'?+")


def tell(text: str) -> str:
    """Return the language whose small words the text uses most; the first by name where two are level."""
    score = _score(text[:ENOUGH])
    return min(score, key=lambda language: (-score[language], language)) if score else FALLBACK


def is_in(sentence: str, language: str) -> bool:
    """Tell whether a sentence may be in a language; what it quotes from another does not count.

    Where nothing speaks against it, it may: few short sentences show what they are in.
    """
    code = language.lower().partition("-")[0]
    if code not in languages():
        return True
    told = unquoted(sentence, words(code))
    if not _is_in_script(told, code):
        return False
    score = _score(told)
    rival = max((count for other, count in score.items() if other != code), default=0)
    return rival < score[code] + LEAD


def _is_in_script(text: str, code: str) -> bool:
    """Tell whether most letters are of the language's scripts; names in Latin letters are at home in all."""
    own, foreign, others = _scripts(code)
    if own.search(text):
        return len(foreign.findall(text)) * 2 <= sum(1 for _ in others.finditer(text))
    return not others.search(text)


def _score(text: str) -> Counter[str]:
    """Count the small words of each language."""
    folded = fold(text)
    score: Counter[str] = Counter()
    known, runs = _small_words()
    for word in SMALL_WORD.findall(folded):
        score.update(known.get(word, ()))
    for run in runs.findall(folded):
        score.update(known[run])
    return score


@cache
def _small_words() -> tuple[Mapping[str, tuple[str, ...]], regex.Pattern[str]]:
    """Return the languages that each small word belongs to, and what finds those that no space parts."""
    found: dict[str, tuple[str, ...]] = {}
    for language in languages():
        for word in lists(language)["stop"]:
            found[word] = (*found.get(word, ()), language)
    unspaced = sorted(
        (word for word in found if regex.search(f"[{UNSPACED}]", word)), key=lambda word: (-len(word), word)
    )
    return found, regex.compile("|".join(unspaced) or r"(?!)")


@cache
def _scripts(code: str) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Return what finds the letters of a language, those that are foreign to it, and all."""
    own = "".join(rf"\p{{{script}}}" for script in lists(code).get("scripts", ("Latin",)))
    return (
        regex.compile(f"[{own}]"),
        regex.compile(rf"[\p{{L}}--[\p{{Latin}}\p{{Common}}{own}]]", regex.V1),
        regex.compile(r"\p{L}"),
    )
