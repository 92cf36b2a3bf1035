"""Rules of the calendar for other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from scheduler.core.calendar.ics import Entry, calendar
from scheduler.core.state import State
from tests.core.calendar.test_layout import summary

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_an_event_says_whether_its_post_goes_out() -> None:
    """Other programs know three answers: yes, no and perhaps; a public post has its address."""
    entries = [Entry(summary(1, AT, state=state), str(state), 1, AT) for state in State]
    entries[0] = replace(entries[0], post=replace(entries[0].post, url="https://a.example/1", text="a\x07b"))
    read = Calendar.from_ical(calendar(entries, ZoneInfo("Europe/Paris"), version="1"))
    said = {str(event["UID"]).partition("@")[0]: str(event["STATUS"]) for event in read.walk("VEVENT")}

    no, perhaps = {"cancelled", "retracted", "missed"}, {"draft", "uncertain", "failed"}
    assert {state for state, answer in said.items() if answer == "CANCELLED"} == no
    assert {state for state, answer in said.items() if answer == "TENTATIVE"} == perhaps
    assert (str(read.walk("VEVENT")[0]["URL"]), read["X-WR-TIMEZONE"]) == ("https://a.example/1", "Europe/Paris")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le thym aime le soleil.", "Le thym aime le soleil."),
        ("a" * 60, "a" * 60),
        ("Le thym aime le soleil, " * 3, "Le thym aime le soleil, Le thym aime le soleil, Le thym…"),
        ("茶" * 70, "茶" * 59 + "…"),
    ],
)
def test_the_title_of_an_event_ends_with_a_word(text: str, title: str) -> None:
    """Half a word reads like a mistake; and nothing is longer than sixty characters."""
    entry = Entry(replace(summary(1, AT), text=text), "a", 1, AT)
    event = Calendar.from_ical(calendar([entry], ZoneInfo("Europe/Paris"), version="1")).walk("VEVENT")[0]

    assert str(event["SUMMARY"]).partition(": ")[2] == title
