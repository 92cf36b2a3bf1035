"""Rules on what a text says to a reader who has seen nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scheduler.core.gate.judged import Judged, is_bullet
from scheduler.core.gate.standing import ATTRIBUTION, STOP
from scheduler.core.gate.telling import quoted
from scheduler.core.gate.witness import words_of
from scheduler.core.languages import Words, fold, words

ENDED = re.compile(r"[.!?…。！？](?:[\s»”\"'’)\]」』）]*)$")
CUT = re.compile(r"(?:…|\.\.)[\s»”\"'’)\]」』）]*$")
UNFINISHED = re.compile(r"[,:;(\[«“\-–—&/+]$")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LEAST_WORDS = 5
LEAST_LETTERS = 28
A_WIDE = 3
"""Letters that one Chinese or Japanese character is worth."""
NEAR = 4
REPEATED = 8
"""Words in a row that no reader takes for chance."""
QUOTATION = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|\([^()]*\)|„[^„“”]*[“”]")
SOURCE_LINE = re.compile(r"^\W*(?:©|\(c\)|copyright\b|cc[ -]by\b|p\.?s\.?\s*:|via\s+@)", re.IGNORECASE)
COMPARED = ("fr", "en", "de", "es", "it", "pt")
FOREIGN = 3
"""Little words of another language that make a sentence foreign, where its own language has far fewer."""


def min_content(post: Judged) -> str | None:
    """Refuse a text too short to say a thing."""
    told = " ".join(line for line in post.lines if not post.is_title(line)) or post.body
    letters = len(told) + (A_WIDE - 1) * len(WIDE.findall(told))
    enough = letters >= LEAST_LETTERS and (len(words_of(told)) >= LEAST_WORDS or WIDE.search(told))
    return None if enough else "it says too little"


def not_heading_only(post: Judged) -> str | None:
    """Refuse a title or a heading with nothing under it."""
    if all(post.is_title(line) or post.is_heading(line.strip(" :")) for line in post.lines):
        return "it is a heading with nothing under it"
    return None


def no_internal_repeat(post: Judged) -> str | None:
    """Refuse a text that says the same twice."""
    found = words_of(post.body)
    runs = [tuple(found[start : start + REPEATED]) for start in range(len(found) - REPEATED + 1)]
    lines = [" ".join(words_of(line)) for line in post.lines]
    told = [line for line in lines if line]
    if len(set(runs)) < len(runs) or len(set(told)) < len(told):
        return "it says the same twice"
    return None


def not_dangling(post: Judged) -> str | None:
    """Refuse a text whose opening leans on a sentence that the reader has not seen."""
    opening = post.unlabelled(post.lines[0]) if post.lines else ""
    if not opening or post.is_title(opening) or opening != post.lines[0]:
        return None
    folded = fold(opening).lstrip('«“"(¿¡ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}')
    if post.known.impersonal.match(folded):
        return None
    if (found := _leaning(folded, post.known)) is not None:
        return f"it opens with {found!r}, which leans on an earlier sentence"
    return "it opens in the middle of a sentence" if _opens_small(opening, post.known) else None


def _leaning(folded: str, known: Words) -> str | None:
    near = " ".join(folded.split()[:NEAR]) if known.spaced else folded[: 2 * NEAR]
    found = known.connectives.match(folded) or known.leaning.match(folded) or known.pronouns.search(near)
    return found.group() if found else None


def _opens_small(opening: str, known: Words) -> bool:
    first = next(iter(re.findall(r"[^\W_]+", opening)), "")
    return first[:1].islower() and first.casefold() not in known.uncapitalised and not is_bullet(opening)


def no_broken_deixis(post: Judged) -> str | None:
    """Refuse what points at a place on a page that the reader does not see."""
    found = post.known.deixis.search(fold(post.body))
    return f"{found.group()!r} points at a place on the page" if found else None


def ends_well(post: Judged) -> str | None:
    """Ask every line to end as a sentence, a title, an item or the header of items does."""
    following = [*post.lines[1:], ""]
    pairs = zip(post.lines, following, strict=True)
    return next((reason for line, after in pairs if (reason := _ending(line.strip(), after, post))), None)


def _ending(line: str, after: str, post: Judged) -> str | None:
    if CUT.search(line) and not post.is_title(line) and not post.trails_off(line):
        return f"{line[-20:]!r} looks cut"
    heads = line.endswith(":") and is_bullet(after)
    if ENDED.search(line) or heads or ATTRIBUTION.match(line):
        return None
    alone = is_bullet(line) or (after and (post.is_title(line) or post.is_heading(line)))
    return None if alone and not UNFINISHED.search(line) else f"{line[-20:]!r} does not end as a sentence does"


def language(post: Judged) -> str | None:
    """Ask for sentences in the article's language; a quotation may be in another."""
    own = post.article.language.partition("-")[0].lower()
    if own not in COMPARED:
        return None
    sentences = (each for line in post.lines for each in STOP.split(QUOTATION.sub(" ", line)))
    found = next((each for each in sentences if _foreign(fold(each), own)), None)
    return f"{quoted(found)} is not in the article's language" if found else None


def _foreign(sentence: str, own: str) -> bool:
    found = re.findall(r"[^\W\d_]+", sentence)
    least = FOREIGN + 2 * _hits(found, own)
    return len(found) > FOREIGN and any(_hits(found, other) >= least for other in COMPARED if other != own)


def _hits(found: Sequence[str], code: str) -> int:
    stop = words(code).stop
    return sum(map(stop.__contains__, found))


def no_source_line(post: Judged) -> str | None:
    """Refuse lines that name a source, a licence or an author."""
    found = next((line for line in post.lines if _credits(line, post.known)), None)
    return f"{quoted(found)} is a line of sources" if found else None


def _credits(line: str, known: Words) -> bool:
    folded = fold(line).lstrip("*•-– ")
    label = known.labels.match(folded) or known.apparatus.match(folded)
    labelled = label is not None and folded[label.end() :].lstrip().startswith(":")
    return labelled or SOURCE_LINE.match(line) is not None


def not_boilerplate(post: Judged) -> str | None:
    """Refuse what the site says to its visitors, unless the article is about that."""
    title = fold(post.article.title)
    found = (each.group() for each in post.known.boilerplate.finditer(fold(post.body)))
    said = next((each for each in found if each not in title), None)
    return f"{said!r} speaks of the site, not of the subject" if said else None
