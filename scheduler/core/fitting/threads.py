"""A teaser as a thread: its longest telling over several posts, whole sentences in each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from adapters.base import Limits, Part
from scheduler.core.article.sentences import sentences
from scheduler.core.fitting.assembling import UNVOICED, Tail, assembled, finished, tail
from scheduler.core.fitting.counting import excess
from scheduler.core.fitting.voicing import Told, tell_as
from scheduler.core.model import Article, Fitted, Skipped, Teaser, Voice

Piece = tuple[str, str]
"""What parts a sentence from the one before, and the sentence."""


def fit_thread(
    teaser: Teaser, article: Article, limits: Limits, voice: Voice = UNVOICED
) -> tuple[Fitted, ...] | Skipped:
    """Return a teaser's longest telling as posts that answer one another, numbered where there are several.

    The first carries the link and the hashtags, the last the signature.
    """
    longest = teaser.composed or teaser.tellings[0]
    told = tell_as(longest.text, teaser.kind, article, limits, voice)
    first = tail(told.text, article, limits, voice)
    if excess(assembled(told.text, first.lines()), limits) is None:
        return (replace(finished(told, first, article, limits, voice), source=longest.source),)
    bodies = _parted(_pieces(told.text, article.language), first, limits)
    if bodies is None:
        return Skipped("one of its sentences is too long for a post of its own", section=teaser.section)
    rest, silent = replace(article, link=None, tags=()), replace(voice, hashtags=())
    parts = (
        finished(
            Told(body, told.edits),
            _end(first, number, len(bodies), signed=number == len(bodies)),
            article if number == 1 else rest,
            limits,
            voice if number == 1 else silent,
        )
        for number, body in enumerate(bodies, 1)
    )
    return tuple(replace(part, source=longest.source) for part in parts)


def joined(posts: Sequence[Fitted]) -> Fitted:
    """Return the posts of a thread as one post with its parts; a comment that carries the link comes last."""
    first, *rest = posts
    parts = (*(Part(one.content.text) for one in rest), *first.content.parts)
    return replace(first, content=replace(first.content, parts=parts))


def _pieces(text: str, language: str) -> list[Piece]:
    lines = re.split(r"(\n+)", text)
    breaks = ["", *lines[1::2]]
    return [
        (" " if number else parting, sentence)
        for parting, line in zip(breaks, lines[::2], strict=True)
        for number, sentence in enumerate(sentences(line, language))
    ]


def _parted(pieces: Sequence[Piece], first: Tail, limits: Limits) -> list[str] | None:
    """Return the pieces in as few parts as their numbers allow; nothing where one is too long."""
    for total in range(2, len(pieces) + 1):
        bodies = _filled(pieces, partial(_fits, first, limits, total))
        if bodies is None or len(bodies) <= total:
            return bodies
    return None


def _filled(pieces: Sequence[Piece], fits: Callable[[str, int], bool]) -> list[str] | None:
    bodies = [""]
    for parting, sentence in pieces:
        longer = f"{bodies[-1]}{parting}{sentence}" if bodies[-1] else sentence
        if fits(longer, len(bodies)):
            bodies[-1] = longer
        elif bodies[-1] and fits(sentence, len(bodies) + 1):
            bodies.append(sentence)
        else:
            return None
    return bodies


def _fits(first: Tail, limits: Limits, total: int, body: str, number: int) -> bool:
    end = _end(first, number, total, signed=True)  # which part is the last shows when all are filled
    return excess(assembled(body, end.lines()), limits) is None


def _end(first: Tail, number: int, total: int, *, signed: bool) -> Tail:
    opening = first if number == 1 else Tail()
    return replace(opening, counter=f"{number}/{total}", signature=first.signature if signed else "")
