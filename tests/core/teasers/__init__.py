"""What the tests of teasers share: an article in a word, and what a kind finds in it."""

from collections.abc import Sequence

from scheduler.core.model import Article, Kind, Teaser
from scheduler.core.teasers import split
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.kinds import FINDERS
from scheduler.core.teasers.passages import matter, passages
from tests.core.article import read

TAGS = "[terre, soleil, arrosage]"
"""So that a sentence on where thyme grows is on the topic."""


def article(markdown: str, *, title: str = "Le thym du jardin", language: str = "fr", description: str = "") -> Article:
    return read(f"---\ntitle: {title}\ntags: {TAGS}\nlang: {language}\ndescription: {description!r}\n---\n{markdown}\n")


def found(markdown: str, kind: Kind, *, title: str = "Le thym du jardin", language: str = "fr") -> list[Candidate]:
    made = article(markdown, title=title, language=language)
    about = matter(made)
    return [
        each for passage in passages(made) for find in FINDERS for each in find(passage, about) if each.kind is kind
    ]


def texts(candidates: Sequence[Candidate]) -> list[str]:
    return [each.text for each in candidates]


def teasers(made: Article, kind: Kind) -> list[Teaser]:
    return [each for each in split(made).teasers if each.kind is kind]
