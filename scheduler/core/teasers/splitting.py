"""An article as teasers: the announcement first, then what its sections say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from scheduler.core.article.sentences import sentences
from scheduler.core.languages import Words, words
from scheduler.core.model import Article, Kind, Skipped, Span, Split, Teaser
from scheduler.core.teasers.extracting import Candidate, candidates, first_standing
from scheduler.core.teasers.judging import ADDRESS, FINISHED, RESIDUE, asks, says_enough, stands_alone
from scheduler.core.teasers.scoring import stems
from scheduler.core.teasers.selecting import most_teasers, select

CUT = ("…", "...")
"""How a description ends that some tool cut short."""
NOTHING = "nothing to tease: no sentence stands on its own; write a post by hand"


def split(article: Article) -> Split:
    """Return an article's teasers in the order to post them, and why a section gave none."""
    known = words(article.language)
    announcement = _announcement(article, known)
    first = () if announcement is None else (announcement,)
    most = most_teasers(_word_count(article)) - len(first)
    found = candidates(article.sections, known) if known.known else ()
    topic = stems(" ".join([article.title, *article.tags]), known)
    chosen = select(found, [each.text for each in first], topic, known, most)
    teasers = (*first, *(_teaser(candidate) for candidate in chosen))
    return Split(teasers, tuple(_skipped(article, teasers, found, chosen, known)))


def _announcement(article: Article, known: Words) -> Teaser | None:
    """Return title and description; where there is none, title and the first sentence that stands on its own."""
    if ADDRESS.search(article.title):
        return None
    told = _description(article)
    if told:
        return _announcing(article, told, article.heads)
    sentence = first_standing(article.sections, known) if known.known else None
    return _announcing(article, [sentence.text], (*article.heads[:1], sentence.span)) if sentence else None


def _announcing(article: Article, told: Sequence[str], source: tuple[Span, ...]) -> Teaser:
    texts = [f"{article.title}\n\n{' '.join(told[:size])}" for size in range(len(told), 0, -1)]
    if says_enough(told[0]) and stands_alone(told[0], words(article.language)):
        texts.append(told[0])  # the link's card shows the title
    return Teaser(Kind.ANNOUNCEMENT, texts[0], None, source, shorter=tuple(texts[1:]))


def _description(article: Article) -> list[str]:
    """Return the whole sentences that open the description, up to one that cannot be posted."""
    told = sentences(article.description, article.language)
    clean = list(takewhile(lambda each: FINISHED.search(each) and not RESIDUE.search(each), told))
    while clean and (asks(clean[-1]) or clean[-1].endswith(CUT)):
        clean.pop()
    known = words(article.language)
    return clean if stems(" ".join(clean), known) - stems(article.title, known) else []


def _teaser(candidate: Candidate) -> Teaser:
    text, *shorter = candidate.tellings
    return Teaser(candidate.kind, text, candidate.title, candidate.source, candidate.edits, tuple(shorter))


def _skipped(
    article: Article, teasers: Sequence[Teaser], found: Sequence[Candidate], chosen: Sequence[Candidate], known: Words
) -> Iterator[Skipped]:
    if not known.known:
        yield Skipped(f"no word lists for the language {article.language!r}: only the announcement can be made")
    elif not teasers:
        yield Skipped(NOTHING)
    used = {each.section for each in chosen}
    offered = {each.section for each in found}
    for index, section in enumerate(article.sections):
        if known.known and teasers and index not in used:
            reason = "others say more" if index in offered else "no sentence stands on its own"
            yield Skipped(reason, section=section.title)


def _word_count(article: Article) -> int:
    blocks = (block for section in article.sections for block in section.blocks)
    return sum(len(each.text.split()) for block in blocks for each in (block, *block.items))
