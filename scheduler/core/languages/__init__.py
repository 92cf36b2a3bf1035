"""What tambour knows of each language: a folder of word lists.

folders      reads the folders
patterns     turns a list into a pattern
folding      lays text beside the lists
measuring    words and letters, with or without spaces between words
quoting      what stands between quotation marks and brackets
telling      which language a text is in

Every list is optional, and a language without a folder has none. The lists ship with the code and never change
while it runs: they count as constants, not as input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from scheduler.core.languages.folders import Lists, is_code, lists
from scheduler.core.languages.folding import fold
from scheduler.core.languages.patterns import after_hyphen, any_of, anywhere, before_noun, noun_between, opening

__all__ = ["Words", "compiled", "fold", "is_code", "words"]

DIGITS = tuple(f"{digit}*" for digit in range(10))
BRACKETS = {"(": ")", "[": "]", "（": "）"}
QUOTES = ("« »", "“ ”", '" "')
"""Of a language that lists none."""


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language; patterns match text that `fold` has prepared."""

    known: bool
    """Whether there are any lists at all."""
    spaced: bool
    """Whether spaces part words, and sentences; where they do not, `space` is empty."""
    ordinals: bool
    """Whether a full stop makes a number an ordinal, as in `3. Oktober`."""
    quotes: Mapping[str, str]
    """What closes each opening quotation mark or bracket; one of several characters."""
    marks: re.Pattern[str]
    """All of those marks."""
    abbreviations: frozenset[str]
    """They never end a sentence; folded, without their last full stop."""
    numbered: frozenset[str]
    """Abbreviations where a number follows."""
    uncapitalised: frozenset[str]
    """Names that open a sentence without a capital."""
    starters: frozenset[str]
    """Words that commonly open a sentence; after an acronym's full stop, only they do."""
    continuing: re.Pattern[str]
    """What goes on with the sentence after a quotation, where small letters do not show it."""
    connectives: re.Pattern[str]
    """Openings that tie a sentence to the one before, and may be removed."""
    leaning: re.Pattern[str]
    """Openings that say nothing without the sentence before."""
    impersonal: re.Pattern[str]
    """Openings that look like leaning ones and stand on their own."""
    pronouns: re.Pattern[str]
    """Words that lean on an earlier sentence when they stand near the opening."""
    personal: re.Pattern[str]
    """Words by which authors speak of themselves."""
    pointing: re.Pattern[str]
    """Words that point at the noun after them, which is the group."""
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
    passing: re.Pattern[str]
    """What was true when it was written: last week."""
    placing: re.Pattern[str]
    """Openings of a clause that only says where or how the rest is told."""
    linking: re.Pattern[str]
    """What ties a sentence to an earlier one, wherever it stands."""
    unnamed: re.Pattern[str]
    """An opening with a bare noun that counts as known, and its verb; the noun is the group."""
    ours: re.Pattern[str]
    """How a publisher speaks of itself as a group."""
    adding: re.Pattern[str]
    """What adds to something said before, wherever it stands."""
    explaining: re.Pattern[str]
    """What stands before what a thing is, or is good for."""
    heralding: re.Pattern[str]
    """Words by which news announces itself, and which say nothing of it."""
    preceded: frozenset[str]
    """Marks that a no-break space precedes."""
    stop: frozenset[str]
    """Words that carry no topic."""

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return " " if self.spaced else ""


@cache
def words(language: str) -> Words:
    """Return the lists of a language, by its BCP 47 tag."""
    return compiled(lists(language.lower().partition("-")[0]))


def compiled(entries: Lists) -> Words:
    """Return lists as the rules use them."""

    def listed(name: str) -> tuple[str, ...]:
        return entries.get(name, ())

    spaced = "unspaced" not in listed("traits")
    quotes = BRACKETS | dict(pair.split(maxsplit=1) for pair in listed("quotes") or QUOTES)
    return Words(
        known=bool(entries),
        spaced=spaced,
        ordinals="ordinals" in listed("traits"),
        quotes=quotes,
        marks=any_of({*quotes, *"".join(quotes.values())}),
        abbreviations=frozenset(listed("abbreviations")),
        numbered=frozenset(listed("numbered")),
        uncapitalised=frozenset(listed("uncapitalised")),
        starters=frozenset(listed("starters")),
        continuing=opening(listed("continuing"), spaced=spaced),
        connectives=opening(listed("connectives"), spaced=spaced),
        leaning=opening(listed("leaning"), spaced=spaced),
        impersonal=opening(listed("impersonal"), spaced=spaced),
        pronouns=anywhere(listed("pronouns"), spaced=spaced),
        personal=anywhere(listed("personal"), spaced=spaced),
        pointing=before_noun(listed("pointing"), spaced=spaced),
        clitics=after_hyphen(listed("clitics")),
        meta=anywhere(listed("meta"), spaced=spaced),
        deixis=anywhere(listed("deixis"), spaced=spaced),
        boilerplate=anywhere(listed("boilerplate"), spaced=spaced),
        apparatus=opening(listed("apparatus"), spaced=spaced),
        labels=opening(listed("labels"), spaced=spaced),
        numbers=anywhere((*listed("numbers"), *DIGITS), spaced=spaced),
        about=opening(listed("about"), spaced=spaced),
        speakers=opening(listed("speakers"), spaced=spaced),
        telling=opening(listed("telling"), spaced=spaced),
        told=opening(listed("told"), spaced=spaced),
        programme=listed("programme"),
        enumerating=anywhere(listed("enumerating"), spaced=spaced),
        joining=opening(listed("joining"), spaced=spaced),
        defining=anywhere(listed("defining"), spaced=spaced),
        advising=opening(listed("advising"), spaced=spaced),
        concluding=opening(listed("concluding"), spaced=spaced),
        units=opening(listed("units"), spaced=spaced),
        saying=anywhere(listed("saying"), spaced=spaced),
        passing=anywhere(listed("passing"), spaced=spaced),
        placing=opening(listed("placing"), spaced=spaced),
        linking=anywhere(listed("linking"), spaced=spaced),
        unnamed=noun_between(listed("definite"), listed("finite")),
        ours=anywhere(listed("ours"), spaced=spaced),
        adding=anywhere(listed("adding"), spaced=spaced),
        explaining=anywhere(listed("explaining"), spaced=spaced),
        heralding=anywhere(listed("heralding"), spaced=spaced),
        preceded=frozenset(listed("preceded")),
        stop=frozenset(listed("stop")),
    )
