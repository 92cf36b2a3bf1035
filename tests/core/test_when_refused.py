"""Rules of times that cannot be used: each is refused with one that can be pasted."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.when import understand
from scheduler.errors import WhenError

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=PARIS)


def refused(text: str) -> str:
    with pytest.raises(WhenError) as refusal:
        understand(text, now=WEDNESDAY, zone="Europe/Paris")
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "problem", "proposal"),
    [
        ("demain", "it names a day but no time", "2026-11-26T09:00"),
        ("today", "it names a day but no time", "2026-11-26T09:00"),
        ("lundi", "it names a day but no time", "2026-11-30T09:00"),
        ("3 mars", "it names a day but no time", "2027-03-03T09:00"),
        ("2026-12-01", "it names a day but no time", "2026-12-01T09:00"),
        ("hier 9h", "Tuesday 24 November 2026 at 09:00 (Europe/Paris, UTC+01:00) is past", "2026-11-26T09:00"),
        ("today 9:00", "Wednesday 25 November 2026 at 09:00 (Europe/Paris, UTC+01:00) is past", "2026-11-26T09:00"),
        ("ce mercredi 9h", "Wednesday 25 November 2026 at 09:00 (Europe/Paris, UTC+01:00) is past", "2026-11-26T09:00"),
        ("last friday 18:00", "Friday 20 November 2026 at 18:00 (Europe/Paris, UTC+01:00) is past", "2026-11-25T18:00"),
        ("2 hours ago", "Wednesday 25 November 2026 at 08:30 (Europe/Paris, UTC+01:00) is past", "2026-11-26T08:30"),
        (
            "2020-01-01T12:00:30Z",
            "Wednesday 1 January 2020 at 13:00:30 (Europe/Paris, UTC+01:00) is past",
            "2026-11-25T13:00:30",
        ),
        ("31 février 9h", "there is no 31 February", "2027-02-28T09:00"),
        ("February 30, 2028 9:00", "there is no 30 February in 2028", "2028-02-29T09:00"),
        ("2027-02-31T09:00", "there is no 31 February in 2027", "2027-02-28T09:00"),
        ("31/04/2027 9h", "there is no 31 April in 2027", "2027-04-30T09:00"),
        ("03/04/2027 9:00", "it may be 3 April or 4 March", "2027-04-03T09:00 or 2027-03-04T09:00"),
        ("3/4 9:00", "it may be 3 April or 4 March", "2027-04-03T09:00 or 2027-03-04T09:00"),
        ("tomorrow midnight", "midnight may begin that day or end it", "2026-11-26T00:00 or 2026-11-27T00:00"),
        ("demain 25h", "no clock shows 25h", "2026-11-26T23:00"),
        ("demain 9:75", "no clock shows 9:75", "2026-11-26T09:59"),
        ("tomorrow 13pm", "no clock shows 13pm", "2026-11-26T13:00"),
        ("2027-03-28T02:30", "clocks go forward over that time, and never show it", "2027-03-28T03:00"),
        (
            "2027-10-31T02:30",
            "clocks go back over that time, and show it twice",
            "2027-10-31T02:30+02:00 or 2027-10-31T02:30+01:00",
        ),
        ("monday 1 december 9:00", "2026-12-01 is a Tuesday", "2026-12-01T09:00"),
    ],
)
def test_a_refusal_names_the_problem_and_the_nearest_good_time(text: str, problem: str, proposal: str) -> None:
    """Guessing costs a public post at the wrong time; asking back costs one paste."""
    assert refused(text) == f"{text!r} cannot be used: {problem}; write {proposal}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "blah",
        "12",
        "2027",
        "mars",
        "le 3",
        "1767225600",
        "0 mars 9h",
        "45 mars 9h",
        "45/45 9h",
        "2027-13-01 9h",
        "3 mars 27 9h",
        "3 blah 9h",
        "9h 10h",
        "demain à 9",
        "tomorrow at 9 UTC",
        "tomorrow 9:00 EST",
        "tomorrow 9:00 +02:00",
        "demain demain 9h",
        "now 9:00",
        "tonight",
        "demain matin",
        "next week 9:00",
        "in 3 tomorrow",
        "in next month",
        "in 0 days",
        "in -3 days",
        "2 days",
        "in 2 days ago",
        "in 999 blah",
        "dans 1h30",
        "3 eight 9:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-12:00",
    ],
)
def test_what_is_not_understood_is_refused_with_examples(text: str) -> None:
    """Each of these, the library that knows the words would have taken for some time or other, or nearly."""
    assert refused(text) == (
        f"{text!r} was not understood as a time: write for example 2026-11-26T09:00, 'friday 17:00' or 'demain 9h'"
    )
