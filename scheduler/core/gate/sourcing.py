"""Rules on what the article must bear out: a post says nothing that it does not."""

from __future__ import annotations

import re

from scheduler.core.gate.judged import Judged, is_bullet, spaceless
from scheduler.core.gate.standing import ATTRIBUTION, missing, stretches
from scheduler.core.gate.telling import quoted
from scheduler.core.gate.witness import words_of
from scheduler.core.model import Kind

MOST_ADDED = 12
"""Words that a post may hold beyond the article's: a label, a lead-in."""
REMOVED = 25
"""Words before the opening of a post that a licensed edit may have removed."""
A_WORD_OR_THREE = 3
"""Of a connective that no comma follows."""
COUNTER = re.compile(r"\(?\d{1,2}/\d{1,2}\)?")


def word_integrity(post: Judged) -> str | None:
    """Refuse a word that the article never uses: most likely one that was cut."""
    found = next((word for line in post.lines if (word := missing(post.unlabelled(line), post.witness))), None)
    return f"the article never says {found!r}" if found else None


def faithful(post: Judged) -> str | None:
    """Ask for every line to stand in the article, in its own words."""
    found = next((line for line in post.lines if stretches(post.unlabelled(line), post.witness) is None), None)
    return f"{quoted(found)} does not stand in the article" if found else None


def sentence_integrity(post: Judged) -> str | None:
    """Ask for sentences to begin and end where the article's do, but where a recorded edit removed what was around."""
    for number, line in enumerate(post.lines):
        if ATTRIBUTION.match(line):
            continue
        edited = bool(post.teaser.edits)
        item = edited and is_bullet(line)
        heads = edited and number + 1 < len(post.lines) and is_bullet(post.lines[number + 1])
        for stretch in stretches(post.unlabelled(line), post.witness) or ():
            if words_of(stretch) and not _whole(stretch, post, item=item, heads=heads):
                return f"{quoted(stretch)} is cut out of a sentence"
    return None


def _whole(stretch: str, post: Judged, *, item: bool, heads: bool) -> bool:
    return any(
        (item or _begins(start, post)) and (item or heads or _ends(end, post))
        for start, end in post.witness.places(stretch)
    )


def _begins(number: int, post: Judged) -> bool:
    """Tell whether a sentence begins with a word, or what an edit left of one."""
    if post.witness.opens(number, post.known) or _quoted(number, post):
        return True
    removed = _removed(number, post) if post.teaser.edits else 0
    parted = re.search(r"[,:]", post.witness.gaps[number]) is not None
    labelled = any(post.unlabelled(line) != line for line in post.lines)
    return 0 < removed <= A_WORD_OR_THREE or (removed > 0 and (parted or labelled))


def _removed(number: int, post: Judged) -> int:
    """Return how many words stand between a word and the opening of its sentence; 0: too many to have been removed."""
    known = post.known
    return next((size for size in range(1, REMOVED) if post.witness.opens(max(0, number - size), known)), 0)


def _ends(number: int, post: Judged) -> bool:
    return post.witness.closes(number, post.known) or _quoted(number, post)


def _quoted(number: int, post: Judged) -> bool:
    """Tell whether a quotation, and a post that is one, begins or ends before a word."""
    return post.teaser.kind is Kind.QUOTE and re.search(r"[«»“”„\"「」『』]", post.witness.gaps[number]) is not None


def added_bounded(post: Judged) -> str | None:
    """Refuse more than a few added words, and any added number; what the brand says of itself is its own."""
    added = [piece for piece in (*post.added, *_labels(post)) if not _declared(piece, post)]
    found = [word for piece in added for word in words_of(piece)]
    if len(found) > MOST_ADDED:
        return f"{len(found)} words were added, the most is {MOST_ADDED}"
    number = next((word for word in found if any(char.isdigit() for char in word)), None)
    return f"the number {number!r} was added" if number else None


def _labels(post: Judged) -> list[str]:
    return [line.removesuffix(post.unlabelled(line)) for line in post.lines if post.unlabelled(line) != line]


def _declared(piece: str, post: Judged) -> bool:
    ours = {spaceless(each) for each in (post.content.link or "", post.voice.signature, post.voice.link_lead)}
    return spaceless(piece) in ours or piece.startswith("#") or COUNTER.fullmatch(piece) is not None


def no_new_number(post: Judged) -> str | None:
    """Refuse a number that the article never gives: a rewriter may choose words, not facts."""
    found = [word for word in words_of(post.body) if word.isdigit() and word not in post.witness.vocabulary]
    return f"the article never gives the number {found[0]}" if found else None
