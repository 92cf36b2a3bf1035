from __future__ import annotations

import pytest

from adapters.reading import number, word


@pytest.mark.parametrize("value", ["", None, 7, ["a"]])
def test_what_is_no_text_makes_an_answer_unreadable(value: object) -> None:
    """A receipt without an id names nothing."""
    with pytest.raises(ValueError, match="text"):
        word(value)


@pytest.mark.parametrize("value", ["7", None, True, 7.5])
def test_what_is_no_number_makes_an_answer_unreadable(value: object) -> None:
    """`true` counts as one in Python, and nowhere else."""
    with pytest.raises(ValueError, match="number"):
        number(value)


def test_texts_and_numbers_are_read_as_they_are() -> None:
    """Nothing is guessed."""
    assert (word("a"), number(0)) == ("a", 0)
