"""Turns the entries of a list into one pattern, which matches text that `fold` has prepared.

An entry that ends in `*` stands for every word that begins so. Apostrophes are written straight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NEVER = re.compile(r"(?!)")


def any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """Return what finds each of the characters."""
    return re.compile(f"[{re.escape(''.join(sorted(characters)))}]")


def opening(entries: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """Return what matches an entry at the start."""
    found = _either(entries, spaced=spaced)
    return re.compile(found) if found else NEVER


def anywhere(entries: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """Return what finds an entry between other words."""
    found = _either(entries, spaced=spaced)
    return re.compile(rf"(?<!\w){found}" if spaced else found) if found else NEVER


def after_hyphen(entries: Iterable[str]) -> re.Pattern[str]:
    """Return what finds an entry that a hyphen ties to the word before."""
    found = _either(entries, spaced=True)
    return re.compile(rf"\w-{found}") if found else NEVER


def before_noun(entries: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """Return what finds an entry with the word that it points at, as a group; two characters where no space ends it."""
    found = _either(entries, spaced=spaced)
    return re.compile(rf"(?<!\w){found}\s+(\w{{4,}})" if spaced else rf"{found}(\w{{2}})") if found else NEVER


def noun_between(openings: Iterable[str], verbs: Iterable[str]) -> re.Pattern[str]:
    """Return what matches an entry of the first list with a noun of one or two words and an entry of the second."""
    first, last = _either(openings, spaced=True), _either(verbs, spaced=True)
    return re.compile(rf"{first}\s*(\w+(?:\s\w+)?)\s+{last}") if first and last else NEVER


def _either(entries: Iterable[str], *, spaced: bool) -> str:
    longest_first = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return f"(?:{'|'.join(_entry(entry, spaced=spaced) for entry in longest_first)})" if longest_first else ""


def _entry(entry: str, *, spaced: bool) -> str:
    words = r"\s+".join(re.escape(word) for word in entry.removesuffix("*").split())
    if entry.endswith("*"):
        return rf"{words}\w*"
    whole = spaced and (entry[-1].isalnum() or entry[-1] == "_")
    return rf"{words}(?!\w)" if whole else words
