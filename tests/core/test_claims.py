"""The words that a brand watches."""

import pytest

from scheduler.core.claims import avoided, claims, starters
from scheduler.core.model import Voice

HEALTH = Voice(health_claims=True)


def words(text: str, language: str, voice: Voice = HEALTH) -> list[str]:
    return [found.word for found in claims(text, language, voice)]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("fr", "Cette tisane peut guérir un rhume.", "guérir"),
        ("fr", "Le tilleul SOIGNE les nuits.", "SOIGNE"),
        ("fr", "Un effet anti-inflammatoire.", "anti-inflammatoire"),
        ("fr", "La cure détox du printemps.", "détox"),
        ("fr", "Elle renforce l’immunité.", "renforce l’immunité"),
        ("fr-CA", "Un remède de grand-mère.", "remède"),
        ("en", "It cures colds.", "cures"),
        ("en", "Lime blossom treats sore throats.", "treats"),
        ("en", "A detox for spring.", "detox"),
        ("en-GB", "A superfood from the hedge.", "superfood"),
    ],
)
def test_a_starter_list_knows_the_plainest_claims(language: str, text: str, word: str) -> None:
    """A brand of herbal tea may not promise to heal."""
    assert word in words(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le curé du village garde les ruches."),
        ("fr", "Une table bien dressée, un thé tiède, deux biscuits."),
        ("en", "A trait that gardeners love in a healthy hedge."),
        ("en", "The curate secured the gate."),
    ],
)
def test_a_word_that_only_looks_like_a_claim_is_none(language: str, text: str) -> None:
    """A false alarm teaches people to wave everything through."""
    assert words(text, language) == []


@pytest.mark.parametrize("language", ["", "de", "x-klingon", "../fr"])
def test_a_language_without_a_list_has_no_claims(language: str) -> None:
    """Nothing is guessed from another one's."""
    assert words("La tisane soigne, it cures.", language) == []


def test_the_starter_list_is_used_only_where_it_is_asked_for() -> None:
    """Whoever writes of software may well speak of a remedy."""
    assert words("La tisane soigne.", "fr", Voice()) == []


def test_the_brand_adds_words_of_its_own() -> None:
    """It knows best what it is not allowed to say."""
    voice = Voice(claims=frozenset({"Merveill*", "pur jus"}))

    found = words("Une merveille, un pur\N{NO-BREAK SPACE}jus, un pur jusant.", "fr", voice)
    assert found == ["merveille", "pur\N{NO-BREAK SPACE}jus"]


def test_a_word_is_found_where_it_stands() -> None:
    """A complaint names the line."""
    (found,) = claims("Le tilleul soigne.", "fr", HEALTH)

    assert found.span == (11, 17)


def test_a_word_to_avoid_comes_with_what_to_say_instead() -> None:
    """A rule that only forbids leaves the writer alone."""
    voice = Voice(avoid={"bobo*": "gêne", "pas cher": "abordable"})

    found = avoided("Un petit Bobo, pas cher, pas cherché.", voice)
    assert [(each.found.word, each.instead) for each in found] == [("Bobo", "gêne"), ("pas cher", "abordable")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_starter_list_is_written_in_small_letters(language: str) -> None:
    """What is folded never meets a capital."""
    assert all(word == word.lower() and "’" not in word for word in starters(language))


@pytest.mark.parametrize("hyphen", ["-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"])
@pytest.mark.parametrize("apostrophe", ["'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{MODIFIER LETTER APOSTROPHE}"])
def test_a_word_is_found_with_any_hyphen_and_any_apostrophe(hyphen: str, apostrophe: str) -> None:
    """Which of them is typed depends on the keyboard, and no reader sees it."""
    written = f"l{apostrophe}anti{hyphen}rides"

    found = avoided(f"Voici {written}.", Voice(avoid={"l'anti-rides": "la crème", f"{written}*": "le soin"}))
    assert [(each.found.word, each.found.span) for each in found] == [(written, (6, 18))] * 2
