"""The shape of `voice:`, how the brand speaks."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from scheduler.core import model
from scheduler.settings.model import Model, Section

NO, YES = frozenset({"no", "off", "false"}), frozenset({"yes", "on", "true"})


def _switch(value: Any) -> bool:
    said = str(value).lower()
    if said not in YES | NO:
        raise ValueError(f"{value!r} is neither yes nor no; write one of them")
    return said in YES


def _tag(value: str) -> str:
    if not any(char.isalpha() for char in value):
        raise ValueError(f"{value!r} makes no hashtag; it needs a letter")
    return value.removeprefix("#")


def _most(value: Any) -> int:
    if not re.fullmatch(r"\d{1,2}", str(value)):
        raise ValueError(f"{value!r} is no number; write how many hashtags a post has at most, such as 3")
    return int(value)


def _word(value: str) -> str:
    if not value.strip("* ") or "*" in value[:-1]:
        raise ValueError(f"{value!r} is no word; write one, with * after it where it only begins one")
    return value


Switch = Annotated[bool, BeforeValidator(_switch), WithJsonSchema({"type": "boolean"})]
Tag = Annotated[str, AfterValidator(_tag)]
Most = Annotated[int, BeforeValidator(_most), WithJsonSchema({"type": "integer", "minimum": 0})]
Word = Annotated[str, AfterValidator(_word)]
Said = Annotated[str, Field(min_length=1)]


class Hashtags(Model):
    """Which hashtags posts carry besides those of the article."""

    always: tuple[Tag, ...] = ()
    never: tuple[Tag, ...] = ()
    most: Most | None = None
    """As many as the platform takes where it is left out."""


class Claims(Model):
    """What a person must have seen before it is posted."""

    health: Switch = False
    """Whether the starter lists of health claims are used."""
    words: tuple[Word, ...] = ()


class Voice(Model):
    """How the brand speaks, in every post."""

    signature: str = ""
    hashtags: Annotated[Hashtags, Section] = Hashtags()
    emoji: Switch = True
    link_lead: str = ""
    address: Literal["tu", "vous"] | None = None
    """How French posts speak to their reader; either where it is left out."""
    avoid: Annotated[dict[Word, Said], Section] = Field(default_factory=dict)
    claims: Annotated[Claims, Section] = Claims()
    rewriter: Said | None = None
    """The name of an installed plug-in."""


def spoken(voice: Voice) -> model.Voice:
    """Return the settings of the voice as the core takes them."""
    return model.Voice(
        signature=voice.signature,
        hashtags=voice.hashtags.always,
        no_hashtags=frozenset(re.sub(r"\W", "", tag).casefold() for tag in voice.hashtags.never),
        most_hashtags=voice.hashtags.most,
        emoji=voice.emoji,
        link_lead=voice.link_lead,
        address=voice.address,
        avoid=dict(voice.avoid),
        claims=frozenset(voice.claims.words),
        health_claims=voice.claims.health,
    )
