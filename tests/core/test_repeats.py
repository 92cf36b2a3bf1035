"""What stands on an account is not said again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Receipt, Sent
from scheduler.core.repeats import Said, nearly_the_same, said_before

AT = datetime(2026, 5, 4, tzinfo=UTC)
THYME = "Le thym pousse mieux au pied d'un mur exposé au sud, dans une terre pauvre."
TEXTS = st.lists(st.sampled_from(["le", "thym", "pousse", "mieux", "ici"]), max_size=7).map(" ".join)


def sent(text: str) -> Sent:
    return Sent(Receipt("1"), text, AT)


@pytest.mark.parametrize(
    "text",
    [
        THYME,
        f"{THYME}\n\ntisane.example/thym/ #Jardin",
        "LE THYM pousse mieux, au pied d’un mur exposé au sud, dans une terre pauvre !",
        "Au jardin, le thym pousse mieux au pied d'un mur exposé au sud, dans une terre légère.",
    ],
)
def test_nearly_the_same_words_say_the_same(text: str) -> None:
    """Nobody posts twice to the letter by hand."""
    assert said_before(f"{THYME}\n\nhttps://tisane.example/thym/\n#Thym", [sent("Bonjour"), sent(text)]) == sent(text)


@pytest.mark.parametrize("text", ["", "Le thym aime le soleil.", "https://tisane.example/thym/ #Thym"])
def test_other_words_say_something_else(text: str) -> None:
    """The same link and the same hashtags stand under many posts."""
    assert said_before(f"{THYME} https://tisane.example/thym/ #Thym", [sent(text)]) is None


def test_two_words_are_the_same_only_if_they_are_the_same() -> None:
    """They make no run of three."""
    texts = [sent("Bonne nuit"), sent("Bonne année")]

    assert said_before("Bonne année !", texts) == texts[1]


def test_posts_without_words_are_not_the_same() -> None:
    """They may be two pictures."""
    assert said_before("#Thym", [sent("#Sauge")]) is None


@given(st.lists(TEXTS, max_size=6), TEXTS)
def test_many_texts_are_looked_through_as_one_by_one(said: list[str], text: str) -> None:
    """A plan holds each new text against all that an account says in a year."""
    book = Said()
    for number, one in enumerate(said):
        book.add(one, str(number), AT + timedelta(days=number))
    alike = [str(number) for number, one in enumerate(said) if nearly_the_same(one, text)]

    assert book.before(text) == next(iter(alike), None)
    assert book.near(text, AT, timedelta(days=2)) == max(
        (AT + timedelta(days=int(number)) for number in alike if int(number) < 2), default=None
    )
