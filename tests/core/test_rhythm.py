"""Rules of an account's rhythm: what is closed, quiet, enough or shaken, and the promise of the wall clock all year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.holidays import bridges
from scheduler.core.model import Choice, Rhythm, Slot, Taste
from scheduler.core.planning import Agenda, conflict, plan
from scheduler.errors import PlanError

EVERY_DAY = frozenset(range(1, 8))
NINE, NOON, NIGHT = time(9), time(12), time(2, 30)
MONDAY = datetime(2026, 5, 4, tzinfo=ZoneInfo("Europe/Paris"))
MOTHERS_DAY = date(2026, 5, 10)


def rhythm(*times: time, zone: str = "Europe/Paris", days: frozenset[int] = EVERY_DAY, **more: object) -> Rhythm:
    return Rhythm(days, times, zone, timedelta(), **more)  # type: ignore[arg-type]


def slots(rhythm: Rhythm, count: int, *, account: str = "a", start: datetime = MONDAY) -> list[Slot]:
    return plan(rhythm, account=account, count=count, start=start, taken=())


def walls(rhythm: Rhythm, count: int) -> list[str]:
    return [f"{slot.at:%a %H:%M}" for slot in slots(rhythm, count)]


def test_a_weekday_may_have_times_of_its_own() -> None:
    """Readers are elsewhere on a Saturday."""
    weekend = rhythm(NINE, days=frozenset({5}), by_day={6: (NOON,), 7: ()})

    assert walls(weekend, 3) == ["Fri 09:00", "Sat 12:00", "Fri 09:00"]


def test_nothing_goes_out_on_a_closed_day() -> None:
    """A holiday, or a day of mourning."""
    closed = rhythm(NINE, closed={date(2026, 5, 5): "mourning"})

    assert walls(closed, 2) == ["Mon 09:00", "Wed 09:00"]


def test_nothing_goes_out_in_quiet_hours() -> None:
    """They may go past midnight."""
    quiet = rhythm(time(7), NINE, time(22), quiet=((time(21), time(8)),))

    assert walls(quiet, 2) == ["Mon 09:00", "Tue 09:00"]


def test_a_day_has_at_most_so_many_posts() -> None:
    """Whatever was queued by hand counts too."""
    sparse = rhythm(NINE, NOON, time(15), most_a_day=2)
    planned = plan(sparse, account="a", count=2, start=MONDAY, taken=[MONDAY.replace(hour=8)])

    assert [f"{slot.at:%a %H:%M}" for slot in planned] == ["Mon 09:00", "Tue 09:00"]


def test_a_week_has_at_most_so_many_posts() -> None:
    """A week begins on Monday."""
    assert walls(rhythm(NINE, most_a_week=2), 4) == ["Mon 09:00", "Tue 09:00", "Mon 09:00", "Tue 09:00"]


@pytest.mark.parametrize(
    ("empty", "why"),
    [
        (rhythm(), "give it at least one day and one time"),
        (rhythm(NINE, days=frozenset()), "give it at least one day and one time"),
        (rhythm(NINE, quiet=((time(8), time(10)),)), "all its times lie in its quiet hours"),
    ],
)
def test_a_rhythm_without_a_slot_is_refused(empty: Rhythm, why: str) -> None:
    """A plan that never ends would be worse."""
    with pytest.raises(PlanError, match=f"the rhythm of 'a' has no slot: {why}"):
        slots(empty, 1)


def test_a_slot_that_was_given_away_and_taken_back_is_free() -> None:
    """A post that moves leaves its place to others."""
    agenda = Agenda(rhythm(NINE, most_a_week=1), "a", [MONDAY])
    agenda.leave(MONDAY)

    assert agenda.is_free(MONDAY)


def test_a_time_that_clocks_skip_is_told() -> None:
    """Who promised 02:30 sees why it is 03:00."""
    start = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Paris"))

    assert [slot.note for slot in slots(rhythm(NIGHT), 2, start=start)] == [
        "clocks skip 02:30 that day: 03:00 instead",
        None,
    ]


def test_a_time_that_clocks_show_twice_is_told() -> None:
    """It goes out once."""
    start = datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Paris"))

    assert slots(rhythm(NIGHT), 1, start=start)[0].note == "clocks show 02:30 twice that day: the first time"


def test_a_time_of_seconds_is_told_with_them() -> None:
    """Jitter may shake it to any second."""
    start = datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Paris"))
    note = slots(rhythm(time(2, 30, 5)), 1, start=start)[0].note

    assert note == "clocks show 02:30:05 twice that day: the first time"


@given(st.sampled_from(["a", "b", "c"]), st.integers(1, 720))
def test_jitter_is_the_same_each_time(account: str, minutes: int) -> None:
    """Planning twice must not move anything; two accounts are not shaken alike, and nobody comes too early."""
    shaken = rhythm(NINE, jitter=timedelta(minutes=minutes))
    once, twice = slots(shaken, 5, account=account), slots(shaken, 5, account=account)
    late = [slot.at - slot.at.replace(hour=9, minute=0, second=0) for slot in once]

    assert once == twice
    assert all(timedelta() <= each <= timedelta(minutes=minutes) for each in late)
    assert len(set(late)) > 1


def test_jitter_leads_neither_into_quiet_hours_nor_to_another_day() -> None:
    """What it would lead astray stays as promised."""
    nights = rhythm(NINE, time(23, 59), jitter=timedelta(hours=12), quiet=((time(10), time(23)),))
    found = [slot.at.time() for slot in slots(nights, 60)]

    assert not any(map(nights.is_quiet, found))


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (MONDAY.replace(hour=9), None),
        (MONDAY.replace(hour=23), "23:00 lies in quiet hours"),
        (datetime(2026, 5, 10, 9, tzinfo=ZoneInfo("Europe/Paris")), "2026-05-10 is closed: fête des mères"),
    ],
)
def test_what_stands_against_a_time_has_a_name(at: datetime, why: str | None) -> None:
    """A post that was queued by hand is left there, and named."""
    watched = rhythm(NINE, quiet=((time(21), time(8)),), closed={MOTHERS_DAY: "fête des mères"})

    assert conflict(watched, at) == why


@pytest.mark.parametrize(
    ("holidays", "found"),
    [
        # Ascension Day, a Thursday
        ([date(2026, 5, 14)], [date(2026, 5, 15)]),
        # a Tuesday
        ([date(2026, 7, 14)], [date(2026, 7, 13)]),
        # a Wednesday has none, nor has a Friday
        ([date(2026, 11, 11), date(2026, 5, 1)], []),
        # a day between two holidays
        ([date(2026, 5, 5), date(2026, 5, 7)], [date(2026, 5, 4), date(2026, 5, 6), date(2026, 5, 8)]),
    ],
)
def test_a_bridge_stands_alone_between_days_off(holidays: list[date], found: list[date]) -> None:
    """Nobody reads a company's posts then."""
    assert list(bridges(holidays)) == found


@pytest.mark.parametrize(
    ("taste", "why"),
    [
        (Taste(), None),
        (Taste(only=Choice(frozenset({"quote"}), frozenset({"herbs"}))), None),
        (Taste(only=Choice(kinds=frozenset({"stat"}))), "the account takes no posts of the kind 'quote'"),
        (Taste(never=Choice(kinds=frozenset({"quote"}))), "the account takes no posts of the kind 'quote'"),
        (Taste(never=Choice(tags=frozenset({"herbs", "tea"}))), "the account takes nothing about 'herbs'"),
        (Taste(only=Choice(tags=frozenset({"wine", "tea"}))), "the account takes only what is about tea, wine"),
    ],
)
def test_an_account_takes_what_its_settings_choose(taste: Taste, why: str | None) -> None:
    """Professionals and friends read different things."""
    assert taste.refuses("quote", ["Herbs", "Garden"]) == why


def unlike() -> Iterator[str]:
    """Yield a zone for every course that clocks take in the year: others would only repeat it."""
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=9 * number) for number in range(974)]
    seen = set()
    for name in sorted(available_timezones()):
        course = tuple(at.astimezone(ZoneInfo(name)).utcoffset() for at in hours[::20])
        if course not in seen:
            seen.add(course)
            yield name


def test_every_zone_keeps_its_promises_all_year() -> None:
    """09:00 stays 09:00 whatever the clocks do, 02:30 comes once a day, and who promised it is told."""
    zones = list(unlike())
    for zone in zones:
        begin = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
        promised = rhythm(NIGHT, NINE, zone=zone)
        found = slots(promised, 2 * 365, start=begin)
        days = Counter(slot.at.date() for slot in found)
        nines = [slot.at.time() for slot in found[1::2]]
        moved = [slot for slot in found[::2] if slot.at.time() != NIGHT]

        assert set(days.values()) == {2}, zone
        assert set(nines) == {NINE}, zone
        assert all(slot.note for slot in moved), zone
    assert len(zones) > 50


@given(st.integers(1, 4), st.integers(1, 9), st.integers(0, 300), st.data())
def test_no_day_and_no_week_has_more_than_its_most(
    most_a_day: int, most_a_week: int, minutes: int, data: st.DataObject
) -> None:
    """Whatever the jitter and the zone."""
    zone = data.draw(st.sampled_from(["Europe/Paris", "America/New_York", "Pacific/Apia"]))
    times = (time(0), time(6), NOON, time(23, 30))
    capped = rhythm(
        *times, zone=zone, most_a_day=most_a_day, most_a_week=most_a_week, jitter=timedelta(minutes=minutes)
    )
    found = [slot.at for slot in islice(slots(capped, 60), 60)]

    assert max(Counter(at.date() for at in found).values()) <= most_a_day
    assert max(Counter(at.isocalendar()[:2] for at in found).values()) <= most_a_week


@pytest.mark.parametrize(
    ("most", "gap", "memory"),
    [
        (None, timedelta(hours=1), timedelta(hours=1)),
        (3, timedelta(hours=1), timedelta(days=8)),
        (3, timedelta(days=9), timedelta(days=9)),
    ],
    ids=["a distance", "a day's most", "a distance of days"],
)
def test_a_rhythm_remembers_what_still_forbids_a_slot(most: int | None, gap: timedelta, memory: timedelta) -> None:
    """Whoever asks for free slots tells of no older posts."""
    assert Rhythm(frozenset({1}), (time(9),), "UTC", gap, most_a_day=most).memory == memory
