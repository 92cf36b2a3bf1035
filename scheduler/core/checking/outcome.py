"""What became of an article's posts."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.core.article import line_at
from scheduler.core.checking.finding import Finding, error, warning
from scheduler.core.checking.page import field_line, pictures
from scheduler.core.model import Article, Site, Skipped, Teaser
from scheduler.core.teasers import split
from scheduler.core.when import understand, understand_since
from scheduler.errors import WhenError


@dataclass(frozen=True, slots=True)
class Made:
    """A post as it would be queued."""

    place: str
    """Its account, or its platform."""
    teaser: Teaser
    claims: tuple[str, ...] = ()
    """What it says that only a person may let through."""


def silent(made: Sequence[Made], skipped: Sequence[Skipped], reason: str | None) -> Iterator[Finding]:
    """Yield why there would be no post at all; `reason` is why the article gets none now."""
    if reason is not None:
        yield warning(1, f"there would be no posts: {reason}", "no-teaser")
    elif not made:
        why = next((each.reason for each in skipped if each.section is None), "every teaser was left out")
        yield warning(1, f"there would be no posts: {why}", "no-teaser")


def left_out(article: Article, made: Sequence[Made], skipped: Sequence[Skipped]) -> Iterator[Finding]:
    """Yield each post that was dropped, with its reason and where; a section that gives none is no matter."""
    sections = split(article).skipped
    dropped: dict[tuple[int, str], list[str]] = {}
    for each in skipped:
        if each not in sections:
            line = _line(article, made, each)
            dropped.setdefault((line, each.reason), []).extend([each.account] if each.account else [])
    for (line, reason), places in dropped.items():
        where = f"{', '.join(dict.fromkeys(places))}: " if places else ""
        yield warning(line, f"{where}{reason}", "left-out")


def waiting(article: Article, made: Sequence[Made]) -> Iterator[Finding]:
    """Yield each post that would wait for a person."""
    drafts: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for each in made:
        if each.claims:
            start = min(span[0] for span in each.teaser.source)
            drafts.setdefault((line_at(article.text, start), each.claims), []).append(each.place)
    for (line, claims), places in drafts.items():
        words = ", ".join(repr(claim) for claim in claims)
        where = ", ".join(dict.fromkeys(places))
        yield warning(line, f"a post on {where} says {words}; `tambour queue` leaves it a draft", "claim")


def own(article: Article, site: Site, platforms: Container[str], now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with the posts that the author wrote."""
    for each in article.own:
        line = line_at(article.text, each.source[0][0])
        for name in each.platforms:
            if name not in platforms:
                yield error(line, f"there is no platform {name!r}; this post goes nowhere", "platform")
        if each.at is not None:
            yield from _time(each.at, line, site, now)


def _time(at: str, line: int, site: Site, now: datetime) -> Iterator[Finding]:
    try:
        understand(at, now=now, zone=site.timezone)
    except WhenError as problem:
        severity = warning if _is_past(at, site, now) else error  # what has gone out cannot be mended
        yield severity(line, str(problem), "time")


def _is_past(at: str, site: Site, now: datetime) -> bool:
    try:
        understand_since(at, now=now, zone=site.timezone)
    except WhenError:
        return False
    return True


def _line(article: Article, made: Sequence[Made], skipped: Skipped) -> int:
    """Return where what was left out stands, as near as it is known."""
    if skipped.section is not None:
        return _section_line(article, skipped.section)
    named = (line for picture, line in pictures(article) if picture.path in skipped.reason)
    return next(named, 1 if skipped.account is None else _own_line(article, made, skipped.account))


def _section_line(article: Article, section: str) -> int:
    """Return where a section's prose begins."""
    spans = (block.span for each in article.sections if each.title == section for block in each.blocks)
    return next((line_at(article.text, start) for start, _ in spans), 1)


def _own_line(article: Article, made: Sequence[Made], account: str) -> int:
    """Return where the one post of the author's own stands that an account does not get; else where all begin."""
    given = {each.teaser.text for each in made if each.place == account}
    missing = [each for each in article.own if each.text not in given]
    if len(missing) != 1:
        return field_line(article, ("teasers",))
    return line_at(article.text, missing[0].source[0][0])
