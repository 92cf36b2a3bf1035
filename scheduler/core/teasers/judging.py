"""Whether a sentence may be posted, and whether it may open a post."""

from __future__ import annotations

import re

from scheduler.core.languages import Words, fold
from scheduler.core.languages.measuring import beginning, length, words_in
from scheduler.core.languages.quoting import balanced
from scheduler.core.model import OMITTED
from scheduler.core.teasers.wording import capitalised

ADDRESS = re.compile(r"https?://|\bwww\.")
"""A post holds one link, the article's."""
RESIDUE = re.compile(
    rf"""
    {OMITTED} | {ADDRESS.pattern} | ^(?:…|\.\.|\() | \w@\w | [{{}}|<>\\^`] | \*\* | \[\^ | \]\( | !\[ | \[\[ | \$\$
    | ^[A-Z]{{1,3}}\d{{0,2}}\s?:\s
    | &\#?\w+; | (?<!\w):[a-z_]+:(?!\w) | ^\#+\s | ^[-*+—–]\s? | ^\d+[.)]\s | \[\w{{1,3}}\] | [�]
    | \(\s | \((?:\d{{1,3}}|[a-z]{{2}})\) | (?<!\w)@\w | (?<!\.)\.\.(?!\.)
    """,
    re.VERBOSE,
)
"""What no post may show: leftovers of markup, code, addresses."""
FINISHED = re.compile(r"(?<![.!?…。！？])[.!?…。！？]+(?:\s?[»”\"’')\]」』）])*$")
ASKING = re.compile(r"[?？]!?(?:\s?[»”\"’')\]」』）])*$")
ELSEWHERE = re.compile(r"(?:See|Voir|Siehe|Véase|Vedi|Veja|Cf\.?)\s(?:[A-ZÀ-Þ]|the\b|our\b|l[ae]s?\b)")
LONGEST_CLAUSE = 90
"""Characters of an opening clause that may go."""
OF_ITSELF = "speaks of the article itself"
"""The one flaw that an announcement may have."""
NEAR_OPENING = 4
"""Words at the opening among which a pronoun, or an "also", has nothing before it to lean on."""
SPEAKER = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,2}\s?:\s")
"""A label of capitalised words: whoever speaks, in an interview."""
WHOLLY_QUOTED = re.compile(r"[«“\"][^«“”»\"]*[”»\"][.!?…]?$")
"""Somebody's words, and nobody's name."""
LEAST_WORDS = 6
LEAST_LENGTH = 40
"""Characters; less says too little."""


def flaw(sentence: str, known: Words) -> str | None:
    """Return why no post may contain the sentence, or nothing where one may."""
    folded = fold(sentence)
    flaws = (
        (RESIDUE.search(sentence), "holds code, markup or an address"),
        (not FINISHED.search(sentence), "does not end as a sentence does"),
        (not balanced(sentence, known), "a quotation or bracket is not closed"),
        (known.deixis.search(folded), "points at a place on the page"),
        (ELSEWHERE.match(sentence), "sends its reader elsewhere"),
        (known.boilerplate.search(folded), "speaks of the site, not of the subject"),
        (known.meta.search(folded), OF_ITSELF),
    )
    return next((reason for found, reason in flaws if found), None)


def stands_alone(sentence: str, known: Words) -> bool:
    """Tell whether a reader who has seen nothing else can follow the sentence."""
    folded = fold(sentence).lstrip('«“"( \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}')
    if known.impersonal.match(folded):
        return True
    near = beginning(folded, NEAR_OPENING)
    leans = known.leaning.match(folded) or known.connectives.match(folded) or _takes_up(folded, known)
    refers = known.pronouns.search(near) or known.clitics.search(near)
    labelled = SPEAKER.match(sentence) and not asks(sentence)
    return not (leans or refers or labelled or WHOLLY_QUOTED.match(sentence) or sentence[:1].islower())


def _takes_up(folded: str, known: Words) -> bool:
    """Tell whether a pronoun follows an opening clause that only says where or when: "For years, they …"."""
    clause, _, rest = folded.partition(", ")
    placed = known.placing.match(clause) and not known.impersonal.match(rest)
    return bool(placed and known.pronouns.match(rest))


def detached(sentence: str, known: Words) -> str | None:
    """Return the sentence without its leading connective and capitalised, or nothing where it has none."""
    found = known.connectives.match(fold(sentence))
    if found is None:
        return None
    return capitalised(sentence[found.end() :].lstrip())


def past_mention(sentence: str, known: Words) -> str | None:
    """Return the sentence without an opening clause that mentions the article, or nothing where it has none."""
    clause, comma, rest = sentence.partition(", ")
    folded = fold(clause)
    mentioned = len(clause) <= LONGEST_CLAUSE and known.placing.match(folded) and known.meta.search(folded)
    return capitalised(rest) if comma and mentioned else None


def says_enough(text: str) -> bool:
    """Tell whether a text is long enough to be worth a post."""
    return length(text) >= LEAST_LENGTH and words_in(text) >= LEAST_WORDS


def asks(sentence: str) -> bool:
    """Tell whether a sentence is a question."""
    return ASKING.search(sentence) is not None


def trails_off(sentence: str) -> bool:
    """Tell whether a sentence ends in an ellipsis, which reads as a cut though it is the author's own."""
    return sentence.rstrip("»”\"’') \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}").endswith(("…", "..."))


def strays(sentence: str, known: Words) -> bool:
    """Tell whether a sentence speaks of its author, of the day it was written, or of something further up."""
    folded = fold(sentence)
    return any(pattern.search(folded) for pattern in (known.personal, known.passing, known.linking))
