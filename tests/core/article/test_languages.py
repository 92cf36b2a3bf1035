"""The word lists of languages, and how text is laid beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.languages import fold, is_code, words


def test_lists_match_whatever_the_apostrophe_and_the_case() -> None:
    """Both apostrophes are common in French."""
    assert words("fr").leaning.match(fold("C’est un buisson"))


@given(st.text(max_size=30))
def test_every_character_keeps_its_place(text: str) -> None:
    """What is found in the folded text is cut out of the real one."""
    assert len(fold(text)) == len(text)


def test_a_capital_that_becomes_two_characters_stays() -> None:
    """Turkish has one."""
    assert fold("İL") == "İl"


@pytest.mark.parametrize("language", ["fr", "fr-CA", "FR"])
def test_a_variety_of_a_language_has_its_lists(language: str) -> None:
    """BCP 47 tags carry regions and any case."""
    assert words(language) == words("fr")


@pytest.mark.parametrize("language", ["pl", "", "../fr"])
def test_a_language_without_a_folder_has_no_words(language: str) -> None:
    """Nothing is guessed for it."""
    assert not words(language).known


@pytest.mark.parametrize(("name", "expected"), [("fr", True), ("pt-br", True), ("js", False), ("", False)])
def test_a_code_is_a_language_s(name: str, expected: bool) -> None:
    """`node.js.md` is no translation."""
    assert is_code(name) is expected


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_language_with_rules_has_its_main_lists(language: str) -> None:
    """A list that lost its file would let every stump through."""
    lists = words(language)

    assert all((lists.abbreviations, lists.starters, lists.stop, lists.leaning.pattern, lists.meta.pattern))
