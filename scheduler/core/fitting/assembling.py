"""The final text of a post: a teaser or a person's words, with link and hashtags, within the limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.base import Card, Content, Limits, LinkPlace
from scheduler.core.fitting.counting import count, excess
from scheduler.core.fitting.hashtags import hashtags, hashtags_in
from scheduler.core.model import Article, Fitted, Skipped, Teaser


def fit(teaser: Teaser, article: Article, limits: Limits) -> Fitted | Skipped:
    """Return a teaser as a platform will show it, in the longest telling that fits and with the hashtags that do.

    The link stands in the text or in a card, where the platform carries links; images are the caller's to attach.
    """
    in_text = article.link if limits.link_place is LinkPlace.TEXT else None
    tellings = (teaser.text, *teaser.shorter)
    body = next((text for text in tellings if excess(_assembled(text, in_text), limits) is None), None)
    if body is None:
        shortest = _assembled(tellings[-1], in_text)
        return Skipped(f"too long at its shortest: {excess(shortest, limits)}", section=teaser.section)
    tags = _fitting_tags(body, in_text, article.tags, limits)
    text = _assembled(body, in_text, tags)
    card = Card(article.title, article.description) if article.link and in_text is None else None
    content = Content(text, article.link, card, hashtags_in(text), article.language)
    return Fitted(content, tuple(_added(in_text, tags)), count(text, limits))


def compose(
    text: str, *, link: str | None, limits: Limits, language: str | None, with_images: bool
) -> Fitted | Skipped:
    """Return a hand-written text as a platform will show it: to the letter, the link added where it is not there yet.

    A card is made where the platform carries links in one; images leave no room for it where it excludes them.
    """
    carded = limits.link_place is LinkPlace.CARD and not (limits.card_excludes_images and with_images)
    written = link is not None and re.search(rf"{re.escape(link)}(?![\w/?#&=%-])", text) is not None
    in_text = link if link and not carded and not written else None
    card = Card(title=link) if link and carded and not written else None
    final = _assembled(text, in_text)
    if (problem := excess(final, limits)) is not None:
        return Skipped(problem)
    return Fitted(
        Content(final, link, card, hashtags_in(final), language), tuple(_added(in_text)), count(final, limits)
    )


def _assembled(body: str, link: str | None, tags: tuple[str, ...] = ()) -> str:
    tail = [link] if link else []
    if tags:
        tail.append(" ".join(f"#{tag}" for tag in tags))
    return "\n\n".join(part for part in (body, "\n".join(tail)) if part)


def _fitting_tags(body: str, link: str | None, tags: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
    """Return as many of the tags, in their order, as fit; one too long makes room for the next."""
    taken: tuple[str, ...] = ()
    for tag in hashtags(tags):
        longer = (*taken, tag)
        if len(longer) <= limits.hashtags and excess(_assembled(body, link, longer), limits) is None:
            taken = longer
    return taken


def _added(link: str | None, tags: tuple[str, ...] = ()) -> Iterator[str]:
    if link:
        yield link
    yield from (f"#{tag}" for tag in tags)
