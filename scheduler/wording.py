"""What a post says: a teaser fitted, reworded where a plug-in does so, and held against the brand's voice.

A rewriter is a plug-in of the entry point group `tambour.rewriters`: a function that takes a teaser, the article's
language as a BCP 47 tag and what fits on the platform, and returns another text or, to leave it as it is, nothing.
It has no time limit. What it returns passes the same gate as every teaser; where it does not, or where the
rewriter fails, the teaser stays as it was, and the remarks say so.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from typing import TypeAlias

from adapters.base import Content, Limits
from scheduler.core.checking.addressing import addressing
from scheduler.core.claims import avoided, claims
from scheduler.core.fitting import fit
from scheduler.core.fitting.threads import fit_thread, joined
from scheduler.core.gate import check
from scheduler.core.model import Article, Fitted, Kind, Skipped, Teaser, Voice
from scheduler.errors import SettingsError

GROUP = "tambour.rewriters"
REWORDED = "reworded"
"""The edit that a rewriter's text carries: the gate judges it as one that left the article's sentences on purpose."""

Reword: TypeAlias = Callable[[Teaser, str, Limits], str | None]


@dataclass(frozen=True, slots=True)
class Rewriter:
    """A plug-in that rewords teasers."""

    name: str
    reword: Reword


@dataclass(frozen=True, slots=True)
class Worded:
    """A teaser in the words that would be posted, or why it would not be."""

    teaser: Teaser
    fitted: Fitted | Skipped
    remarks: tuple[Skipped, ...] = ()
    """Why a rewriter's text was not taken."""


def rewriter(name: str) -> Rewriter:
    """Load an installed rewriter.

    Raises SettingsError where there is none of that name, or it cannot be loaded.
    """
    installed = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in installed:
        known = ", ".join(sorted(installed)) or "none"
        raise SettingsError(f"voice.rewriter: no plug-in {name!r} is installed; installed are: {known}")
    try:
        return Rewriter(name, installed[name].load())
    except Exception as error:
        raise SettingsError(f"voice.rewriter: the plug-in {name!r} cannot be loaded: {error}; mend it") from error


def worded(
    teaser: Teaser,
    article: Article,
    limits: Limits,
    voice: Voice,
    plug_in: Rewriter | None,
    *,
    said: Container[str] = (),
) -> Worded:
    """Return a teaser as it would be posted; what its author wrote is never reworded.

    A rewriter is not followed where it repeats one of the texts `said` before.
    """
    plain = Worded(teaser, _passed(teaser, article, limits, voice))
    if plug_in is None or teaser.kind is Kind.OWN:
        return plain
    text = _reworded(teaser, article.language, limits, plug_in)
    if text is None or text == teaser.text:
        return plain
    if isinstance(text, str) and text in said:
        text = Skipped("it returned the text of an earlier post")
    anew = _anew(teaser, text, article, limits, voice) if isinstance(text, str) else text
    if isinstance(anew, Worded):
        return anew
    remark = f"the rewriter {plug_in.name!r} was not followed: {anew.reason}"
    return replace(plain, remarks=(Skipped(remark, section=teaser.section),))


def threaded(done: Worded, article: Article, limits: Limits, voice: Voice) -> Worded:
    """Return a teaser told at its longest, over as many posts as that takes.

    It stays as it is where a sentence is too long for a post, or where the gate refuses the whole telling.
    """
    teaser = done.teaser
    boundless = replace(limits, text=None, text_bytes=None, composed=teaser.composed is not None)
    posts = fit_thread(teaser, article, limits, voice)
    if isinstance(posts, Skipped) or isinstance(_passed(teaser, article, boundless, voice), Skipped):
        return done
    return replace(done, fitted=joined(posts))


def _anew(teaser: Teaser, text: str, article: Article, limits: Limits, voice: Voice) -> Worded | Skipped:
    edits = (*teaser.edits, REWORDED)
    anew = replace(
        teaser, text=text, shorter=(), composed=teaser.composed and replace(teaser.composed, text=text), edits=edits
    )
    fitted = _passed(anew, article, limits, voice)
    return fitted if isinstance(fitted, Skipped) else Worded(anew, fitted)


def _reworded(teaser: Teaser, language: str, limits: Limits, plug_in: Rewriter) -> str | Skipped | None:
    """Return what the plug-in makes of a teaser, or what went wrong."""
    try:
        text: object = plug_in.reword(teaser, language, limits)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  a plug-in may raise anything, and the teaser stands without it
        return Skipped(f"it failed with {type(error).__name__}: {error}")
    return text if text is None or isinstance(text, str) else Skipped(f"it returned a {type(text).__name__}, no text")


def _passed(teaser: Teaser, article: Article, limits: Limits, voice: Voice) -> Fitted | Skipped:
    """Fit a teaser, and drop it where it breaks a rule, or where the brand never says so."""
    fitted = fit(teaser, article, limits, voice)
    if isinstance(fitted, Skipped):
        return fitted
    broken = check(fitted, teaser, article, limits, voice, reworded=REWORDED in teaser.edits)
    problem = broken or _unlike(fitted.content, voice)
    return Skipped(problem, section=teaser.section) if problem else fitted


def _unlike(content: Content, voice: Voice) -> str | None:
    """Return what the brand would not say so."""
    said = _said(content)
    for never in avoided(said, voice):
        return f"it says {never.found.word!r}, which the voice avoids; say {never.instead!r}"
    if voice.address is None or (content.language or "").lower().partition("-")[0] != "fr":
        return None
    return next((each.message for each in addressing(said, voice.address)), None)


def promises(content: Content, voice: Voice) -> tuple[str, ...]:
    """Return the words of a post that only a person may let through, each once."""
    found = claims(_said(content), content.language or "", voice)
    return tuple(dict.fromkeys(each.word for each in found))


def _said(content: Content) -> str:
    """Return the text of a post, and of what follows it, without the link, whose words are an address."""
    said = "\n".join([content.text, *(part.text for part in content.parts)])
    return said if content.link is None else said.replace(content.link, "")
