"""The no-break spaces of French."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Counting, Limits
from scheduler.core.fitting.typography import typeset

X = Limits(Counting.X, 280)
MASTODON = Limits(Counting.MASTODON, 500)
FRENCH = st.text(alphabet="aé1 \n\u00a0\u202f«»:;!?.,()'\"/=_-", max_size=40)


def shown(text: str, limits: Limits = MASTODON) -> str:
    """Return a typeset text with `~` for the wide space and `^` for the narrow one."""
    return typeset(text, "fr", limits).replace("\u00a0", "~").replace("\u202f", "^")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le thym : au soleil", "Le thym~: au soleil"),
        ("Oui ; non ! Vraiment ?", "Oui^; non^! Vraiment^?"),
        ("Oui; non! Vraiment? Note: été", "Oui^; non^! Vraiment^? Note~: été"),
        ("Quoi ?! Non !!!", "Quoi^?! Non^!!!"),
        ("Il dit « oui » et «non».", "Il dit «~oui~» et «~non~»."),
        ("« Prêt ? »", "«~Prêt^?~»"),
        ("Il demande : « Prêt? »", "Il demande~: «~Prêt^?~»"),
        ("(Prêt?)", "(Prêt^?)"),
        ("À midi 12:15?", "À midi 12:15^?"),
        ("Le thym\u202f: été\u00a0!", "Le thym~: été^!"),
        ("25 %: oui", "25 %~: oui"),
    ],
)
def test_french_marks_have_their_no_break_space(text: str, expected: str) -> None:
    """Without it, a line of its own begins with a question mark."""
    assert shown(text) == expected


def test_x_gets_the_space_that_it_counts_once() -> None:
    """The narrow one weighs two there."""
    assert shown("« Oui » ; non ! Quoi ?", X) == "«~Oui~»~; non~! Quoi~?"


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/b?c=d:e;f!",
        "Rendez-vous à 12:15",
        "std::vector",
        "x=1;",
        "print(a);",
        "C:\\temp",
        "mon_nom?",
        "#thym!",
        "Bien :) et ;-) et :D et :-/",
        "L'été, c'est l’été.",
        "Un tiret – ou deux — ici.",
        "Seul.\n: puce",
        "??",
    ],
)
def test_what_is_no_french_mark_is_left_alone(text: str) -> None:
    """Addresses, times, code, emoticons and apostrophes."""
    assert typeset(text, "fr-BE", MASTODON) == text


def test_other_languages_are_left_alone() -> None:
    """Their marks stand close to the word."""
    assert typeset("Really? Yes: « so »!", "en", MASTODON) == "Really? Yes: « so »!"


@given(FRENCH, st.sampled_from([X, MASTODON]))
def test_typesetting_twice_is_typesetting_once(text: str, limits: Limits) -> None:
    """A text that is right already stays as it is."""
    once = typeset(text, "fr", limits)

    assert typeset(once, "fr", limits) == once


@given(FRENCH, st.sampled_from([X, MASTODON]))
def test_nothing_but_spaces_changes(text: str, limits: Limits) -> None:
    """It is the author's text."""
    assert "".join(typeset(text, "fr", limits).split()) == "".join(text.split())
