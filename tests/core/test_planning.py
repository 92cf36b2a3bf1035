"""Rules of planning: where posts may go, and what a wall-clock promise is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.model import Rhythm
from scheduler.core.planning import plan, slots_until
from scheduler.errors import PlanError
from tests.work import calls_of

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
)
EVERY_DAY = frozenset(range(1, 8))
PARIS = ZoneInfo("Europe/Paris")


def rhythm(
    *times: str, days: frozenset[int] = EVERY_DAY, zone: str = "Europe/Paris", gap: timedelta | None = None
) -> Rhythm:
    return Rhythm(days, tuple(time.fromisoformat(each) for each in times), zone, gap or timedelta())


def planned(
    rhythm: Rhythm, *, start: str, count: int, taken: Sequence[datetime] = (), every: timedelta | None = None
) -> list[str]:
    begin = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(rhythm.timezone))
    slots = plan(rhythm, account="masto", count=count, start=begin, taken=taken, every=every)
    return [slot.at.isoformat(timespec="minutes") for slot in slots]


def paris(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=PARIS)


def test_slots_follow_days_and_times() -> None:
    """A rhythm means what its owner reads in the settings: 5 May 2026 is a Tuesday."""
    weekdays = rhythm("09:00", "17:30", days=frozenset({2, 4}))

    slots = planned(weekdays, start="2026-05-05T10:00", count=3)

    assert slots == ["2026-05-05T17:30+02:00", "2026-05-07T09:00+02:00", "2026-05-07T17:30+02:00"]


def test_the_start_itself_is_a_slot() -> None:
    """A plan asked for at nine sharp must not lose the nine o'clock slot."""
    slots = planned(rhythm("09:00"), start="2026-05-05T09:00", count=1)

    assert slots == ["2026-05-05T09:00+02:00"]


def test_slots_carry_the_zone_of_the_rhythm() -> None:
    """The zone is half of a wall-clock promise."""
    (slot,) = plan(rhythm("09:00"), account="masto", count=1, start=datetime(2026, 5, 5, tzinfo=UTC), taken=())

    assert slot.at.tzinfo is PARIS


def test_slots_name_their_account() -> None:
    """A slot is one account at one instant."""
    (slot,) = plan(rhythm("09:00"), account="masto", count=1, start=paris("2026-05-05"), taken=())

    assert slot.account == "masto"


def test_asking_for_no_slot_gives_none() -> None:
    """An article without teasers is planned without fuss."""
    assert planned(rhythm("09:00"), start="2026-05-05", count=0) == []


def test_a_taken_slot_is_never_given_again() -> None:
    """Two posts at one instant would look like a machine gone wrong, even where no gap is set."""
    slots = planned(rhythm("09:00"), start="2026-05-05", count=1, taken=[paris("2026-05-05T09:00").astimezone(UTC)])

    assert slots == ["2026-05-06T09:00+02:00"]


def test_the_gap_is_kept_from_taken_slots_on_both_sides() -> None:
    """A post moved by hand stands between slots: neither neighbour may crowd it."""
    spaced = rhythm("09:00", "10:00", "11:00", "12:00", gap=timedelta(hours=1))

    slots = planned(spaced, start="2026-05-05", count=2, taken=[paris("2026-05-05T10:30")])

    assert slots == ["2026-05-05T09:00+02:00", "2026-05-05T12:00+02:00"]


def test_slots_exactly_a_gap_apart_are_allowed() -> None:
    """The gap is the least distance, not more."""
    slots = planned(rhythm("09:00", "10:00", gap=timedelta(hours=1)), start="2026-05-05", count=2)

    assert slots == ["2026-05-05T09:00+02:00", "2026-05-05T10:00+02:00"]


def test_the_gap_is_kept_between_new_slots() -> None:
    """A plan must keep its own promise."""
    slots = planned(rhythm("09:00", "09:30", "10:30", gap=timedelta(hours=1)), start="2026-05-05", count=2)

    assert slots == ["2026-05-05T09:00+02:00", "2026-05-05T10:30+02:00"]


def test_every_spreads_a_plan() -> None:
    """`--every 2d` skips slots that the rhythm would allow."""
    slots = planned(rhythm("09:00", "17:00"), start="2026-05-05", count=3, every=timedelta(days=2))

    assert slots == ["2026-05-05T09:00+02:00", "2026-05-07T09:00+02:00", "2026-05-09T09:00+02:00"]


def test_every_day_means_every_day_when_clocks_go_forward() -> None:
    """From 09:00 to 09:00 the spring night has only 23 hours: the next day must not be skipped for that."""
    slots = planned(rhythm("09:00"), start="2026-03-28", count=2, every=timedelta(days=1))

    assert slots == ["2026-03-28T09:00+01:00", "2026-03-29T09:00+02:00"]


def test_every_counts_from_the_promised_time() -> None:
    """A slot that had to move out of a gap does not push the next day's slot away."""
    slots = planned(rhythm("02:30"), start="2026-03-29", count=2, every=timedelta(days=1))

    assert slots == ["2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]


def test_a_wall_time_that_does_not_exist_moves_to_the_end_of_the_gap() -> None:
    """Paris skips from 02:00 to 03:00 on 29 March 2026."""
    assert planned(rhythm("02:30"), start="2026-03-29", count=1) == ["2026-03-29T03:00+02:00"]


def test_two_wall_times_in_one_gap_are_one_slot() -> None:
    """Both would move to the same instant, and an instant is given once."""
    slots = planned(rhythm("02:15", "02:30"), start="2026-03-29", count=2)

    assert slots == ["2026-03-29T03:00+02:00", "2026-03-30T02:15+02:00"]


def test_a_wall_time_that_exists_twice_is_the_first() -> None:
    """Paris shows 02:30 twice on 25 October 2026; a post goes out once."""
    slots = planned(rhythm("02:30"), start="2026-10-25", count=2)

    assert slots == ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]


def test_a_half_hour_gap_moves_a_slot_to_its_own_end() -> None:
    """Lord Howe skips only from 02:00 to 02:30, on 4 October 2026."""
    slots = planned(rhythm("02:10", zone="Australia/Lord_Howe"), start="2026-10-04", count=1)

    assert slots == ["2026-10-04T02:30+11:00"]


def test_the_slot_of_a_skipped_day_moves_to_the_next() -> None:
    """Samoa had no 30 December 2011."""
    slots = planned(rhythm("09:00", zone="Pacific/Apia"), start="2011-12-29T10:00", count=2)

    assert slots == ["2011-12-31T00:00+14:00", "2011-12-31T09:00+14:00"]


def test_a_start_after_a_skipped_day_still_finds_the_slot_that_moved() -> None:
    """The promise of the day that never was falls on the day that follows."""
    slots = planned(rhythm("09:00", zone="Pacific/Apia"), start="2011-12-31T00:00", count=1)

    assert slots == ["2011-12-31T00:00+14:00"]


@pytest.mark.parametrize("empty", [rhythm(), rhythm("09:00", days=frozenset())], ids=["no time", "no day"])
def test_an_empty_rhythm_is_refused(empty: Rhythm) -> None:
    """The sentence says what to change."""
    with pytest.raises(PlanError, match=r"the rhythm of 'masto' has no slot: give it at least one day and one time"):
        planned(empty, start="2026-05-05", count=1)


def test_a_plan_without_room_for_three_years_is_refused() -> None:
    """A gap longer than that is a mistake in the settings; searching on would never end."""
    with pytest.raises(PlanError, match=r"'masto' has 1 of the 2 free slots asked for.* after 2026-05-05"):
        planned(rhythm("09:00", gap=timedelta(days=2000)), start="2026-05-05", count=2)


def test_a_long_plan_may_end_after_three_years() -> None:
    """Two hundred weekly posts are a plan, not a mistake: only the search for one slot is bounded."""
    slots = planned(rhythm("09:00", days=frozenset({1})), start="2026-05-05", count=200)

    assert slots[-1] == "2030-03-04T09:00+01:00"


@pytest.mark.parametrize("zone", ZONES)
def test_slots_keep_their_wall_clock_time_all_year(zone: str) -> None:
    """Nine in the morning is never in a gap, so it is nine all year, whatever the offset does."""
    begin = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))

    slots = plan(rhythm("09:00", zone=zone), account="masto", count=365, start=begin, taken=())

    assert [slot.at.replace(tzinfo=None) for slot in slots] == [
        datetime(2026, 1, 1, 9) + timedelta(days=day)  # noqa: DTZ001 - a wall time
        for day in range(365)
    ]


def test_a_large_plan_beside_many_posts_is_quick() -> None:
    """Ten thousand queued posts must not make planning feel slow; a search per pair would be ten million steps."""
    begin = paris("2026-05-05")
    taken = [begin + timedelta(hours=hour) for hour in range(10_000)]
    busy_day = rhythm(*(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 20)))

    calls = calls_of(lambda: plan(busy_day, account="masto", count=1_000, start=begin, taken=taken))

    assert calls < 50 * (len(taken) + 1_000)


walls = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1))  # noqa: DTZ001 - wall times, a zone follows
hours = st.integers(0, 72).map(lambda hours: timedelta(hours=hours))
rhythms = st.builds(
    Rhythm,
    days=st.frozensets(st.integers(1, 7), min_size=1),
    times=st.sets(st.times().map(lambda each: each.replace(second=0, microsecond=0)), min_size=1, max_size=5).map(
        lambda times: tuple(sorted(times))
    ),
    timezone=st.sampled_from(ZONES),
    gap=hours,
)


@given(rhythms, walls, st.lists(walls, max_size=20))
def test_no_two_posts_are_closer_than_the_gap(rhythm: Rhythm, start: datetime, taken: list[datetime]) -> None:
    """The gap is elapsed time between instants: zones and clock changes cannot shorten it."""
    busy = [each.replace(tzinfo=UTC) for each in taken]
    slots = plan(rhythm, account="masto", count=10, start=start.replace(tzinfo=UTC), taken=busy)
    chosen = [slot.at.astimezone(UTC) for slot in slots]

    assert all(later - earlier >= rhythm.gap and later > earlier for earlier, later in pairwise(chosen))
    assert all(abs(at - other) >= rhythm.gap and at != other for at in chosen for other in busy)


@given(rhythms, walls)
def test_every_slot_is_at_or_after_the_start(rhythm: Rhythm, start: datetime) -> None:
    """Nothing is planned into the past."""
    begin = start.replace(tzinfo=UTC)
    slots = plan(rhythm, account="masto", count=5, start=begin, taken=())

    assert all(slot.at.astimezone(UTC) >= begin for slot in slots)


@given(rhythms, walls)
def test_planning_in_two_steps_gives_the_same_slots(rhythm: Rhythm, start: datetime) -> None:
    """What was planned yesterday is taken today: a plan goes on where the last one ended."""
    begin = start.replace(tzinfo=UTC)
    at_once = [slot.at for slot in plan(rhythm, account="masto", count=6, start=begin, taken=())]
    first = [slot.at for slot in plan(rhythm, account="masto", count=3, start=begin, taken=())]
    rest = [slot.at for slot in plan(rhythm, account="masto", count=3, start=begin, taken=first)]

    assert at_once == first + rest


@pytest.mark.parametrize(
    ("until", "most", "expected"),
    [
        ("2026-05-05T16:00", 9, ["09:00"]),
        ("2026-05-06T09:00", 9, ["09:00", "17:30", "09:00"]),
        ("2026-06-01", 1, ["09:00"]),
    ],
    ids=["before the second", "up to a slot itself", "no more than asked for"],
)
def test_the_slots_until_a_time_are_as_many_as_there_are(until: str, most: int, expected: list[str]) -> None:
    """What finds none waits in line, and is no error."""
    found = slots_until(
        rhythm("09:00", "17:30"), paris(until), account="a", most=most, start=paris("2026-05-05"), taken=()
    )

    assert [slot.at.strftime("%H:%M") for slot in found] == expected


def test_a_rhythm_without_slots_has_none_until_any_time() -> None:
    """The account posts what is queued by hand, and nothing else."""
    never = rhythm(days=frozenset())

    assert slots_until(never, paris("2027-01-01"), account="a", most=9, start=paris("2026-05-05"), taken=()) == []
