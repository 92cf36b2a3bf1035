"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.article import sentences


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["Mme Aubry cueille.", "M. Petit trie."]),
        ("fr", ["Le Dr. Aubry goûte le thym, p. ex. le matin.", "Il note tout."]),
        ("fr", ["Du thym, de la sauge, etc.", "Le panier est plein."]),
        ("fr", ["Le panier (thym, sauge, etc.) est plein.", "Rentrons."]),
        ("fr", ["Versez 1,5 l d'eau.", "Attendez 4.5 minutes."]),
        ("fr", ["Et le thym ?", "Il attend !", "Voici pourquoi : il sèche."]),
        ("fr", ["Elle dit : « Rentrons. Il pleut. »", "Puis elle court."]),
        ("fr", ["« Vite ! » crie le vent.", "On rentre."]),
        ("fr", ["Lisez https://exemple.example/a.html?b=2.", "Revenez."]),
        ("fr", ["Alors… presque.", "Encore... un peu."]),
        ("fr", ["Voir l'art. 3 et la p. 7.", "Le reste suit."]),
        ("fr", ["1. Couper.", "2. Sécher."]),
        ("fr", ["(Un détail.)", "Le reste suit."]),
        ("fr", ["Le jardin de J. R. Aubry ouvre.", "Entrez."]),
        ("en", ["Dr. Reed met Mrs. Holt at 4 p.m.", "They walked."]),
        ("en", ["The U.K. garden opened.", "It rained."]),
        ("en", ["She lives in the U.K.", "He does not."]),
        ("en", ["The U.K. Garden Trust opened a shop."]),
        ("en", ["Use shears, e.g. small ones.", "Done."]),
        ("en", ['She said, "Wait. Listen."', "Then it rained."]),
        ("en", ["“Now?” he asked.", "“Now!” she said."]),
        ("en", ["See Fig. 4 first.", "Then cut."]),
        ("en", ["I said no.", "Cut it."]),
        ("en", ["Install it first.", "npm comes later.", "iPads wait."]),
        ("en", ["It grows 🌿 Cut it."]),
        ("en", ["Wait... what?", "Cut it."]),
        ("ja", ["タイムは強い。", "切ろう！", "もう？"]),
        ("xx", ["Tymian rośnie.", "Tniemy."]),
    ],
)
def test_sentences_end_where_a_reader_would_say(language: str, expected: list[str]) -> None:
    """A false end publishes a stump."""
    assert list(sentences(("" if language == "ja" else " ").join(expected), language)) == expected


@given(st.text(alphabet='aB. !?…»«"()1。\n,é', max_size=80), st.sampled_from(["fr", "en", "xx"]))
def test_sentences_together_are_the_text(text: str, language: str) -> None:
    """Nothing is lost or doubled on the way to a post."""
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())
