"""Laws of the calendar: whatever is planned, each post is there once, and no line is too long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduler.core.calendar.layout import LEAST, Sheet, drawn
from scheduler.core.calendar.marks import MARKS, legend, standing
from scheduler.core.calendar.pieces import Line, filled
from scheduler.core.calendar.spans import month, week
from scheduler.core.model import PostSummary
from scheduler.core.state import State

PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(2026, 1, 1), date(2031, 1, 1))
ZONES = st.sampled_from([PARIS, ZoneInfo("Pacific/Apia"), ZoneInfo("America/Sao_Paulo"), ZoneInfo("UTC")])


def summary(number: int, at: datetime, **facts: object) -> PostSummary:
    """Return a post that is planned for a time."""
    said = {"account": "a", "state": State.QUEUED, "text": "Bonjour", "hold": None} | facts
    rest = {"platform": "feed", "kind": "manual", "url": None, "reason": None, "not_before": None}
    return PostSummary(id=number, publish_at=at, **said, **rest)  # type: ignore[arg-type]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[PostSummary], Sheet]:
    """Draw a week or a month of some width in some zone, and posts within it."""
    make = draw(st.sampled_from([week, month]))
    span, zone = make(draw(DAYS)), draw(ZONES)
    begin, end = span.instants(zone)
    minutes = st.integers(0, int((end.astimezone(UTC) - begin.astimezone(UTC)) / timedelta(minutes=1)) - 1)
    posts = [
        summary(
            number,
            (begin.astimezone(UTC) + timedelta(minutes=draw(minutes))).astimezone(zone),
            account=draw(st.text("ab-é字", min_size=1, max_size=30)),
            state=draw(st.sampled_from(State)),
            text=draw(st.text("a é字\n👩‍👧", max_size=40)),
        )
        for number in range(draw(st.integers(0, 12)))
    ]
    return posts, Sheet(span, zone, draw(DAYS), draw(st.integers(20, 130)), cell_len, draw(st.booleans()))


def width(line: Line) -> int:
    return sum(cell_len(piece.text) for piece in line)


@given(sheets())
def test_each_post_of_the_span_is_there_once_and_nothing_is_too_wide(drawing: tuple[list[PostSummary], Sheet]) -> None:
    """A post that a calendar hides is forgotten, and a line that is broken shows nothing."""
    posts, sheet = drawing
    lines = drawn(posts, sheet)

    assert sorted(piece.post for line in lines for piece in line if piece.post is not None) == [p.id for p in posts]
    assert all(width(line) <= sheet.width for line in lines)


@given(DAYS, ZONES)
def test_one_week_ends_where_the_next_begins(day: date, zone: ZoneInfo) -> None:
    """Else a post at midnight would be in none, or in two; a month is made likewise."""
    for make in (week, month):
        span = make(day)

        assert day in span
        assert span.instants(zone)[1] == make(span.last + timedelta(days=1)).instants(zone)[0]


def text(lines: list[Line]) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in lines)


def test_today_and_states_are_told_without_colours() -> None:
    """Not everybody sees colours, and a pipe has none."""
    day = date(2026, 3, 4)
    at = datetime(2026, 3, 4, 9, tzinfo=PARIS)
    posts = [summary(1, at), summary(2, at, hold="paused"), summary(3, at, state=State.DRAFT)]
    for columns in (LEAST - 1, LEAST):
        said = text(drawn(posts, Sheet(week(day), PARIS, day, columns, cell_len, texts=True)))

        assert ("04*" in said, "Mar 2026*" in said) == (columns == LEAST, columns < LEAST)
        assert all(f"{mark} 09:00" in said for mark in ("●", "‖", "○"))
    assert legend(posts) == ["○ draft", "● queued", "‖ held (paused)"]


def test_what_is_held_says_for_what() -> None:
    """Each has another remedy."""
    at = datetime(2026, 3, 4, 9, tzinfo=PARIS)

    assert legend([summary(1, at, hold=hold) for hold in ("campaign", "article")]) == ["‖ held (article, campaign)"]


def test_every_state_has_a_sign_of_its_own() -> None:
    """Two states that look alike are one to who looks."""
    found = {MARKS[standing(summary(1, datetime(2026, 3, 4, tzinfo=PARIS), state=state))] for state in State}

    assert len(found) == len(State)
    assert len(set(MARKS.values())) == len(MARKS)


def test_days_outside_of_the_span_stay_empty() -> None:
    """A month begins in the middle of a week."""
    sheet = Sheet(month(date(2026, 4, 15)), PARIS, date(2026, 1, 1), 60, cell_len, texts=False)

    assert "31" not in text(drawn([], sheet))


@given(st.lists(st.text("a é字", min_size=1, max_size=12), max_size=8), st.integers(10, 40), st.integers(1, 3))
def test_phrases_are_kept_whole_and_in_order(phrases: list[str], columns: int, between: int) -> None:
    """A heading that is broken within a word is hard to read; only a phrase that is longer than a line exceeds it."""
    lines = list(filled(phrases, columns, between, cell_len))

    assert [phrase for line in lines for phrase in line] == phrases
    assert all(len(line) == 1 or cell_len((" " * between).join(line)) <= columns for line in lines)
