"""Words and letters, with or without spaces between words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.languages.measuring import beginning, joined, length, names, tokens, words_in


@pytest.mark.parametrize(
    ("text", "expected"), [("Le thym pousse ici", 4), ("百里香长在这里", 4), ("Go 言語の本", 3), ("", 0), ("お茶。", 2)]
)
def test_two_characters_without_spaces_count_as_a_word(text: str, expected: int) -> None:
    """An article of a thousand characters has the matter of five hundred words, not of one."""
    assert words_in(text) == expected


@given(st.text(alphabet="abcé’.-1 \n", max_size=60))
def test_text_with_spaces_has_the_words_between_them(text: str) -> None:
    """Nothing changes for the scripts that most articles are in."""
    assert words_in(text) == len(text.split())


@pytest.mark.parametrize(("text", "expected"), [("thym", 4), ("百里香。", 8), ("Go言語", 6)])
def test_a_wide_character_is_as_long_as_two_letters(text: str, expected: int) -> None:
    """Bounds are written in letters."""
    assert length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Le thym pousse ici.", "Le thym"), ("百里香长在这里", "百里香长"), ("Le", "Le"), ("", "")]
)
def test_the_beginning_is_the_first_words_as_written(text: str, expected: str) -> None:
    """What leans on an earlier sentence is looked for there."""
    assert beginning(text, 2) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Le Thym, l’eau", ("le", "thym", "l", "eau")), ("百里香", ("百里", "里香")), ("Go 言語。本", ("go", "言語"))],
)
def test_tokens_are_words_or_neighbouring_characters(text: str, expected: tuple[str, ...]) -> None:
    """Two texts are alike where their runs of tokens are, in any script."""
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Le thym pousse au sol", ("thym", "pousse")), ("菩提樹は咲く", ("菩提", "提樹")), ("ハーブ", ("ハー", "ーブ"))],
)
def test_names_are_tokens_long_enough_to_name_something(text: str, expected: tuple[str, ...]) -> None:
    """What a text is about is compared by them."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (["Un.", "Deux."], "Un. Deux."),
        (["一。", "二。"], "一。二。"),
        (["One.", "二。", "Three."], "One. 二。Three."),
        ([], ""),
    ],
)
def test_sentences_are_joined_as_their_script_does(sentences: list[str], expected: str) -> None:
    """A space between two Chinese sentences is a mistake."""
    assert joined(sentences) == expected
