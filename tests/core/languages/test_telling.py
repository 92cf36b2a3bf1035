"""Telling the language of a text, and of a sentence."""

import pytest

from scheduler.core.languages.telling import is_in, languages, tell
from tests.core.languages import LANGUAGES

SAMPLES = {
    "de": "Die Linde blüht im Juni, wenn die Nächte warm sind und der Regen ausbleibt.",
    "en": "The lime tree flowers in June, when its blossoms are barely open.",
    "es": "El tilo florece en junio, cuando las noches son cálidas y no llueve.",
    "fr": "Le tilleul se récolte en juin, quand les fleurs sont à peine ouvertes dans l'arbre.",
    "it": "Il tiglio fiorisce a giugno, quando le notti sono calde e non piove.",
    "ja": "菩提樹は六月に咲きます。夜が暖かくなるころです。",
    "pt": "A tília floresce em junho, quando as noites são quentes e não chove.",
    "zh": "菩提树在六月开花，这是采摘的好时候。",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_told_by_its_small_words(language: str) -> None:
    """An article previewed without settings must be cut by the rules of its own language."""
    assert tell(SAMPLES[language]) == language


def test_a_text_without_a_known_word_falls_back() -> None:
    """Code, or a script that no list knows, has to be called something."""
    assert tell("042 {} Ω") == "en"


def test_each_language_with_a_list_of_small_words_can_be_told() -> None:
    """A new language is a folder: nothing else names it."""
    assert languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_in_its_own_language(language: str) -> None:
    """A rule that refuses good sentences leaves nothing to post."""
    assert is_in(SAMPLES[language], language)


@pytest.mark.parametrize(("one", "other"), [(one, other) for one in LANGUAGES for other in LANGUAGES if one != other])
def test_a_sentence_is_in_no_other_language(one: str, other: str) -> None:
    """A follower who reads French has no use for a sentence in Spanish."""
    assert not is_in(SAMPLES[one], other)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Le mot d'ordre « keep it simple and make it work for you » résume tout.", "fr"),
        ("Instagram, TikTok, Pinterest.", "fr"),
        ("Community management et branding.", "fr-CA"),
        ("Docker と Kubernetes", "ja"),
        ("コーヒー", "ja"),
        ("谢谢。", "zh"),
        ("Tymian rośnie.", "pl"),
        ("2 + 2 = 4", "fr"),
    ],
)
def test_a_sentence_that_nothing_speaks_against_may_be(sentence: str, language: str) -> None:
    """A quotation is at home anywhere, and so is a name."""
    assert is_in(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Тимьян растёт на солнце.", "fr"),
        ("الزعتر ينمو في الشمس", "en"),
        ("茶 это растение, которое любит воду.", "ja"),
        ("The lime tree flowers.", "ja"),
    ],
)
def test_a_sentence_in_a_foreign_script_is_foreign(sentence: str, language: str) -> None:
    """No small word is needed to see it."""
    assert not is_in(sentence, language)
