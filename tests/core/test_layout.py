"""Rules of breaking words into lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.layout import lines

WORDS = st.lists(st.text("abc\N{NO-BREAK SPACE}!", min_size=1, max_size=9), min_size=1, max_size=14)


@given(WORDS, st.integers(9, 40))
def test_lines_hold_the_words_and_fit(words: list[str], width: int) -> None:
    """Whatever is broken is broken at a space, and nothing is lost."""
    text = " ".join(words)
    broken = lines(text, width=width, measure=len)

    assert broken is not None
    assert " ".join(broken) == text
    assert max(map(len, broken)) <= width


@given(WORDS, st.integers(9, 40))
def test_there_are_as_few_lines_as_can_be(words: list[str], width: int) -> None:
    """Evenness must not make the letters smaller."""
    broken = lines(" ".join(words), width=width, measure=len) or ()
    filled = [""]
    for word in words:
        longer = f"{filled[-1]} {word}".strip(" ")
        filled = [*filled[:-1], longer] if len(longer) <= width else [*filled, word]

    assert len(broken) == len(filled)


def test_no_word_stands_alone_on_the_last_line() -> None:
    """It would look forgotten."""
    assert lines("une tasse de thym le soir", width=22, measure=len) == ("une tasse de", "thym le soir")


def test_a_no_break_space_is_not_broken() -> None:
    """A French colon never starts a line."""
    held = "le thym\N{NO-BREAK SPACE}: dix ans"

    assert lines(held, width=10, measure=len) == ("le thym\N{NO-BREAK SPACE}:", "dix ans")


def test_a_word_wider_than_a_line_is_refused() -> None:
    """No word is ever cut."""
    assert lines("le thermomètre", width=8, measure=len) is None
