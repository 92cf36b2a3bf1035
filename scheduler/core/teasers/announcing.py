"""The announcement: that there is an article, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from scheduler.core.article.sentences import sentences
from scheduler.core.languages import fold
from scheduler.core.languages.measuring import joined
from scheduler.core.languages.telling import is_in
from scheduler.core.model import Article, Kind, Span, Teaser, Telling
from scheduler.core.teasers.judging import ADDRESS, OF_ITSELF, asks, flaw, says_enough, stands_alone, trails_off
from scheduler.core.teasers.passages import Line, Matter, Passage
from scheduler.core.teasers.scoring import costs, told, topical
from scheduler.core.teasers.wording import TOO_ALIKE, overlap, stems

NEAR_THE_TOP = 4
"""Sentences among which one is chosen to announce."""
LATER = 0.3
"""What each sentence before it costs one: the first says what follows."""
LEAST = 0.5
"""Where no sentence is worth more, none announces."""
NEWS = 3
"""Stems that a sentence adds to the title; one with fewer announces what its reader has just read."""
STALE = 1.0
LONGEST = 250
"""Characters of a sentence that fits everywhere."""


def announcement(article: Article, passages: Sequence[Passage], matter: Matter) -> Teaser | None:
    """Return title and description; where there is none, title and the first sentence that stands on its own."""
    if ADDRESS.search(article.title):
        return None
    described = _description(article, matter)
    if described:
        return _announcing(article.title, described, article.heads, matter)
    top = islice(_standing(passages), NEAR_THE_TOP)
    worths = ((_worth(line, matter) - LATER * place, line) for place, line in enumerate(top))
    worth, best = max(worths, key=lambda each: each[0], default=(0.0, None))
    if best is None or worth < LEAST:
        return None
    return _announcing(article.title, [best.text], (*article.heads[:1], best.span), matter)


def _announcing(title: str, told: Sequence[str], source: tuple[Span, ...], matter: Matter) -> Teaser:
    tellings = [joined(told[:size]) for size in range(len(told), 0, -1)]
    titled = [f"{title}\n\n{telling}" for telling in tellings]
    if not (says_enough(told[0]) and stands_alone(told[0], matter.known)):
        texts = titled
    elif is_in(title, matter.language) and overlap(title, told[0]) <= TOO_ALIKE:
        texts = [*titled, told[0]]  # the link's card shows the title
    else:
        texts = tellings
    return Teaser(Kind.ANNOUNCEMENT, texts[0], None, source, shorter=tuple(Telling(text, source) for text in texts[1:]))


def _description(article: Article, matter: Matter) -> list[str]:
    """Return the whole sentences that open the description, up to one that cannot be posted."""
    told = sentences(article.description, article.language)
    clean = list(takewhile(lambda each: flaw(each, matter.known) in {None, OF_ITSELF}, told))
    while clean and (asks(clean[-1]) or trails_off(clean[-1])):
        clean.pop()
    new = stems(" ".join(clean), matter.known) - stems(article.title, matter.known)
    return clean if new else []


def _worth(line: Line, matter: Matter) -> float:
    """Return how well a sentence announces."""
    if len(line.text) > LONGEST:
        return 0.0
    news = stems(matter.known.heralding.sub("", fold(line.text)), matter.known) - matter.topic
    said = {**told(line.text, matter), **costs(line.text, matter)}
    return topical(line.text, matter) + sum(said.values()) - STALE * (len(news) < NEWS)


def _standing(passages: Sequence[Passage]) -> Iterator[Line]:
    """Yield the sentences that may open a post exactly as they are written."""
    for passage in passages:
        for paragraph in passage.paragraphs:
            for line in paragraph.lines:
                untouched = line.opening == line.text
                if untouched and says_enough(line.text) and not (line.asks or trails_off(line.text)):
                    yield line
