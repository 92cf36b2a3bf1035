"""The table of rules, and the gate itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from adapters.base import Limits
from scheduler.core.gate import form, saying, siblings, sourcing
from scheduler.core.gate.judged import Judged, Wording, judged
from scheduler.core.gate.telling import legible
from scheduler.core.model import Article, Fitted, Teaser
from scheduler.core.model.voice import Voice

Verdict: TypeAlias = Callable[[Judged], str | None]

ALL = frozenset(Wording)
NOT_OWN = ALL - {Wording.OWN}
"""The author may end with an emoji, greet, or ask for comments; a program may not."""
DRAWN = frozenset({Wording.DRAWN})
"""Whoever rewords has left the article's sentences behind on purpose."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a post keeps."""

    name: str
    broken_by: Verdict
    """Returns how a post breaks it, in plain English, or nothing."""
    wordings: frozenset[Wording]
    """Whose words it holds for."""


RULES = (
    Rule("limit", form.limit, ALL),
    Rule("unicode_ok", form.unicode_ok, ALL),
    Rule("link_once", form.link_once, ALL),
    Rule("no_residue", form.no_residue, ALL),
    Rule("hashtags_valid", form.hashtags_valid, ALL),
    Rule("balanced", form.balanced, ALL),
    Rule("typography", form.typography, NOT_OWN),
    Rule("not_heading_only", saying.not_heading_only, NOT_OWN),
    Rule("min_content", saying.min_content, NOT_OWN),
    Rule("no_internal_repeat", saying.no_internal_repeat, NOT_OWN),
    Rule("ends_well", saying.ends_well, NOT_OWN),
    Rule("not_dangling", saying.not_dangling, NOT_OWN),
    Rule("no_broken_deixis", saying.no_broken_deixis, NOT_OWN),
    Rule("no_source_line", saying.no_source_line, NOT_OWN),
    Rule("not_boilerplate", saying.not_boilerplate, NOT_OWN),
    Rule("language", saying.language, NOT_OWN),
    Rule("word_integrity", sourcing.word_integrity, DRAWN),
    Rule("faithful", sourcing.faithful, DRAWN),
    Rule("sentence_integrity", sourcing.sentence_integrity, DRAWN),
    Rule("added_bounded", sourcing.added_bounded, DRAWN),
    Rule("no_new_number", sourcing.no_new_number, frozenset({Wording.REWORDED})),
)
"""Form first, so that a reason names the plainest fault."""


def check(
    fitted: Fitted, teaser: Teaser, article: Article, limits: Limits, voice: Voice, *, reworded: bool = False
) -> str | None:
    """Return the first rule that a post breaks, and how; nothing where it may be queued."""
    return next(broken(fitted, teaser, article, limits, voice, reworded=reworded), None)


def broken(
    fitted: Fitted, teaser: Teaser, article: Article, limits: Limits, voice: Voice, *, reworded: bool = False
) -> Iterator[str]:
    """Yield every rule that a post breaks, as its name, a colon and how."""
    post = judged(fitted, teaser, article, limits, voice, reworded=reworded)
    held = (rule for rule in RULES if post.wording in rule.wordings)
    return (f"{rule.name}: {legible(reason)}" for rule in held if (reason := rule.broken_by(post)) is not None)


_NAMES = frozenset({*(rule.name for rule in RULES), *siblings.NAMES})


def plainly(reason: str) -> str:
    """Return a reason without the name of its rule."""
    name, _, how = reason.partition(": ")
    return how if name in _NAMES else reason
