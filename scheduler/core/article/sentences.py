"""Where sentences end: conservative, since a false end publishes a stump and a missed one only a longer text."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from scheduler.core.article.trimming import stripped
from scheduler.core.languages import Words, fold, words
from scheduler.core.languages.measuring import UNSPACED
from scheduler.core.languages.quoting import enclosures
from scheduler.core.model import Span

WIDE_STOP = r"[。！？｡]+ [」』”’）》】]*+"
END = re.compile(
    rf"""
    (?<![.!?…]) (?P<narrow> [.!?…]++ (?: \s?[»"](?!\w) | [”’')\]“‘«」』）》】] )*+ ) \s+
    | (?P<wide> {WIDE_STOP} | (?<![!?])[!?]++ (?=[{UNSPACED}]) ) \s*
    """,
    re.VERBOSE,
)
WIDE_END = re.compile(rf"{WIDE_STOP}$ | [{UNSPACED}][!?]+$", re.VERBOSE)
QUOTED_END = re.compile(r"[」』”’）》】]$")
WORD_BREAK = re.compile(r"[\s(«»“„‚\"\['’]")
ORDINAL = re.compile(r"\d{1,3}")
LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])")
ACRONYM = re.compile(r"(?:\w\.-?)+\w|\w")
FIRST_WORD = re.compile(r"[\w'’]+")
NEAR = 60
"""Characters on each side of a full stop that are enough to judge it."""


def sentences(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of a run of prose; white space apart, together they are the text."""
    return tuple(text[start:end] for start, end in sentence_spans(text, language))


def sentence_spans(text: str, language: str) -> tuple[Span, ...]:
    """Return where each sentence stands in a run of prose."""
    return spans_by(text, words(language))


def spans_by(text: str, known: Words) -> tuple[Span, ...]:
    """Return where each sentence stands, by the word lists given."""
    spans: list[Span] = []
    start = 0
    for end, following in _ends(text, known):
        if _is_boundary(text, start, end, following, known):
            spans.append((start, end))
            start = following
    spans.append((start, len(text)))
    return tuple(span for span in (stripped(text, span) for span in spans) if span[0] < span[1])


def _ends(text: str, known: Words) -> Iterator[Span]:
    """Yield each place outside quotes and brackets where a sentence may end, with where the next would start."""
    enclosed = deque(enclosures(text, known))
    for found in END.finditer(text):
        end = found.end(found.lastgroup or 0)
        while enclosed and enclosed[0][1] <= end:
            enclosed.popleft()
        if not (enclosed and enclosed[0][0] < end):
            yield end, found.end()


def _is_boundary(text: str, start: int, end: int, following: int, known: Words) -> bool:
    before, after = text[max(start, end - NEAR) : end], text[following : following + NEAR]
    if WIDE_END.search(before):
        aside = before.endswith("）") and text[start] != "（"
        return not (aside or (QUOTED_END.search(before) and known.continuing.match(after)))
    if not _may_open(after, known):
        return False
    return not before.endswith(".") or before.endswith("..") or _stop_ends(before, after, known)


def _may_open(after: str, known: Words) -> bool:
    first = FIRST_WORD.search(after)
    if after[:1].islower():
        word = first.group() if first else ""
        return word.lower() in known.uncapitalised or word[1:2].isupper()
    return after[:1] != "," and first is not None


def _stop_ends(before: str, after: str, known: Words) -> bool:
    """Decide whether a full stop ends the sentence or belongs to the word it follows."""
    body = before[:-1]
    word = WORD_BREAK.split(body)[-1]
    folded = fold(word)
    tail = fold(" ".join(body.split()[-2:]))
    if folded in known.abbreviations or tail in known.abbreviations:
        return False
    if folded in known.numbered:
        return not after[:1].isdigit()
    if LIST_NUMBER.fullmatch(body.strip()):
        return False
    if known.ordinals and ORDINAL.fullmatch(word):
        return _opens_commonly(after, known)
    return not _is_acronym(word) or _opens_commonly(after, known)


def _is_acronym(word: str) -> bool:
    return word[:1].isupper() and ACRONYM.fullmatch(word) is not None


def _opens_commonly(after: str, known: Words) -> bool:
    first = FIRST_WORD.match(after)
    return first is not None and fold(first.group()) in known.starters
