"""What tambour knows of each language: a folder of word lists, one entry a line.

Every list is optional, and a language without a folder has none. A line that starts with `;` is a comment;
an entry that ends in `*` stands for every word that begins so. Apostrophes are written straight.
The lists ship with the code and never change while it runs: they count as constants, not as input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NEVER = re.compile(r"(?!)")
DIGITS = tuple(f"{digit}*" for digit in range(10))


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language; patterns match text that `fold` has prepared."""

    known: bool
    """Whether there are any lists at all."""
    abbreviations: frozenset[str]
    """They never end a sentence; folded, without their last full stop."""
    numbered: frozenset[str]
    """Abbreviations where a number follows."""
    uncapitalised: frozenset[str]
    """Names that open a sentence without a capital."""
    starters: frozenset[str]
    """Words that commonly open a sentence; after an acronym's full stop, only they do."""
    connectives: re.Pattern[str]
    """Openings that tie a sentence to the one before, and may be removed."""
    leaning: re.Pattern[str]
    """Openings that say nothing without the sentence before."""
    impersonal: re.Pattern[str]
    """Openings that look like leaning ones and stand on their own."""
    pronouns: re.Pattern[str]
    """Words that lean on an earlier sentence when they stand near the opening."""
    clitics: re.Pattern[str]
    """Endings of a verb that lean likewise."""
    meta: re.Pattern[str]
    """What an article says of itself."""
    deixis: re.Pattern[str]
    """What points at a place on the page."""
    boilerplate: re.Pattern[str]
    """What the page says to its reader, not the article."""
    apparatus: re.Pattern[str]
    """Headings of sections that are no part of the article: sources, licence, author."""
    labels: re.Pattern[str]
    """Openings of paragraphs of that sort, followed by a colon."""
    numbers: re.Pattern[str]
    """Numbers, in digits and in words."""
    about: re.Pattern[str]
    """What an article calls itself, opening what it says of itself."""
    speakers: re.Pattern[str]
    """Who tells, where the article has just been named."""
    telling: re.Pattern[str]
    """What an article does with its matter: explore, present."""
    told: re.Pattern[str]
    """How that matter begins."""
    programme: tuple[str, ...]
    """Labels that stand before what an article covers."""
    enumerating: re.Pattern[str]
    """What stands before examples: "such as"."""
    joining: re.Pattern[str]
    """What stands before the last of several things."""
    defining: re.Pattern[str]
    """What stands between a word and what it means."""
    advising: re.Pattern[str]
    """Openings of advice."""
    concluding: re.Pattern[str]
    """Openings of a conclusion."""
    units: re.Pattern[str]
    """What a number counts or measures."""
    saying: re.Pattern[str]
    """What names the speaker of a quotation."""
    stop: frozenset[str]
    """Words that carry no topic."""


def fold(text: str) -> str:
    """Return `text` as the lists spell it; every character keeps its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals become two characters
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return lower.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@cache
def words(language: str) -> Words:
    """Return the lists of a language, by its BCP 47 tag."""
    lists = _lists(language.lower().partition("-")[0])
    return Words(
        known=bool(lists),
        abbreviations=frozenset(lists.get("abbreviations", ())),
        numbered=frozenset(lists.get("numbered", ())),
        uncapitalised=frozenset(lists.get("uncapitalised", ())),
        starters=frozenset(lists.get("starters", ())),
        connectives=_opening(lists.get("connectives", ())),
        leaning=_opening(lists.get("leaning", ())),
        impersonal=_opening(lists.get("impersonal", ())),
        pronouns=_anywhere(lists.get("pronouns", ())),
        clitics=_ending(lists.get("clitics", ())),
        meta=_anywhere(lists.get("meta", ())),
        deixis=_anywhere(lists.get("deixis", ())),
        boilerplate=_anywhere(lists.get("boilerplate", ())),
        apparatus=_opening(lists.get("apparatus", ())),
        labels=_opening(lists.get("labels", ())),
        numbers=_anywhere((*lists.get("numbers", ()), *DIGITS)),
        about=_opening(lists.get("about", ())),
        speakers=_opening(lists.get("speakers", ())),
        telling=_opening(lists.get("telling", ())),
        told=_opening(lists.get("told", ())),
        programme=lists.get("programme", ()),
        enumerating=_anywhere(lists.get("enumerating", ())),
        joining=_opening(lists.get("joining", ())),
        defining=_anywhere(lists.get("defining", ())),
        advising=_opening(lists.get("advising", ())),
        concluding=_opening(lists.get("concluding", ())),
        units=_opening(lists.get("units", ())),
        saying=_anywhere(lists.get("saying", ())),
        stop=frozenset(lists.get("stop", ())),
    )


def is_code(name: str) -> bool:
    """Tell whether a name is a language's code, such as `fr` or `pt-br`."""
    return name.partition("-")[0].lower() in _codes()


@cache
def _codes() -> frozenset[str]:
    return frozenset(_entries((files(__name__) / "codes.txt").read_text("utf-8")))


def _lists(code: str) -> dict[str, tuple[str, ...]]:
    folder = files(__name__) / code
    if not (code.isalpha() and folder.is_dir()):
        return {}
    return {file.name.removesuffix(".txt"): _entries(file.read_text("utf-8")) for file in folder.iterdir()}


def _entries(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith(";"))


def _opening(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{_either(entries)})") if entries else NEVER


def _anywhere(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(entries)})") if entries else NEVER


def _ending(entries: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\w-(?:{_either(entries)})") if entries else NEVER


def _either(entries: tuple[str, ...]) -> str:
    longest_first = sorted(entries, key=lambda entry: (-len(entry), entry))
    return "|".join(_entry(entry) for entry in longest_first)


def _entry(entry: str) -> str:
    words = r"\s+".join(re.escape(word) for word in entry.removesuffix("*").split())
    if entry.endswith("*"):
        return rf"{words}\w*"
    return words if entry.endswith("'") else rf"{words}(?!\w)"
