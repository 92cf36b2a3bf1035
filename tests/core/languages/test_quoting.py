"""What stands between quotation marks and brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.languages import words
from scheduler.core.languages.quoting import balanced, enclosures, unquoted


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il dit « oui ».", ["« oui »"]),
        ("en", "He says “yes” (or “no”).", ["“yes”", "(or “no”)"]),
        ("de", "Er sagt „ja“ und »nein«.", ["„ja“", "»nein«"]),
        ("ja", "「茶（緑）」と『本』", ["「茶（緑）」", "『本』"]),
        ("en", 'It is 12" long', []),
        ("en", "yes”, (no", []),
        ("xx", "« tak » [nie]", ["« tak »", "[nie]"]),
    ],
)
def test_each_language_has_its_own_marks(language: str, text: str, expected: list[str]) -> None:
    """German closes with the mark that opens in English."""
    assert [text[start:end] for start, end in enclosures(text, words(language))] == expected


def test_what_stands_in_another_enclosure_is_no_outermost_one() -> None:
    """The outer one covers it."""
    assert enclosures("(a [b] [c] d) (e)", words("en")) == ((0, 13), (14, 17))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il dit « oui ».", True),
        ("de", "Er sagt „ja“.", True),
        ("de", "Er sagt „ja.", False),
        ("en", "Yes) or no.", False),
        ("en", 'A 12" ruler.', False),
        ("en", "Yes.", True),
    ],
)
def test_a_text_is_balanced_where_every_mark_has_its_own(language: str, text: str, expected: bool) -> None:
    """Half a quotation looks like a mistake."""
    assert balanced(text, words(language)) is expected


def test_what_is_quoted_can_be_left_out() -> None:
    """A French sentence that quotes English is French."""
    assert unquoted("On dit « less is more » (ou presque).", words("fr")).split() == ["On", "dit", "."]


@given(st.text(alphabet='a"«»„“”()[]「」', max_size=60), st.sampled_from(["fr", "de", "en", "ja"]))
def test_enclosures_never_overlap(text: str, language: str) -> None:
    """They are read one after another."""
    places = [place for span in enclosures(text, words(language)) for place in span]

    assert places == sorted(places)
