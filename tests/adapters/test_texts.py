from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Card, Content, Media, Part
from adapters.texts import letters, makes_card, tells_link

LINK = "https://ex.org/semer"
IMAGE = Media(b"one", "image/png", 2, 2)
CARD = Card("Semer")


@given(st.text(), st.text())
def test_white_space_is_no_letter(one: str, other: str) -> None:
    """Every platform has its own idea of it."""
    assert letters(f" {one}\n{other}\t") == letters(f"{one} {other}")


def test_an_accent_is_the_same_however_it_is_spelt() -> None:
    """Some platforms write it anew."""
    assert letters("cafe\u0301") == letters("caf\u00e9")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (Content("x"), True),
        (Content(f"voir {LINK}", LINK), True),
        (Content("x", LINK, parts=(Part("et"), Part(LINK))), True),
        (Content("x", LINK, CARD), False),
    ],
)
def test_a_link_is_told_by_the_text_or_by_what_follows(content: Content, told: bool) -> None:
    """Beside images there is no card to carry it."""
    assert tells_link(content) is told


@pytest.mark.parametrize(
    ("content", "made"),
    [
        (Content("x"), False),
        (Content("x", LINK), True),
        (Content("x", LINK, media=(IMAGE,)), False),
        (Content("x", LINK, parts=(Part(LINK),)), False),
        (Content("x", LINK, CARD, parts=(Part("et"),)), True),
    ],
)
def test_a_card_is_made_of_a_link_that_nothing_else_carries(content: Content, made: bool) -> None:
    """Twice would be once too often."""
    assert makes_card(content) is made
