"""The final text of a post: a teaser or a person's words, with link, hashtags and signature, within the limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.base import Card, Content, Limits, LinkPlace, Part
from scheduler.core.fitting.counting import count, excess
from scheduler.core.fitting.hashtags import allowed, hashtags_in, room
from scheduler.core.fitting.typography import typeset
from scheduler.core.fitting.voicing import Told, tell_as
from scheduler.core.model import Article, Fitted, Kind, Skipped, Teaser, Telling, Voice

UNVOICED = Voice()
FREE = frozenset({Kind.ANNOUNCEMENT, Kind.OWN})
"""Kinds that are posted as they are where others have to be composed: news is short, and an author needs no help."""


def fit(teaser: Teaser, article: Article, limits: Limits, voice: Voice = UNVOICED) -> Fitted | Skipped:
    """Return a teaser as a platform will show it, in the longest telling that fits and with the hashtags that do.

    The link stands where the platform carries links; images are the caller's to attach.
    """
    sources = _tellings(teaser, limits)
    tellings = [tell_as(each.text, teaser.kind, article, limits, voice) for each in sources]
    if not tellings:
        return Skipped("too little matter for a composed post", section=teaser.section)
    tails = [tail(told.text, article, limits, voice) for told in tellings]
    for telling, told, end in zip(sources, tellings, tails, strict=True):
        if excess(assembled(told.text, end.lines()), limits) is None:
            return replace(finished(told, end, article, limits, voice), source=telling.source)
    shortest = assembled(tellings[-1].text, tails[-1].lines())
    return Skipped(f"too long at its shortest: {excess(shortest, limits)}", section=teaser.section)


def compose(
    text: str, *, link: str | None, limits: Limits, language: str | None, with_images: bool
) -> Fitted | Skipped:
    """Return a hand-written text as a platform will show it: to the letter, the link added where it is not there yet.

    A card is made where the platform carries links in one; images leave no room for it where it excludes them.
    """
    missing = link if link is not None and not _holds(text, link) else None
    place = LinkPlace.TEXT if limits.card_excludes_images and with_images else limits.link_place
    if missing and place is LinkPlace.NONE:
        return Skipped("nobody could follow the link there: leave it out")
    in_text = missing if place is LinkPlace.TEXT else None
    final = assembled(text, [in_text] if in_text else [])
    if (problem := excess(final, limits)) is not None:
        return Skipped(problem)
    card = Card(title=missing) if missing and place is LinkPlace.CARD else None
    comment = (Part(missing),) if missing and place is LinkPlace.FIRST_COMMENT else ()
    content = Content(final, link, card, hashtags_in(final), language, parts=comment)
    return Fitted(content, (in_text,) if in_text else (), count(final, limits))


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the words of a post."""

    link: str | None = None
    """Only where it stands in the text."""
    lead: str = ""
    signature: str = ""
    counter: str = ""

    def lines(self, tags: Sequence[str] = ()) -> list[str]:
        """Return it as it is posted."""
        link = f"{self.lead} {self.link}".strip() if self.link else ""
        hashtags = " ".join(f"#{tag}" for tag in tags)
        return [line for line in (self.counter, link, hashtags, self.signature) if line]

    def added(self, tags: Sequence[str]) -> Iterator[str]:
        """Yield each of its pieces."""
        yield from (piece for piece in (self.counter, self.lead if self.link else "", self.link) if piece)
        yield from (f"#{tag}" for tag in tags)
        if self.signature:
            yield self.signature


def tail(body: str, article: Article, limits: Limits, voice: Voice) -> Tail:
    """Return what follows a body; its link is left out where the body holds it already."""
    in_text = limits.link_place is LinkPlace.TEXT and article.link is not None and not _holds(body, article.link)
    lead, signature = (typeset(words, article.language, limits) for words in (voice.link_lead, voice.signature))
    return Tail(article.link, lead, signature) if in_text else Tail(signature=signature)


def assembled(body: str, lines: Sequence[str]) -> str:
    """Return a body and the lines that follow it as one text."""
    return "\n\n".join(part for part in (body, "\n".join(lines)) if part)


def finished(told: Told, end: Tail, article: Article, limits: Limits, voice: Voice) -> Fitted:
    """Return a text that fits with its link, and with as many hashtags as fit; one too long makes room for the next."""
    tags = _fitting_tags(told.text, end, article, limits, voice)
    shown = tags if limits.tags_in_text else ()
    text = assembled(told.text, end.lines(shown))
    link = None if limits.link_place is LinkPlace.NONE else article.link
    outside = link is not None and not _holds(told.text, link)
    card = Card(article.title, article.description) if outside and limits.link_place is LinkPlace.CARD else None
    comment = _comment(article, limits, voice) if outside and limits.link_place is LinkPlace.FIRST_COMMENT else ()
    every = tuple(dict.fromkeys((*hashtags_in(text), *tags)))
    content = Content(text, link, card, every, article.language, parts=comment)
    return Fitted(content, tuple(end.added(shown)), count(text, limits), told.edits)


def _comment(article: Article, limits: Limits, voice: Voice) -> tuple[Part]:
    lead = typeset(voice.link_lead, article.language, limits)
    return (Part(f"{lead} {article.link}".strip()),)


def _tellings(teaser: Teaser, limits: Limits) -> tuple[Telling, ...]:
    if limits.composed and teaser.composed is not None:
        return (teaser.composed,)
    return teaser.tellings if not limits.composed or teaser.kind in FREE else ()


def _holds(text: str, link: str) -> bool:
    return link in text and re.search(rf"{re.escape(link)}(?![\w/?#&=%-])", text) is not None


def _fitting_tags(body: str, end: Tail, article: Article, limits: Limits, voice: Voice) -> tuple[str, ...]:
    taken: tuple[str, ...] = ()
    most = room(body, limits, voice)
    for tag in allowed(article.tags, body, limits, voice):
        longer = (*taken, tag)
        if len(longer) > most:
            break
        if not limits.tags_in_text or excess(assembled(body, end.lines(longer)), limits) is None:
            taken = longer
    return taken
