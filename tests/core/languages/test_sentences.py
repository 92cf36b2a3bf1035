"""Where sentences end, in each language; the cases are data, in `cases/`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.article.sentences import sentences
from tests.core.languages import LANGUAGES, cases


@pytest.mark.parametrize(("language", "marked"), cases())
def test_sentences_end_where_a_reader_of_the_language_would_say(language: str, marked: str) -> None:
    """A false end publishes a stump."""
    expected = [sentence.strip() for sentence in marked.split("¦")]

    assert list(sentences(marked.replace("¦ ", "").replace("¦", ""), language)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_cases(language: str) -> None:
    """Rules that nobody has tried are guesses."""
    assert sum(1 for other, _ in cases() if other == language) >= 8


@pytest.mark.parametrize(("language", "sentence"), [(language, each) for language, each in cases() if "¦" not in each])
def test_a_case_without_a_bar_is_one_sentence(language: str, sentence: str) -> None:
    """Emoji end nothing."""
    assert sentences(sentence, language) == (sentence,)


@given(st.text(alphabet='aB. !?…»«"„“”‘()[]「」『』1。！\n,éと', max_size=120), st.sampled_from([*LANGUAGES, "xx"]))
def test_sentences_together_are_the_text(text: str, language: str) -> None:
    """Nothing is lost or doubled on the way to a post."""
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["Il dit « Viens. Le thé attend.", 'Une règle de 12" suffit. Le thé attend.'])
def test_a_quotation_that_is_never_closed_keeps_no_sentence_from_ending(text: str) -> None:
    """One stray mark would make a single sentence of all that follows."""
    assert sentences(text, "fr")[-1] == "Le thé attend."


def test_an_opening_bomb_is_answered() -> None:
    """Brackets a million deep are no prose, and must cost no more than prose."""
    bomb = "(" * 20_000 + "Le thé attend." + ")" * 20_000

    assert "".join(sentences(bomb, "fr")) == bomb


@pytest.mark.parametrize("text", ["!" * 100_000, ". " * 50_000, "()" * 50_000, ".»" * 50_000, "。」" * 50_000])
def test_a_text_of_marks_alone_is_answered(text: str) -> None:
    """Read one mark at a time against all that follow, it would take minutes."""
    assert "".join(sentences(text, "zh")).replace(" ", "") == text.replace(" ", "")
