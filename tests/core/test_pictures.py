"""Rules of what is shown with a post."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.core.model import Kind, Picture, Teaser
from scheduler.core.pictures import alt_problem, card_words, picture_of
from tests.core.article import body

CUP = Picture("/site/content/tasse.jpg", "Une tasse")
ARTICLE = replace(body("Le thym aime le soleil."), picture=CUP)


def teaser(text: str, kind: Kind = Kind.SECTION, picture: Picture | None = None) -> Teaser:
    return Teaser(kind, text, None, (), picture=picture)


def test_a_teaser_has_the_picture_of_its_article() -> None:
    """It is what the page behind the link shows."""
    assert picture_of(teaser("Le thym."), ARTICLE) == CUP


def test_a_picture_of_its_own_comes_first() -> None:
    """Its author chose it for this very post."""
    own = Picture("/site/content/thym.jpg", "Un pot de thym")

    assert picture_of(teaser("Le thym.", picture=own), ARTICLE) == own


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_picture_that_says_nothing_is_told(alt: str) -> None:
    """Who cannot see it would not know what it shows."""
    assert "tasse.jpg has no alt text" in str(alt_problem(replace(CUP, alt=alt)))


def test_a_card_shows_the_first_sentence() -> None:
    """More would be too small to read."""
    assert (
        card_words(teaser("Le thym aime le soleil. Il craint l'eau.\n\nDeux mots."), "fr") == "Le thym aime le soleil."
    )


@pytest.mark.parametrize("kind", [Kind.QUOTE, Kind.LIST, Kind.ENUMERATION])
def test_a_card_shows_all_of_what_one_sentence_does_not_say(kind: Kind) -> None:
    """A quotation without its speaker is nobody's."""
    text = "Le thym est sobre. Il le reste.\n— Jeanne"

    assert card_words(teaser(text, kind), "fr") == text


def test_a_card_shows_the_figure() -> None:
    """It is what the post is about."""
    said = teaser("Le thym est sobre. Il lui faut 2 litres d'eau par mois. Guère plus.", Kind.STAT)

    assert card_words(said, "fr") == "Il lui faut 2 litres d'eau par mois."


def test_a_card_shows_a_figure_in_words_by_its_first_sentence() -> None:
    """Not every number is written in digits."""
    assert card_words(teaser("Deux litres suffisent. Guère plus.", Kind.STAT), "fr") == "Deux litres suffisent."


def test_a_card_has_no_pictographs_and_no_empty_lines() -> None:
    """Fonts of words do not have them."""
    assert card_words(teaser("📌 Au programme :\n\n• ☀️ le soleil\n• l'eau 👨‍👩‍👧", Kind.LIST), "fr") == (
        "Au programme :\n• le soleil\n• l'eau"
    )
