"""Which candidates are chosen."""

from dataclasses import replace

from scheduler.core.languages import words
from scheduler.core.model import Kind, Span, Telling
from scheduler.core.teasers.candidates import Candidate
from scheduler.core.teasers.passages import Matter
from scheduler.core.teasers.scoring import parts, score
from scheduler.core.teasers.selecting import most_teasers, select

MATTER = Matter("fr", words("fr"), frozenset({"thym", "terre", "soleil", "coupe", "jardin"}))
SOIL = "Le thym pousse dans une terre pauvre et bien drainée, en plein soleil, loin des arrosages du potager."
COUNTED = "Une coupe légère en juin garde le thym dense pour trois étés, en plein soleil comme au nord du jardin."


def made(text: str, *, kind: Kind = Kind.SECTION, passage: int = 0, place: int = 0, at: Span = (0, 9)) -> Candidate:
    return Candidate(kind, (Telling(text, (at,)),), passage, None, place)


def chosen(*candidates: Candidate, most: int = 9, used: tuple[Span, ...] = ()) -> list[str]:
    return [each.text for each in select(candidates, (), used, MATTER, most)]


def test_the_better_one_is_chosen_where_only_one_may_be() -> None:
    """Best first."""
    assert chosen(made(SOIL), made(COUNTED, kind=Kind.QUESTION, at=(9, 20)), most=1) == [COUNTED]


def test_what_was_drawn_from_the_same_words_is_told_once() -> None:
    """Whole or in part."""
    assert chosen(made(SOIL, at=(0, 100)), made(COUNTED, kind=Kind.QUESTION, at=(50, 60))) == [COUNTED]


def test_what_the_announcement_used_is_not_told_again() -> None:
    """A follower sees both."""
    assert chosen(made(SOIL, at=(0, 100)), used=((90, 120),)) == []


def test_a_recap_comes_last() -> None:
    """It closes what the others opened."""
    recap = made(SOIL, kind=Kind.RECAP, at=(0, 9))

    assert chosen(recap, made(COUNTED, passage=1, at=(20, 29))) == [COUNTED, SOIL]


def test_there_are_no_more_programmes_than_labels() -> None:
    """The same label twice would open two posts alike."""
    things = ("le soleil clair", "la terre noire", "la taille douce", "le parfum sec", "le balcon nord", "le pot rond")
    promises = [
        made(f"{thing} du thym {at}", kind=Kind.PROGRAMME, passage=at, at=(at, at + 1))
        for at, thing in enumerate(things)
    ]

    assert len(chosen(*promises)) == len(MATTER.known.programme)


def test_an_article_rich_in_lists_and_questions_gives_more() -> None:
    """They are what readers like best."""
    rich = [made(SOIL, kind=Kind.LIST)] * 3

    assert (most_teasers(500, rich), most_teasers(500, rich[:2]), most_teasers(900, rich)) == (8, 6, 8)


def test_a_score_is_the_sum_of_its_parts() -> None:
    """So that a person can be told why."""
    candidate = made(SOIL)

    assert score(candidate, MATTER) == round(sum(parts(candidate, MATTER).values()), 3)


def test_a_text_of_its_author_or_its_day_is_worth_less() -> None:
    """Readers of a brand ask what is in it for them, and posts go out weeks later."""
    mine = parts(made("La semaine dernière, j'ai planté mon thym au pied du mur du vieux verger de Lucie."), MATTER)

    assert (mine["personal"] < 0, mine["passing"] < 0) == (True, True)


def test_a_sentence_beside_code_is_worth_less() -> None:
    """It may be a step of what the code does."""
    beside = replace(made(SOIL), by_code=True)

    assert score(beside, MATTER) < score(made(SOIL), MATTER)


def test_a_sentence_tied_to_an_earlier_one_is_worth_less() -> None:
    """Though it opens well, its reader has missed something."""
    tied = parts(made("Le thym du vieux verger de Lucie craint en effet les longues pluies du mois de mai."), MATTER)

    assert tied["linked"] < 0
