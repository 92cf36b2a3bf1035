"""Laws of times as people write them, over many of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.core.when import describe, understand, understand_since
from scheduler.core.when.wall import first_instant, gap_end, instants
from scheduler.errors import WhenError

ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "UTC")
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
PIECES = (
    "demain tomorrow lundi friday next prochain ce le on at à in dans il y a ago 3 12 31 2027 03/04 9h 9:00 5pm "
    "25h mars march février of heures days minutes après-demain noon minuit 2027-02-31 T , . - + Z utc now"
)
PASTED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?")

walls = st.datetimes(datetime(2026, 11, 27), datetime(2028, 12, 31))  # noqa: DTZ001 - wall times, a zone follows
minutes = walls.map(lambda wall: wall.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)
moments = st.builds(lambda wall, zone: wall.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)), minutes, zones)
pieces = st.sampled_from(PIECES.split())
texts = st.lists(pieces, max_size=6).map(" ".join) | st.text(max_size=20)

patient = settings(deadline=None)
"""For laws whose first example loads the library."""


def outcome(text: str, zone: str = "Europe/Paris") -> datetime | str:
    try:
        return understand(text, now=NOW, zone=zone)
    except WhenError as refusal:
        return str(refusal)


@given(moments)
def test_an_iso_time_is_understood_as_itself(at: datetime) -> None:
    """What tambour writes can be pasted back."""
    again = understand(at.isoformat(), now=NOW, zone=str(at.tzinfo))

    assert again.isoformat() == at.isoformat()


@patient
@given(moments)
def test_the_echo_is_understood_as_what_it_echoes(at: datetime) -> None:
    """Written out in English, weekday and all, a time keeps its sense, unless its hour exists twice."""
    wall = at.replace(tzinfo=None, fold=0)
    assume(len(instants(wall, ZoneInfo(str(at.tzinfo)))) == 1)
    words, _, _ = describe(at).partition(" (")

    assert understand(words, now=NOW, zone=str(at.tzinfo)) == at


@patient
@given(moments)
def test_french_words_are_understood_as_the_time_they_name(at: datetime) -> None:
    """Every month and every minute, without an accent lost on the way."""
    wall = at.replace(tzinfo=None, fold=0)
    assume(len(instants(wall, ZoneInfo(str(at.tzinfo)))) == 1)
    words = f"le {at.day} {MONTHS.split()[at.month - 1]} {at.year} à {at.hour} h {at.minute:02}"

    assert understand(words, now=NOW, zone=str(at.tzinfo)) == at


@patient
@given(texts, zones)
def test_any_text_is_understood_ahead_or_refused(text: str, zone: str) -> None:
    """Whatever is typed, the answer is a time that is not past, in the zone asked for, or a sentence."""
    answer = outcome(text, zone)

    assert isinstance(answer, str) or (answer >= NOW and str(answer.tzinfo) == zone)


@patient
@given(texts, zones)
def test_what_is_understood_means_the_same_when_pasted_back(text: str, zone: str) -> None:
    """The echo and the database must agree with what was typed."""
    answer = outcome(text, zone)

    assert isinstance(answer, str) or outcome(answer.isoformat(), zone) == answer


@patient
@given(texts | minutes.map(str), zones)
def test_every_proposal_can_be_pasted(text: str, zone: str) -> None:
    """A refusal that proposes a time which is refused in turn would be a bad joke."""
    answer = outcome(text, zone)
    _, _, advice = str(answer).rpartition("write ")
    proposals = PASTED.findall(advice) if isinstance(answer, str) else []

    assert all(isinstance(outcome(proposal, zone), datetime) for proposal in proposals)


@patient
@given(texts)
def test_the_log_looks_back_or_refuses(text: str) -> None:
    """`--since` never answers with the future, and never with a traceback."""
    try:
        since = understand_since(text, now=NOW, zone="Europe/Paris")
    except WhenError:
        since = NOW

    assert since <= NOW


@given(walls, zones)
def test_a_promise_is_kept_at_its_time_or_just_after_the_gap(wall: datetime, zone: str) -> None:
    """The first instant shows the wall time wherever any instant does, and otherwise a later one."""
    kept = first_instant(wall, ZoneInfo(zone)).replace(tzinfo=None)

    assert kept == wall if instants(wall, ZoneInfo(zone)) else kept > wall


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_gap_has_one_end(minute: int) -> None:
    """Wherever in it a wall time falls."""
    inside = datetime(2027, 3, 28, 2, minute)  # noqa: DTZ001 - a wall time

    assert gap_end(inside, ZoneInfo("Europe/Paris")).isoformat() == "2027-03-28T03:00:00+02:00"


def vocabulary() -> list[str]:
    """Every word and phrase that the library holds for the two languages."""
    data = [import_module(f"dateparser.data.date_translation_data.{language}").info for language in ("fr", "en")]
    return sorted({word.casefold() for entry in data for word in words_in(entry)})


def words_in(entry: object) -> Iterator[str]:
    match entry:
        case str():
            yield entry
        case dict():
            yield from (word for pair in entry.items() for each in pair for word in words_in(each))
        case list():
            yield from (word for each in entry for word in words_in(each))
        case _:
            return


def accepted(form: str) -> dict[str, timedelta]:
    answers = {word: outcome(form.format(word)) for word in vocabulary()}
    return {word: answer - NOW for word, answer in answers.items() if isinstance(answer, datetime)}


def test_no_word_of_the_library_is_a_time_but_now() -> None:
    """Its vocabulary holds hundreds; a word that names a time by accident would be a silent wrong guess."""
    words = {word for word in accepted("{}") if not re.match(r"in \d|\d\d:\d\d", word)}

    assert words == {"now", "maintenant"}


def test_only_days_stand_before_a_time() -> None:
    """« demain », "friday": anything else before 9:00 is refused."""
    words = {word for word in accepted("{} 9:00") if not re.match(r"in \d|next |this |(at|à|a)?\s*$", word)}

    assert words == {
        *("tomorrow", "day after tomorrow", "demain", "après-demain"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        *("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    }


def test_only_months_stand_between_a_number_and_a_time() -> None:
    """The library would take "3 eight" for 3 August."""
    assert {word[:3] for word in accepted("3 {} 9:00")} == {
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        *("fév", "avr", "mai", "jui", "aoû", "déc"),
    }


def test_only_units_of_time_are_counted() -> None:
    """The library would take "in 3 tomorrow" for tomorrow."""
    steps = accepted("in 3 {}")

    assert {word: steps[word] for word in ("m", "h", "d", "week")} == {
        "m": timedelta(minutes=3),
        "h": timedelta(hours=3),
        "d": timedelta(days=3),
        "week": timedelta(weeks=3),
    }
    assert not {"now", "today", "tomorrow", "yesterday", "tonight", "monday", "march"} & set(steps)
