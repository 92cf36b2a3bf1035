"""The announcement: that there is an article, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from scheduler.core.article.sentences import sentences
from scheduler.core.languages.measuring import joined
from scheduler.core.languages.telling import is_in
from scheduler.core.model import Article, Kind, Span, Teaser
from scheduler.core.teasers.judging import ADDRESS, OF_ITSELF, asks, flaw, says_enough, stands_alone, trails_off
from scheduler.core.teasers.passages import Line, Matter, Passage
from scheduler.core.teasers.scoring import costs, topical
from scheduler.core.teasers.wording import TOO_ALIKE, overlap, stems

NEAR_THE_TOP = 4
"""Sentences among which one is chosen to announce."""
LATER = 0.3
"""What each sentence before it costs one: the first says what follows."""
DEAREST = 1.1
"""Where every sentence costs more, none announces."""
OFF_TOPIC = 0.7
"""What a sentence costs that shares no word with the title or the tags."""
LONGEST = 250
"""Characters of a sentence that fits everywhere."""


def announcement(article: Article, passages: Sequence[Passage], matter: Matter) -> Teaser | None:
    """Return title and description; where there is none, title and the first sentence that stands on its own."""
    if ADDRESS.search(article.title):
        return None
    told = _description(article, matter)
    if told:
        return _announcing(article.title, told, article.heads, matter)
    top = islice(_standing(passages), NEAR_THE_TOP)
    costly = ((_cost(line, matter) + LATER * place, line) for place, line in enumerate(top))
    cost, best = min(costly, key=lambda each: each[0], default=(0.0, None))
    if best is None or cost > DEAREST:
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
    return Teaser(Kind.ANNOUNCEMENT, texts[0], None, source, shorter=tuple(texts[1:]))


def _description(article: Article, matter: Matter) -> list[str]:
    """Return the whole sentences that open the description, up to one that cannot be posted."""
    told = sentences(article.description, article.language)
    clean = list(takewhile(lambda each: flaw(each, matter.known) in {None, OF_ITSELF}, told))
    while clean and (asks(clean[-1]) or trails_off(clean[-1])):
        clean.pop()
    new = stems(" ".join(clean), matter.known) - stems(article.title, matter.known)
    return clean if new else []


def _cost(line: Line, matter: Matter) -> float:
    """Return how badly a sentence announces."""
    long = len(line.text) > LONGEST
    return 2.0 * long + (0.0 if topical(line.text, matter) else OFF_TOPIC) - sum(costs(line.text, matter).values())


def _standing(passages: Sequence[Passage]) -> Iterator[Line]:
    """Yield the sentences that may open a post exactly as they are written."""
    for passage in passages:
        for paragraph in passage.paragraphs:
            for line in paragraph.lines:
                untouched = line.opening == line.text
                if untouched and says_enough(line.text) and not (line.asks or trails_off(line.text)):
                    yield line
