"""Rules of times as people write them: what is understood, and as what."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.when import describe, understand, understand_every, understand_since, understand_until
from scheduler.errors import WhenError

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=PARIS)


def understood(text: str, now: datetime = WEDNESDAY) -> str:
    return understand(text, now=now, zone="Europe/Paris").strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01T09:00", "2026-12-01 09:00"),
        ("2026-12-01 09:00", "2026-12-01 09:00"),
        ("2026-12-01 9h", "2026-12-01 09:00"),
        ("2026-12-01t09:00:00", "2026-12-01 09:00"),
        ("20261201T0900", "2026-12-01 09:00"),
        ("2026-12-01T09:00Z", "2026-12-01 10:00"),
        ("2026-12-01T09:00-05:00", "2026-12-01 15:00"),
        ("now", "2026-11-25 10:30"),
        ("maintenant", "2026-11-25 10:30"),
        ("9:00", "2026-11-26 09:00"),
        ("9h", "2026-11-26 09:00"),
        ("à 18h", "2026-11-25 18:00"),
        ("at 6pm", "2026-11-25 18:00"),
        ("10:30", "2026-11-25 10:30"),
        ("noon", "2026-11-25 12:00"),
        ("midi", "2026-11-25 12:00"),
        ("midnight", "2026-11-26 00:00"),
        ("12 am", "2026-11-26 00:00"),
        ("12 p.m.", "2026-11-25 12:00"),
        ("demain 9h", "2026-11-26 09:00"),
        ("Demain à 9h", "2026-11-26 09:00"),
        ("demain à 9 h 30", "2026-11-26 09:30"),
        ("demain 9 heures", "2026-11-26 09:00"),
        ("demain midi", "2026-11-26 12:00"),
        ("9h demain", "2026-11-26 09:00"),
        ("après-demain à midi", "2026-11-27 12:00"),
        ("apres-demain 9h", "2026-11-27 09:00"),
        ("aujourd’hui 18h", "2026-11-25 18:00"),
        ("aujourd'hui à 18h", "2026-11-25 18:00"),
        ("tomorrow at 9am", "2026-11-26 09:00"),
        ("tomorrow 9:30 pm", "2026-11-26 21:30"),
        ("9am tomorrow", "2026-11-26 09:00"),
        ("tomorrow, at noon", "2026-11-26 12:00"),
        ("today 6 pm", "2026-11-25 18:00"),
        ("the day after tomorrow at 9:00", "2026-11-27 09:00"),
        ("lundi 9h", "2026-11-30 09:00"),
        ("le lundi à 9h", "2026-11-30 09:00"),
        ("lundi prochain 9h", "2026-11-30 09:00"),
        ("mardi 14h30", "2026-12-01 14:30"),
        ("ce vendredi 17h", "2026-11-27 17:00"),
        ("dim 20h", "2026-11-29 20:00"),
        ("mercredi 11h", "2026-11-25 11:00"),
        ("mercredi 10h", "2026-12-02 10:00"),
        ("mercredi prochain 11h", "2026-12-02 11:00"),
        ("next monday 9:00", "2026-11-30 09:00"),
        ("next wednesday 11:00", "2026-12-02 11:00"),
        ("friday 5pm", "2026-11-27 17:00"),
        ("this friday at 5pm", "2026-11-27 17:00"),
        ("9:00 on friday", "2026-11-27 09:00"),
        ("wed 11:00", "2026-11-25 11:00"),
        ("wed 10:00", "2026-12-02 10:00"),
        ("dans 2 heures", "2026-11-25 12:30"),
        ("dans 2h", "2026-11-25 12:30"),
        ("dans une heure", "2026-11-25 11:30"),
        ("dans 30 minutes", "2026-11-25 11:00"),
        ("dans trois jours", "2026-11-28 10:30"),
        ("dans 3 jours à 9h", "2026-11-28 09:00"),
        ("dans une semaine", "2026-12-02 10:30"),
        ("dans un mois", "2026-12-25 10:30"),
        ("in 3 days", "2026-11-28 10:30"),
        ("in 3 days at 9:00", "2026-11-28 09:00"),
        ("in two hours", "2026-11-25 12:30"),
        ("in 90 minutes", "2026-11-25 12:00"),
        ("in a week", "2026-12-02 10:30"),
        ("le 3 mars à 14 h", "2027-03-03 14:00"),
        ("3 mars 2027 14:00", "2027-03-03 14:00"),
        ("1er mars 9h", "2027-03-01 09:00"),
        ("30 nov. 9h", "2026-11-30 09:00"),
        ("3 sept 9h", "2027-09-03 09:00"),
        ("25 novembre 11h", "2026-11-25 11:00"),
        ("25 novembre 10h", "2027-11-25 10:00"),
        ("lundi 30 novembre 9h", "2026-11-30 09:00"),
        ("29 février 9h", "2028-02-29 09:00"),
        ("March 3rd at 2pm", "2027-03-03 14:00"),
        ("the 3rd of March 2027 at 14:00", "2027-03-03 14:00"),
        ("Dec 25, 9:00", "2026-12-25 09:00"),
        ("Monday, 30 November 2026 at 9:00", "2026-11-30 09:00"),
        ("December 1, 2026 9 a.m.", "2026-12-01 09:00"),
        ("30/11/2026 9h", "2026-11-30 09:00"),
        ("30.11.2026 9:00", "2026-11-30 09:00"),
        ("30/11 9h", "2026-11-30 09:00"),
        ("12/12 9:00", "2026-12-12 09:00"),
    ],
)
def test_a_time_is_understood_as_its_writer_meant_it(text: str, expected: str) -> None:
    """It is Wednesday 25 November 2026, 10:30 in Paris; a post at the wrong time cannot be taken back."""
    assert understood(text) == expected


def test_an_iso_time_is_understood_without_the_library() -> None:
    """Loading its words takes longer than most commands do."""
    program = (
        "import sys; from datetime import UTC, datetime; from scheduler.core.when import understand; "
        "understand('2026-12-01T09:00', now=datetime(2026, 11, 25, tzinfo=UTC), zone='Europe/Paris'); "
        "sys.exit('dateparser' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_understood_time_carries_its_zone() -> None:
    """A bare offset would break the promise at the next clock change."""
    assert understand("2026-12-01T09:00-05:00", now=WEDNESDAY, zone="Europe/Paris").tzinfo is PARIS


def test_today_is_the_day_in_the_writers_zone() -> None:
    """At 23:30 in London it is tomorrow in Paris already."""
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    assert understood("demain 9h", late) == "2026-11-26 09:00"


def test_now_is_never_past() -> None:
    """A fraction of a second must not turn "now" into an error."""
    instant = WEDNESDAY + timedelta(microseconds=600_000)

    assert understand("now", now=instant, zone="Europe/Paris") == WEDNESDAY


def test_hours_from_now_are_elapsed_hours() -> None:
    """Across the spring change "in 2 hours" is three hours later on the clock."""
    before = datetime(2027, 3, 28, 1, 30, tzinfo=PARIS)

    assert understood("in 2 hours", before) == "2027-03-28 04:30"


def test_days_from_now_keep_the_time_of_day() -> None:
    """A wall-clock promise: the night in between has 23 hours."""
    before = datetime(2027, 3, 27, 10, 30, tzinfo=PARIS)

    assert understood("in 1 day", before) == "2027-03-28 10:30"


def test_an_hour_from_now_may_fall_into_the_second_showing() -> None:
    """An instant counted from now has one sense, even where clocks show its hour twice."""
    before = datetime(2027, 10, 31, 2, 30, tzinfo=PARIS)

    assert understand("in 1 hour", now=before, zone="Europe/Paris").isoformat() == "2027-10-31T02:30:00+01:00"


def test_a_time_shown_twice_is_the_one_still_ahead() -> None:
    """Once the first showing is past, only the second is left to mean."""
    between = datetime(2027, 10, 31, 2, 40, tzinfo=PARIS)

    assert understand("2:30", now=between, zone="Europe/Paris").isoformat() == "2027-10-31T02:30:00+01:00"


def test_an_offset_chooses_between_two_showings() -> None:
    """This is what the refusal proposes to paste."""
    second = understand("2027-10-31T02:30+01:00", now=WEDNESDAY, zone="Europe/Paris")

    assert second.isoformat() == "2027-10-31T02:30:00+01:00"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            datetime(2026, 11, 24, 9, tzinfo=PARIS),
            "Tuesday 24 November 2026 at 09:00 (Europe/Paris, UTC+01:00)",
        ),
        (
            datetime(2026, 7, 1, 9, 5, 30, tzinfo=ZoneInfo("America/New_York")),
            "Wednesday 1 July 2026 at 09:05:30 (America/New_York, UTC-04:00)",
        ),
    ],
)
def test_a_time_is_echoed_in_full(at: datetime, expected: str) -> None:
    """The echo is where a misunderstanding is noticed: weekday, year, zone and offset all stand there."""
    assert describe(at) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("36h", timedelta(hours=36)),
        ("2d", timedelta(days=2)),
        (" 1 W ", timedelta(weeks=1)),
    ],
)
def test_a_distance_is_a_number_and_a_unit(text: str, expected: timedelta) -> None:
    """Short, because it is typed after `--every`."""
    assert understand_every(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("often", "'often' is not a distance in time: write a number and a unit, such as 30m, 12h, 2d or 1w"),
        ("-2d", "'-2d' is not a distance in time: write a number and a unit, such as 30m, 12h, 2d or 1w"),
        ("0d", "'0d' leaves no time between two posts: write at least 1m"),
        ("9999w", "'9999w' is more than a year between two posts: write at most 52w"),
    ],
)
def test_a_distance_that_cannot_be_used_is_refused(text: str, sentence: str) -> None:
    """The sentence says what to write instead."""
    with pytest.raises(WhenError) as refusal:
        understand_every(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2h", "2026-11-25 08:30"),
        ("1d", "2026-11-24 10:30"),
        ("yesterday", "2026-11-24 00:00"),
        ("hier 9h", "2026-11-24 09:00"),
        ("today", "2026-11-25 00:00"),
        ("2 hours ago", "2026-11-25 08:30"),
        ("il y a 3 jours", "2026-11-22 10:30"),
        ("monday", "2026-11-23 00:00"),
        ("last wednesday", "2026-11-18 00:00"),
        ("lundi dernier 9h", "2026-11-23 09:00"),
        ("3 mars", "2026-03-03 00:00"),
        ("2026-11-01", "2026-11-01 00:00"),
        ("2026-11-01T12:00Z", "2026-11-01 13:00"),
        ("9:00", "2026-11-25 09:00"),
        ("now", "2026-11-25 10:30"),
    ],
)
def test_the_log_looks_back(text: str, expected: str) -> None:
    """`--since` means the past: a day begins at midnight, a weekday is the last one."""
    since = understand_since(text, now=WEDNESDAY, zone="Europe/Paris")

    assert since.strftime("%Y-%m-%d %H:%M") == expected


def until(text: str) -> str:
    return understand_until(text, now=WEDNESDAY, zone="Europe/Paris").strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-03-15", "2027-03-15 23:59:59"),
        ("today", "2026-11-25 23:59:59"),
        ("vendredi", "2026-11-27 23:59:59"),
        ("lundi 15 mars 2027", "2027-03-15 23:59:59"),
        ("2027-03-15 9h", "2027-03-15 09:00:00"),
        ("in 2 hours", "2026-11-25 12:30:00"),
    ],
)
def test_an_end_may_be_a_whole_day(text: str, expected: str) -> None:
    """Who says until Friday means Friday too."""
    assert until(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-01", "is past; write 2026-11-25T23:59:59"),
        ("mardi 15 mars 2027", "2027-03-15 is a Monday; write 2027-03-15T23:59:59"),
        ("03/04/2027", "it may be 3 April or 4 March"),
    ],
)
def test_an_end_that_cannot_be_is_refused(text: str, why: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(WhenError, match=why):
        until(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tomorrow", "'tomorrow' cannot be used: it lies ahead; write for example 2026-11-24"),
        ("2027-01-01T00:00Z", "'2027-01-01T00:00Z' cannot be used: it lies ahead; write for example 2026-11-24"),
        ("03/04/2026", "'03/04/2026' cannot be used: it may be 3 April or 4 March; write for example 2026-11-24"),
        ("ages", "'ages' was not understood as a time: write for example 2h, yesterday or 2026-11-24"),
    ],
)
def test_the_log_refuses_what_is_not_behind(text: str, sentence: str) -> None:
    """An empty answer would look like a day on which nothing happened."""
    with pytest.raises(WhenError) as refusal:
        understand_since(text, now=WEDNESDAY, zone="Europe/Paris")

    assert str(refusal.value) == sentence
