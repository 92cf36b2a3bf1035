"""Telling the language of a text."""

from scheduler.core.languages.telling import languages, tell


def test_french_is_told_by_its_small_words() -> None:
    """An article previewed without settings must be cut by the rules of its own language."""
    assert tell("Le tilleul se récolte en juin, quand les fleurs sont à peine ouvertes dans l'arbre.") == "fr"


def test_english_is_told_by_its_small_words() -> None:
    """Likewise."""
    assert tell("The lime tree flowers in June, when its blossoms are barely open.") == "en"


def test_a_text_without_a_known_word_falls_back() -> None:
    """Code, or a script that no list knows, has to be called something."""
    assert tell("042 {} 茶") == "en"


def test_each_language_with_a_list_of_small_words_can_be_told() -> None:
    """A new language is a folder: nothing else names it."""
    assert {"en", "fr"} <= set(languages())
