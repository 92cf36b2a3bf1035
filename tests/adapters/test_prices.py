"""What posting costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.base import Content, Media, Part
from adapters.limits import LIMITS
from adapters.prices import PRICES, cost

DESCRIBED = Media(b"one", "image/png", 2, 2, "un carré")
SILENT = Media(b"two", "image/png", 2, 2)


@pytest.mark.parametrize("platform", sorted(LIMITS.keys() - PRICES.keys()))
def test_what_is_not_listed_is_free(platform: str) -> None:
    """Nobody is stopped by a budget where nothing is charged."""
    assert cost(platform, Content("https://maison-tilleul.example/semer")) == 0


@pytest.mark.parametrize("text", ["Voir https://maison-tilleul.example", "Voir maison-tilleul.fr.", "(tilleul.fr/a)"])
def test_a_post_with_an_address_costs_the_price_of_one(text: str) -> None:
    """More than ten times as much."""
    assert cost("x", Content(text)) == PRICES["x"].linked_post > 10 * PRICES["x"].post


@pytest.mark.parametrize("text", ["Semer l'été.", "À 3.5 cm, etc.", "Un mot. Un autre", "jardin@tilleul.fr ? non"])
def test_a_post_without_an_address_is_cheap(text: str) -> None:
    """A full stop makes no address."""
    assert cost("x", Content(text)) == PRICES["x"].post


def test_each_alternative_text_costs() -> None:
    """An image alone is free."""
    assert cost("x", Content("Semer", media=(DESCRIBED, SILENT, DESCRIBED))) == Decimal("0.025")


def test_a_thread_costs_as_much_as_its_parts() -> None:
    """The link in a first comment costs what it would cost in the post."""
    content = Content("Semer", parts=(Part("Arroser", (DESCRIBED,)), Part("https://maison-tilleul.example")))

    assert cost("x", content) == Decimal("0.015") + Decimal("0.020") + Decimal("0.200")
