"""The announcement: that there is an article, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from scheduler.core.article.sentences import sentences
from scheduler.core.model import Article, Kind, Sentence, Span, Teaser
from scheduler.core.teasers.judging import ADDRESS, OF_ITSELF, asks, flaw, says_enough, stands_alone, trails_off
from scheduler.core.teasers.passages import Line, Matter, Passage
from scheduler.core.teasers.scoring import topical, unresolved
from scheduler.core.teasers.wording import stems

NEAR_THE_TOP = 4
"""Sentences among which one is chosen to announce."""
LONGEST = 250
"""Characters of a sentence that fits everywhere."""


def announcement(article: Article, passages: Sequence[Passage], matter: Matter) -> Teaser | None:
    """Return title and description; where there is none, title and the first sentence that stands on its own."""
    if ADDRESS.search(article.title):
        return None
    told = _description(article, matter)
    if told:
        return _announcing(article.title, [each.text for each in told], article.heads, matter)
    top = tuple(islice(_standing(passages), NEAR_THE_TOP))
    best = max(top, key=lambda line: (_worth(line, matter), -top.index(line)), default=None)
    return _announcing(article.title, [best.text], (*article.heads[:1], best.span), matter) if best else None


def _announcing(title: str, told: Sequence[str], source: tuple[Span, ...], matter: Matter) -> Teaser:
    texts = [f"{title}\n\n{' '.join(told[:size])}" for size in range(len(told), 0, -1)]
    if says_enough(told[0]) and stands_alone(told[0], matter.known):
        texts.append(told[0])  # the link's card shows the title
    return Teaser(Kind.ANNOUNCEMENT, texts[0], None, source, shorter=tuple(texts[1:]))


def _description(article: Article, matter: Matter) -> list[Sentence]:
    """Return the whole sentences that open the description, up to one that cannot be posted."""
    span = article.heads[-1] if article.heads else (0, 0)
    told = sentences(article.description, article.language)
    clean = list(takewhile(lambda each: flaw(each, matter.known) in {None, OF_ITSELF}, told))
    while clean and (asks(clean[-1]) or trails_off(clean[-1])):
        clean.pop()
    new = stems(" ".join(clean), matter.known) - stems(article.title, matter.known)
    return [Sentence(each, span) for each in clean] if new else []


def _worth(line: Line, matter: Matter) -> int:
    """Return how well a sentence announces; of several as good, the first says what follows."""
    fits = len(line.text) <= LONGEST
    return 2 * fits + bool(topical(line.text, matter)) - unresolved(line.text, matter)


def _standing(passages: Sequence[Passage]) -> Iterator[Line]:
    """Yield the sentences that may open a post exactly as they are written."""
    for passage in passages:
        for paragraph in passage.paragraphs:
            for line in paragraph.lines:
                untouched = line.opening == line.text
                if untouched and says_enough(line.text) and not line.asks:
                    yield line
