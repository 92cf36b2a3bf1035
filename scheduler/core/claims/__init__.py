"""The words that a brand watches: those it never uses, and those that promise what only a person may let through.

Health claims come listed, a list a language, `fr.txt` and `en.txt`, each with the regulations at its head. The lists
ship with the code and never change while it runs. An entry that ends in `*` stands for every word that begins so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scheduler.core.claims.wording import Found, find
from scheduler.core.model import Voice

__all__ = ["Avoided", "Found", "avoided", "claims", "starters"]


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word that the brand never uses, in a text."""

    found: Found
    instead: str
    """What to say."""


def avoided(text: str, voice: Voice) -> tuple[Avoided, ...]:
    """Return the words in a text that the brand never uses."""
    return tuple(Avoided(found, instead) for word, instead in voice.avoid.items() for found in find([word], text))


def claims(text: str, language: str, voice: Voice) -> tuple[Found, ...]:
    """Return the claims in a text, in its order: the brand's own words, and the language's list where it is asked for.

    `language` is a BCP 47 tag.
    """
    listed = starters(language.lower().partition("-")[0]) if voice.health_claims else frozenset()
    return find(voice.claims | listed, text)


@cache
def starters(code: str) -> frozenset[str]:
    """Return the starter list of a language, by its code without a region; nothing where there is none."""
    file = files(__name__) / f"{code}.txt"
    if not (code.isalpha() and file.is_file()):
        return frozenset()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith(";"))
