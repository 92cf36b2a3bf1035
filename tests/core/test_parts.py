"""Rules for the parts of a thread."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Content, Media, Part, Receipt
from scheduler.core.model import Claim
from scheduler.core.parts import part_key, piece, rest

CONTENT = Content("one", parts=(Part("two"),))


@given(st.uuids(), st.lists(st.integers(0, 50), unique=True, min_size=2))
def test_no_two_parts_share_a_key(key: object, places: list[int]) -> None:
    """A platform would take the one for a repeat of the other."""
    assert len({part_key(str(key), place) for place in places}) == len(places)


@given(st.uuids(), st.integers(0, 50))
def test_a_parts_key_is_the_same_on_every_attempt(key: object, place: int) -> None:
    """The platform recognises a repeat by it; columns and headers were made for its length."""
    assert part_key(str(key), place) == part_key(str(key), place)
    assert len(part_key(str(key), place)) == 36


@pytest.mark.parametrize(("public", "expected"), [(0, True), (1, False)])
def test_a_thread_goes_on_until_its_last_part(public: int, expected: bool) -> None:
    """Then it is published as a whole."""
    receipts = (Receipt("1"),) * public
    claim = Claim(1, "a", "plain", 1, CONTENT, "key", 0, datetime(2026, 5, 5, tzinfo=UTC), published=receipts)

    assert claim.more is expected


IMAGE = Media(b"", "image/png", 1, 1, "Thym")
THREAD = Content("one", link="https://tisane.example/", parts=(Part("two", (IMAGE,)), Part("three")))


def test_a_part_is_a_post_of_its_own() -> None:
    """The first keeps all that belongs to the post; what follows has its text and its images."""
    pieces = [piece(THREAD, place) for place in range(3)]

    assert pieces == [Content("one", link=THREAD.link), Content("two", media=(IMAGE,)), Content("three")]


def test_what_is_left_of_a_thread_begins_with_its_part() -> None:
    """An edit in the middle of a thread shows what is still to come."""
    left = [rest(THREAD, place) for place in range(3)]

    assert left == [THREAD, Content("two", media=(IMAGE,), parts=(Part("three"),)), Content("three")]
