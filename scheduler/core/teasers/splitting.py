"""An article as teasers: the announcement first, then what its sections say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.core.languages.measuring import words_in
from scheduler.core.model import Article, Kind, Skipped, Split, Teaser, Telling
from scheduler.core.teasers.announcing import announcement
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.composing import composed
from scheduler.core.teasers.kinds import FINDERS, Finder
from scheduler.core.teasers.passages import Matter, Passage, matter, passages
from scheduler.core.teasers.selecting import most_teasers, select

NOTHING = "nothing to tease: no sentence stands on its own; write a post by hand"
FULL = "an article of this length gets no more posts, and others say more"
WEAK = "what it says is too general, or too near to another post"


def split(article: Article, finders: Sequence[Finder] = FINDERS) -> Split:
    """Return an article's teasers in the order to post them, and why a section gave none.

    Where the author wrote some, they are all there is.
    """
    if article.own:
        return Split(article.own, ())
    about = matter(article)
    read = passages(article) if about.known.known else ()
    first = announcement(article, read, about)
    found = tuple(candidates(read, about, finders))
    taken, used = (
        ((), ()) if first is None else ((first.text, *(each.text for each in first.shorter[-1:])), first.source)
    )
    most = most_teasers(_word_count(article), found) - (first is not None)
    chosen = select(found, taken, used, about, most)
    told = tuple(zip(chosen, _teasers(chosen, about), strict=True))
    teasers = tuple(composed(first, told, read, about))
    passed_over = FULL if len(chosen) == most else WEAK
    return Split(teasers, tuple(_skipped(article, teasers, found, chosen, about, passed_over)))


def candidates(read: Sequence[Passage], about: Matter, finders: Sequence[Finder]) -> Iterator[Candidate]:
    """Yield everything that the passages could say in a post, in reading order."""
    for passage in read:
        for find in finders:
            yield from find(passage, about)


def _teasers(chosen: Sequence[Candidate], about: Matter) -> Iterator[Teaser]:
    labels = iter(about.known.programme)
    for each in chosen:
        tellings = each.tellings
        if each.kind is Kind.PROGRAMME:
            label = next(labels)
            tellings = tuple(Telling(f"{label} {told.text}", told.source) for told in tellings)
        yield Teaser(each.kind, tellings[0].text, each.title, each.source, each.edits, tellings[1:])


def _skipped(
    article: Article,
    teasers: Sequence[Teaser],
    found: Sequence[Candidate],
    chosen: Sequence[Candidate],
    about: Matter,
    passed_over: str,
) -> Iterator[Skipped]:
    if not about.known.known:
        yield Skipped(f"no word lists for the language {article.language!r}: only the announcement can be made")
    elif not teasers:
        yield Skipped(NOTHING)
    used = {each.passage for each in chosen}
    offered = {each.passage for each in found}
    for index, section in enumerate(article.sections):
        if about.known.known and teasers and index not in used:
            reason = passed_over if index in offered else "no sentence stands on its own"
            yield Skipped(reason, section=section.title)


def _word_count(article: Article) -> int:
    blocks = (block for section in article.sections for block in section.blocks)
    return sum(words_in(each.text) for block in blocks for each in (block, *block.items))
