"""Laws of best times: nothing is told that the counts do not bear out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.times import HOURS, LEAST, USUAL, Sample, bounds, compare, habit, rhythm, score

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 2, tzinfo=PARIS)
MOMENTS = st.builds(
    lambda day, minute: MONDAY + timedelta(days=day, minutes=minute), st.integers(0, 60), st.integers(0, 1439)
)
SAMPLES = st.lists(st.builds(Sample, MOMENTS, st.integers(0, 50)), max_size=80)


def spread(dice: Random, each: int, *, evening: float = 1.0, weekend: float = 1.0) -> list[Sample]:
    """Return posts of mornings and evenings, all week, with many reactions to a few, as networks give them."""
    found = []
    for number in range(each * 4):
        day, late = 5 * (number % 2), number // 2 % 2
        at = MONDAY + timedelta(days=day, hours=18 if late else 9, minutes=dice.randrange(0, 60))
        better = (evening if late else 1) * (weekend if day else 1)
        found.append(Sample(at, int(better * dice.lognormvariate(2.5, 0.8))))
    return found


def test_where_nothing_depends_on_the_time_nothing_is_recommended() -> None:
    """In one case of twenty at most; chance favours some hour always."""
    dice = Random(1)  # noqa: S311  an invented account
    told = sum(bool(compare(spread(dice, 15)).best) for _ in range(100))

    assert told <= 0.05 * 100


def test_a_strong_difference_is_found() -> None:
    """Else nobody would need to ask."""
    dice = Random(2)  # noqa: S311  an invented account
    found = [compare(spread(dice, 40, evening=8)).best for _ in range(20)]

    assert all({part.hours for part in best} == {(18, 22)} for best in found)


@given(SAMPLES, st.randoms(use_true_random=False))
def test_the_order_of_the_posts_does_not_matter(samples: list[Sample], dice: Random) -> None:
    """A database gives them in any."""
    shuffled = [*samples]
    dice.shuffle(shuffled)

    assert compare(shuffled) == compare(samples)


@given(SAMPLES)
def test_what_is_recommended_lies_above_all_else(samples: list[Sample]) -> None:
    """Where intervals overlap, no difference can be told."""
    found = compare(samples)
    others = [part.interval for part in found.parts if part not in found.best and part.interval]

    assert sum(len(part.scores) for part in found.parts) == len(samples)
    assert all(part.interval and part.interval[0] > high for part in found.best for _, high in others)
    assert all((part.interval is not None) == (len(part.scores) >= LEAST) for part in found.parts)
    assert not found.best or others


@given(SAMPLES)
def test_a_part_says_when_its_posts_went_out(samples: list[Sample]) -> None:
    """Its time is to be pasted, so it lies within."""
    for part in compare(samples).parts:
        assert part.hours[0] <= part.middle.hour < part.hours[1]
        assert part.middle.minute % 15 == 0


@pytest.mark.parametrize(
    ("many", "risk", "places"),
    [
        *((5, 0.05, None), (6, 0.05, (1, 6)), (10, 0.05, (2, 9)), (20, 0.05, (6, 15)), (100, 0.05, (40, 61))),
        (5_000, 0.05, (2431, 2570)),
    ],
)
def test_an_interval_is_the_one_of_the_books(many: int, risk: float, places: tuple[int, int] | None) -> None:
    """Conover, Practical Nonparametric Statistics: order statistics around a median, by the binomial."""
    assert bounds(range(1, many + 1), risk) == places


def test_the_smallest_group_has_an_interval_among_all_that_there_can_be() -> None:
    """A part that counts as comparable has to be."""
    assert bounds(range(LEAST), 0.05 / (2 * len(HOURS))) is not None


def test_who_saw_a_post_is_no_reaction() -> None:
    """A network shows it to whom it likes."""
    assert score({"likes": 3, "replies": 1, "views": 900, "IMPRESSION": 40, "link_clicks": 7}) == 4


def test_a_single_part_has_nothing_to_be_compared_with() -> None:
    """Whoever always speaks at nine learns nothing of the evening."""
    found = compare([Sample(MONDAY + timedelta(hours=9), number) for number in range(40)])

    assert (found.is_possible, found.best, len(found.parts), found.parts[0].median) == (False, (), 1, 19.5)


def test_a_recommendation_is_a_rhythm() -> None:
    """Working days and weekends may differ."""
    parts = compare(spread(Random(3), 12)).parts  # noqa: S311  an invented account
    found = rhythm(parts)

    assert [days for days, _ in found] == [("mon", "tue", "wed", "thu", "fri"), ("sat", "sun")]
    assert [len(times) for _, times in found] == [2, 2]
    assert rhythm([part for part in parts if part.weekend]) == found[1:]


def test_every_platform_has_a_habit() -> None:
    """Something to begin with, which is called what it is."""
    assert habit("mastodon") == USUAL
    assert habit("email") == (("tue", "thu"), (time(9),))
