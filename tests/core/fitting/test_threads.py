"""A teaser over several posts."""

from dataclasses import replace

import pytest

from adapters.base import Counting, Limits, LinkPlace
from scheduler.core.fitting.threads import fit_thread, joined
from scheduler.core.model import Fitted, Skipped, Telling, Voice
from tests.core.fitting.samples import LINK, TEASER, article

TOLD = replace(
    TEASER,
    composed=Telling(
        "Le thym aime le soleil.\n\nIl fleurit en juin. On le coupe avant.\n• Au sécateur.\n• Le matin.", ((0, 40),)
    ),
)
SHORT = Limits(Counting.CODE_POINTS, 60, link_place=LinkPlace.CARD, hashtags=1)


def texts(parts: tuple[Fitted, ...] | Skipped) -> list[str]:
    """Return the posts of a thread."""
    assert isinstance(parts, tuple)
    return [part.content.text for part in parts]


@pytest.mark.parametrize("room", [60, 500])
def test_every_part_knows_where_the_longest_telling_stands(room: int) -> None:
    """Short or long, it is told from there."""
    parts = fit_thread(TOLD, article(link=None), replace(SHORT, text=room))

    assert isinstance(parts, tuple)
    assert {part.source for part in parts} == {((0, 40),)}


def test_a_thread_tells_the_longest_telling_in_whole_sentences() -> None:
    """Each part is read on its own first."""
    assert texts(fit_thread(TOLD, article(link=None), SHORT)) == [
        "Le thym aime le soleil.\n\nIl fleurit en juin.\n\n1/2",
        "On le coupe avant.\n• Au sécateur.\n• Le matin.\n\n2/2",
    ]


def test_what_fits_in_one_post_is_one_post() -> None:
    """A number would promise more."""
    assert texts(fit_thread(TEASER, article(link=None), SHORT)) == [TEASER.text]


def test_the_first_part_carries_the_link_and_the_hashtags() -> None:
    """There readers decide whether to go on."""
    limits = Limits(Counting.CODE_POINTS, 95, hashtags=1)

    assert texts(fit_thread(TOLD, article("été"), limits, Voice(hashtags=("thym",)))) == [
        f"Le thym aime le soleil.\n\nIl fleurit en juin.\n\n1/2\n{LINK}",
        "On le coupe avant.\n• Au sécateur.\n• Le matin.\n\n2/2",
    ]


def test_only_the_first_part_has_the_card() -> None:
    """One link a thread."""
    parts = fit_thread(TOLD, article(), SHORT)
    assert isinstance(parts, tuple)

    assert [(part.content.link, part.content.card is None) for part in parts] == [(LINK, False), (None, True)]


def test_the_last_part_is_signed() -> None:
    """The signature ends the thread."""
    parts = texts(fit_thread(TOLD, article(link=None), SHORT, Voice(signature="— MT")))

    assert [part.endswith("— MT") for part in parts] == [False, True]


def test_a_sentence_too_long_for_a_part_leaves_the_thread_out() -> None:
    """Nothing is cut."""
    skipped = fit_thread(replace(TEASER, text="a" * 90 + ". Oui."), article(link=None), SHORT)

    assert skipped == Skipped("one of its sentences is too long for a post of its own", section="Récolte")


@pytest.mark.parametrize("text", ["a" * 90, "a" * 90 + "."])
def test_one_long_sentence_makes_no_thread(text: str) -> None:
    """There is nothing to part."""
    assert isinstance(fit_thread(replace(TEASER, text=text), article(), SHORT), Skipped)


def test_numbers_make_room_for_themselves() -> None:
    """Ten parts have longer numbers than nine."""
    told = replace(TEASER, text=" ".join(["Le thym pousse bien."] * 12))
    parts = texts(fit_thread(told, article(link=None, language="en"), replace(SHORT, text=28)))

    assert (len(parts), parts[-1]) == (12, "Le thym pousse bien.\n\n12/12")


def test_a_thread_is_one_post_whose_link_comes_last_where_it_stands_in_a_comment() -> None:
    """Between two parts it would interrupt."""
    posts = fit_thread(TOLD, article(), replace(SHORT, link_place=LinkPlace.FIRST_COMMENT))
    assert isinstance(posts, tuple)

    content = joined(posts).content

    assert [content.text, *(part.text for part in content.parts)] == [*texts(posts), LINK]
