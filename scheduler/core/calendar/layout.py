"""A grid of days, or a list by day where there is no room for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from zoneinfo import ZoneInfo

from scheduler.core.calendar.marks import MARKS, standing
from scheduler.core.calendar.pieces import Line, Measure, Piece, cut, joined, padded, wrapped
from scheduler.core.calendar.spans import WEEK, Span
from scheduler.core.model import PostSummary

LEAST = 60
"""Columns below which seven days do not stand beside each other."""
RULE = "│"
TEXT = 2
"""Lines of a post's text in a week."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a calendar is drawn."""

    span: Span
    zone: ZoneInfo
    today: date
    width: int
    """Columns, twenty at least; no line takes more."""
    measure: Measure
    texts: bool
    """Whether posts are shown with their words."""


def drawn(posts: Iterable[PostSummary], sheet: Sheet) -> list[Line]:
    """Return the lines of a calendar; each post of the span has its mark there once."""
    days = _by_day(posts, sheet)
    return list(_grid(days, sheet) if sheet.width >= LEAST else _list(days, sheet))


def _by_day(posts: Iterable[PostSummary], sheet: Sheet) -> Mapping[date, Sequence[PostSummary]]:
    days: defaultdict[date, list[PostSummary]] = defaultdict(list)
    for post in sorted(posts, key=lambda one: (one.publish_at, one.id)):
        days[post.publish_at.astimezone(sheet.zone).date()].append(post)
    return days


def _list(days: Mapping[date, Sequence[PostSummary]], sheet: Sheet) -> Iterator[Line]:
    for day in sorted(day for day in days if day in sheet.span):
        yield _headed(f"{day:%a %d %b %Y}", day, sheet, sheet.width)
        for post in days[day]:
            head = _mark(post, sheet)
            told = f"{post.account} {post.text}"
            room = sheet.width - sheet.measure(head.text) - 1
            yield (head, Piece(f" {cut(told, room, sheet.measure)}"))


def _grid(days: Mapping[date, Sequence[PostSummary]], sheet: Sheet) -> Iterator[Line]:
    width = (sheet.width - (WEEK - 1)) // WEEK
    weeks = list(sheet.span.weeks())
    format_ = "%a %d" if len(weeks) == 1 else "%d"
    if format_ == "%d":
        yield joined((padded((Piece(f"{day:%a}", "quiet"),), width, sheet.measure) for day in weeks[0]), RULE)
    for number, week in enumerate(weeks):
        if number or format_ == "%d":
            yield (Piece("┼".join(["─" * width] * WEEK), "quiet"),)
        cells = [list(_cell(day, days.get(day, ()), format_, sheet, width)) for day in week]
        for row in zip_longest(*cells, fillvalue=()):
            yield joined((padded(line, width, sheet.measure) for line in row), RULE)


def _cell(day: date, posts: Sequence[PostSummary], format_: str, sheet: Sheet, width: int) -> Iterator[Line]:
    if day not in sheet.span:
        return
    yield _headed(f"{day:{format_}}", day, sheet, width)
    for post in posts:
        yield from _told(post, sheet, width)


def _headed(named: str, day: date, sheet: Sheet, width: int) -> Line:
    """Return the head of a day; a star marks today without colours."""
    if day != sheet.today:
        return (Piece(cut(named, width, sheet.measure), "day"),)
    return (Piece(cut(f"{named}*", width, sheet.measure), "today"),)


def _told(post: PostSummary, sheet: Sheet, width: int) -> Iterator[Line]:
    """Yield the lines of a post in a day: its account beside the time where there is room, else below."""
    mark, account = _mark(post, sheet), Piece(cut(post.account, width, sheet.measure))
    if sheet.measure(f"{mark.text} {account.text}") <= width:
        yield (mark, Piece(f" {account.text}"))
    else:
        yield (mark,)
        yield (account,)
    if sheet.texts:
        yield from ((Piece(line, "quiet"),) for line in wrapped(post.text, width, TEXT, sheet.measure))


def _mark(post: PostSummary, sheet: Sheet) -> Piece:
    name = standing(post)
    return Piece(f"{MARKS[name]} {post.publish_at.astimezone(sheet.zone):%H:%M}", name, post.id)
