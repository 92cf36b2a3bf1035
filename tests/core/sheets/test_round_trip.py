"""The law of the sheet: what was written is read again, to the letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.sheets.cells import guarded, unguarded
from scheduler.core.sheets.dates import settled
from scheduler.core.sheets.reading import read
from scheduler.core.sheets.writing import Row, sheet
from tests.core.sheets.samples import row

PRINTED = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\x85\u2028\u2029")
WORDS = st.text(PRINTED | st.sampled_from("'=+-@\n\t,;\"|"), min_size=1).map(str.strip).filter(bool)
IMAGES = st.lists(st.tuples(st.from_regex(r"[a-z]{1,8}\.jpg", fullmatch=True), WORDS | st.just("")), max_size=3)
ZONES = st.sampled_from(["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "UTC"])
PAST = datetime(2025, 1, 1, tzinfo=UTC)
NAIVE = PAST.replace(tzinfo=None)
TIMES = st.datetimes(NAIVE, NAIVE.replace(year=2030), timezones=st.just(UTC))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    at = draw(TIMES).astimezone(ZoneInfo(draw(ZONES)))
    return row(
        draw(WORDS), publish_at=at, images=tuple(draw(IMAGES)), link=draw(st.none() | st.just("https://a.example/"))
    )


@given(st.lists(rows(), min_size=1, max_size=4), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
def test_a_sheet_gives_back_the_posts_it_was_made_of(written: list[Row], encoding: str) -> None:
    """Text, time, link and images: a post must not change on its way through a spreadsheet's file."""
    found = read(sheet(written).encode(encoding))

    assert (found.problems, found.over, found.unused) == ([], [], ())
    assert [(one.text, one.link, one.images) for one in found.wanted] == [
        (one.text, one.link, one.images) for one in written
    ]
    for one, before in zip(found.wanted, written, strict=True):
        at, _ = settled(one.when or "", ZoneInfo(one.zone or ""), PAST)
        assert (at - before.publish_at, one.zone) == (timedelta(), str(before.publish_at.tzinfo))


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    """Whoever writes a teaser must not run a program on the desk of whoever opens the sheet."""
    cell = guarded(text)

    assert (cell[:1] not in set("=+-@\t\r"), unguarded(cell)) == (True, text)
