"""Whether an article speaks as its brand does: words to avoid, claims, hashtags, `tu` and `vous`."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.core.article import fields, line_at
from scheduler.core.checking.addressing import addressing
from scheduler.core.checking.finding import Finding, error, warning
from scheduler.core.checking.page import field_line, page
from scheduler.core.claims import avoided, claims
from scheduler.core.fitting.hashtags import hashtag, hashtags_in
from scheduler.core.model import Article, Voice


def voicing(article: Article, voice: Voice) -> Iterator[Finding]:
    """Yield what the brand would not say, or not without a person's leave."""
    text = page(article)
    for each in avoided(text, voice):
        message = f"{each.found.word!r} is a word to avoid; say {each.instead!r}"
        yield error(line_at(text, each.found.span[0]), message, "avoid")
    for found in claims(text, article.language, voice):
        yield warning(line_at(text, found.span[0]), f"{found.word!r} may be a claim; have a person read it", "claim")
    if article.language.lower().partition("-")[0] == "fr":
        yield from addressing(text, voice.address)
    yield from _hashtags(article, voice)


def _hashtags(article: Article, voice: Voice) -> Iterator[Finding]:
    line = field_line(article, fields.TAGS)
    for tag in article.tags:
        name = hashtag(tag)
        if name is None:
            yield warning(line, f"the tag {tag!r} makes no hashtag, for want of a letter", "hashtag")
        elif name.casefold() in voice.no_hashtags:
            yield warning(line, f"the tag {tag!r} is one that no post carries; it is left out", "hashtag")
    for teaser in article.own:
        for name in hashtags_in(teaser.text):
            if name.casefold() in voice.no_hashtags:
                place = line_at(article.text, teaser.source[0][0])
                yield error(place, f"#{name} is a hashtag that no post carries; take it out", "hashtag")
