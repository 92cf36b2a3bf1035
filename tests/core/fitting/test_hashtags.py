"""Hashtags, made of an article's tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.fitting import hashtag
from scheduler.core.fitting.hashtags import hashtags, hashtags_in


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Thym citron", "ThymCitron"),
        ("arrière-saison au jardin", "ArrièreSaisonAuJardin"),
        ("e\u0301te\u0301", "Été"),
        ("l'été", "LÉté"),
        ("DIY maison", "DIYMaison"),
        ("iPhone", "iPhone"),
        ("été 2026", "Été2026"),
        ("2026", None),
        ("&", None),
    ],
)
def test_a_tag_becomes_camel_case_with_its_accents(tag: str, expected: str | None) -> None:
    """Screen readers read the words apart; platforms link no digits alone."""
    assert hashtag(tag) == expected


def test_a_hashtag_stands_once_whatever_its_case() -> None:
    """The first spelling is the author's favourite."""
    assert hashtags(["Thym citron", "2026", "thym Citron", "Sauge"]) == ("ThymCitron", "Sauge")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le #thym et la #sauge.", ("thym", "sauge")),
        ("Le #thym, #thym.", ("thym",)),
        ("Le n°#1, &#39; et https://a.example/#brin", ()),
        ("Le #thym_citron2", ("thym_citron2",)),
    ],
)
def test_hashtags_are_found_where_platforms_link_them(text: str, expected: tuple[str, ...]) -> None:
    """A platform that wants them marked is told all of them."""
    assert hashtags_in(text) == expected


@given(st.text(max_size=40))
def test_what_is_made_is_found(tag: str) -> None:
    """One rule makes hashtags and finds them."""
    made = hashtag(tag)

    assert made is None or hashtags_in(f"#{made}") == (made,)


@pytest.mark.parametrize(("tag", "expected"), [("été ☀️", "Été"), ("❤️ coeur", "Coeur"), ("1️⃣ étape", "1Étape")])
def test_an_emoji_leaves_nothing_of_itself_behind(tag: str, expected: str) -> None:
    """An invisible character would make it another tag than the one readers follow."""
    assert hashtag(tag) == expected


@pytest.mark.parametrize("tag", ["C++", "C#", "{{< x >}}", "a<b"])
def test_a_tag_that_would_become_another_one_is_none(tag: str) -> None:
    """`#C` leads to other people."""
    assert hashtag(tag) is None
