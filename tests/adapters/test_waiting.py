from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.waiting import LONGEST_WAIT, wait

DATE = "Tue, 01 Dec 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "90"},
        {"retry-after": "90.0"},
        {"retry-after": "Tue, 01 Dec 2026 09:01:30 GMT"},
        {"x-ratelimit-reset": "2026-12-01T09:01:30.000000Z"},
        {"x-ratelimit-reset": "2026-12-01T09:01:30"},
        {"x-ratelimit-reset": "1796115690"},
        {"ratelimit-reset": "1796115690"},
        {"ratelimit-reset": "90"},
        {"retry-after": "soon", "ratelimit-reset": "90"},
    ],
)
def test_every_way_of_asking_for_a_wait_is_understood(headers: dict[str, str]) -> None:
    """Platforms agree on none."""
    assert wait({**headers, "date": DATE}) == timedelta(seconds=90)


@pytest.mark.parametrize(
    "headers", [{}, {"retry-after": "soon"}, {"retry-after": "-5", "date": DATE}, {"ratelimit-reset": "1796115690"}]
)
def test_what_is_not_understood_is_not_guessed(headers: dict[str, str]) -> None:
    """Without the platform's own clock, an instant says nothing."""
    assert wait(headers) is None


def test_an_instant_that_has_passed_is_no_wait() -> None:
    """The answer was under way for a while."""
    assert wait({"ratelimit-reset": "1796115000", "date": DATE}) == timedelta()


@pytest.mark.parametrize("value", ["99999999999", "1" * 40, "9" * 400, "9" * 400 + ".5"])
def test_a_number_that_is_no_span_and_no_instant_is_the_longest_wait(value: str) -> None:
    """A platform that asks for three thousand years is not to be asked again at once."""
    assert wait({"retry-after": value, "date": DATE}) == LONGEST_WAIT


@given(value=st.text() | st.integers().map(str) | st.floats().map(str) | st.datetimes().map(str))
def test_no_wait_is_negative_or_longer_than_the_bound(value: str) -> None:
    """A law: a header can neither crash the daemon nor silence an account for ever."""
    found = wait({"retry-after": value, "date": DATE})

    assert found is None or timedelta() <= found <= LONGEST_WAIT
