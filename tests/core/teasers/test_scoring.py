"""What a text gains for what it tells, and loses for what its reader has not seen."""

import pytest

from scheduler.core.teasers.passages import matter
from scheduler.core.teasers.scoring import costs, told, topical
from tests.core.teasers import article

GROWING = """
The shears of Odile Garance hang in the shed, where she wrote the rules of the Thyme Growers' Union (TGU).
The International Herb Guild (IHG) sends its jury in June.
"""
FRENCH = "Le carnet d'Odile Garance suit les conseils de la Ligue des Herbes Rares (LHR)."


def cost(text: str, part: str, *, title: str = "The thyme garden", language: str = "en") -> float:
    about = matter(article(FRENCH if language == "fr" else GROWING, title=title, language=language))
    return costs(text, about)[part]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The tray was too small for the roots of a plant so old.", "en"),
        ("The clay pot was too small for the roots of a plant so old.", "en"),
        ("Le plateau était trop petit pour les racines d'un si vieux pied.", "fr"),
        ("L'arrosoir est resté vide pendant tout un mois de juillet.", "fr"),
    ],
)
def test_an_opening_with_a_noun_that_counts_as_known_is_worth_less(text: str, language: str) -> None:
    """Its reader asks which pot."""
    assert cost(text, "unnamed", language=language) < 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The tray was too small for the roots of a plant so old.", "Thyme in a tray"),
        ("The Herald was the first to print a recipe with thyme.", "The thyme garden"),
        ("A pot was too small for the roots of a plant so old.", "The thyme garden"),
        ("The roots of an old plant need a pot of their own.", "The thyme garden"),
    ],
    ids=["in the title", "a name", "not yet known", "told more closely"],
)
def test_a_noun_that_explains_itself_costs_nothing(text: str, title: str) -> None:
    """The card shows the title beside the text, and a name needs no introduction."""
    assert cost(text, "unnamed", title=title) == 0


def test_a_language_that_does_not_mark_known_nouns_loses_nothing_by_them() -> None:
    """Where a list is missing, nothing is held against a text."""
    assert cost("Der Topf war für die Wurzeln zu klein.", "unnamed", language="de") == 0


def test_half_a_name_is_worth_less() -> None:
    """Only readers of the article know who Odile is."""
    assert cost("In spring the garden shows how well Odile cuts her thyme.", "half named") < 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("In spring the garden shows how well Odile Garance cuts her thyme.", "The thyme garden"),
        ("In spring the garden shows how well Odile cuts her thyme.", "The thyme of Odile"),
        ("In spring the garden shows how well Camille cuts her thyme.", "The thyme garden"),
    ],
    ids=["whole", "in the title", "never given whole"],
)
def test_a_name_that_is_all_there_is_costs_nothing(text: str, title: str) -> None:
    """There is no more of it that the reader has missed."""
    assert cost(text, "half named", title=title) == 0


def test_initials_that_are_spelled_out_elsewhere_are_worth_less() -> None:
    """Only readers of the article know what they stand for."""
    assert cost("Three members of the TGU keep a garden open in winter.", "abbreviated") < 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Three members of the Thyme Growers' Union (TGU) keep a garden.", "The thyme garden"),
        ("Three members of the TGU (Thyme Growers' Union) keep a garden.", "The thyme garden"),
        ("Three members of the TGU keep a garden open in winter.", "How the TGU began"),
        ("Three members of the BBC keep a garden open in winter.", "The thyme garden"),
    ],
    ids=["spelled out", "spelled out after", "in the title", "known to all"],
)
def test_initials_that_the_reader_can_place_cost_nothing(text: str, title: str) -> None:
    """What the text or the title explains is no riddle."""
    assert cost(text, "abbreviated", title=title) == 0


def test_a_text_in_the_first_person_plural_is_worth_less() -> None:
    """A house that speaks of itself tells its readers little that is theirs."""
    assert cost("We cut our thyme in June.", "ours") < cost("We cut the thyme in June.", "ours") < 0


def test_speaking_of_itself_often_costs_no_more_than_twice() -> None:
    """A good text in a brand's own voice may still be posted."""
    twice = cost("We cut our thyme in June.", "ours")

    assert cost("We cut our thyme in June, and we dry it in our own shed.", "ours") == twice


def test_an_exclamation_is_worth_less() -> None:
    """It is louder than what it says."""
    assert (cost("Thyme at last!", "exclaims") < 0, cost("Thyme at last.", "exclaims")) == (True, 0)


def test_a_sentence_that_adds_to_another_is_worth_less() -> None:
    """Who has missed the other asks what this comes on top of."""
    assert cost("Sage also fears another wet winter.", "adds") < cost("Sage also fears the wet.", "adds") < 0


def test_a_sentence_that_adds_to_nothing_costs_nothing() -> None:
    """It begins where its reader does."""
    assert cost("Sage fears the wet of a long winter.", "adds") == 0


ABOUT = matter(article(GROWING, title="The thyme garden", language="en"))


@pytest.mark.parametrize("part", ["words", "news"])
def test_a_text_that_tells_more_is_worth_more(part: str) -> None:
    """Until it is wordy, a reader gets more from it."""
    short, long = "Thyme likes the sun.", "Thyme likes the sun, stony ground and a wall that keeps the heat of noon."

    assert told(short, ABOUT)[part] < told(long, ABOUT)[part]


def test_a_wordy_text_is_worth_less() -> None:
    """Nobody reads such a sentence to its end."""
    assert told("thyme " * 60, ABOUT)["wordy"] < 0


def test_a_sentence_that_says_what_a_thing_is_or_does_is_worth_more() -> None:
    """It teaches, and needs no story around it."""
    plain = told("Thyme on a wall, in the sun.", ABOUT)["explains"]

    assert told("Thyme is a shrub that helps bees.", ABOUT)["explains"] > plain


def test_a_text_is_worth_more_for_each_word_of_the_title_up_to_a_bound() -> None:
    """It is about what the reader will find, and a heap of keywords is no better text."""
    about = matter(article("", title="Thyme, sage, mint, lavender, rosemary, savory", language="en"))
    worths = [topical(text, about) for text in ("Basil.", "Thyme.", "Thyme and sage.")]

    assert worths == sorted(set(worths))
    assert topical("thyme sage mint lavender", about) == topical("thyme sage mint lavender rosemary savory", about)
