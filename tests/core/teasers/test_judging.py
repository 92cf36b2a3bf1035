"""Which sentences may be posted, and which may open a post."""

import pytest

from scheduler.core.languages import words
from scheduler.core.teasers.judging import (
    asks,
    detached,
    flaw,
    past_mention,
    says_enough,
    stands_alone,
    strays,
    trails_off,
)

FR = words("fr")
EN = words("en")


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("Le thym vaut \N{OBJECT REPLACEMENT CHARACTER} le kilo.", "markup"),
        ("Le thym vaut {prix} le kilo.", "markup"),
        ("Le thym est **vert.", "markup"),
        ("Le thym &nbsp; est vert.", "markup"),
        ("Lisez https://a.example pour le thym.", "address"),
        ("Écrivez à thym@a.example demain.", "address"),
        ("Le thym pousse au soleil", "does not end"),
        ("Le thym (ou serpolet pousse.", "not closed"),
        ("« Le thym pousse.", "not closed"),
        ('Le "thym pousse.', "not closed"),
        ("Le tableau ci-dessous compare les thyms.", "place on the page"),
        ("Dans cet article, le thym est roi.", "article itself"),
        ("Voir la fiche des thyms de montagne.", "elsewhere"),
        ("Cf. Odile Garance pour les thyms.", "elsewhere"),
        ("Abonnez-vous à notre lettre du thym.", "speaks of the site"),
        ("— Tu viens au jardin ?", "markup"),
        ("MK : le thym pousse bien cette année.", "markup"),
        ("Le thym ( serpolet) pousse.", "markup"),
        ("Le thym vient en tête (32).", "markup"),
        ("Le thym résiste au gel (en).", "markup"),
        ("Le thym de @camille pousse.", "markup"),
    ],
)
def test_a_sentence_that_no_post_may_contain_says_why(sentence: str, cause: str) -> None:
    """A teaser that fails a rule is never queued."""
    assert cause in (flaw(sentence, FR) or "")


@pytest.mark.parametrize(
    "sentence",
    [
        "Voir fleurir un thym au mois de mai console de tout.",
        "Le thym (frais) pousse.",
        "« Le thym pousse. »",
        "Le thym vaut 3 € le pot !",
        "Du thym, l'été…",
    ],
)
def test_a_plain_whole_sentence_has_no_flaw(sentence: str) -> None:
    """Typography is no residue."""
    assert flaw(sentence, FR) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Il souligne également le thym.",
        "Ces plantes aiment le soleil.",
        "Cela change le goût.",
        "Cependant, le thym résiste.",
        "Et le thym résiste.",
        "C'est un buisson.",
        "« Elle pousse au soleil. »",
        "Quand il pousse, tout va.",
        "Pour les longs hivers, elles restent dehors.",
        "Camille : le thym pousse au soleil.",
        "Coupez-le en juin.",
        "le thym pousse.",
    ],
)
def test_a_french_sentence_that_leans_on_the_one_before_cannot_open_a_post(sentence: str) -> None:
    """Nobody has read the one before."""
    assert not stands_alone(sentence, FR)


@pytest.mark.parametrize(
    "sentence",
    [
        "Il faut couper le thym en juin.",
        "Il n'y a pas de thym sans soleil.",
        "Le thym pousse.",
        "L'été, le thym pousse.",
        "Pour un thym touffu, il faut tailler.",
        "Thym : comment le tailler ?",
    ],
)
def test_a_french_sentence_that_only_looks_leaning_may_open_a_post(sentence: str) -> None:
    """Impersonal turns need nothing before them."""
    assert stands_alone(sentence, FR)


@pytest.mark.parametrize(
    "sentence",
    [
        "However, thyme survives.",
        "This makes it strong.",
        "They like the sun.",
        "“It grows,” he said.",
        "Cut it in June.",
    ],
)
def test_an_english_sentence_that_leans_on_the_one_before_cannot_open_a_post(sentence: str) -> None:
    """Likewise."""
    assert not stands_alone(sentence, EN)


@pytest.mark.parametrize("sentence", ["There are three thymes.", "It is best to wait.", "Thyme likes the sun."])
def test_an_english_sentence_that_only_looks_leaning_may_open_a_post(sentence: str) -> None:
    """Likewise."""
    assert stands_alone(sentence, EN)


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("En conclusion, le thym résiste.", "Le thym résiste."),
        ("Mais le thym résiste.", "Le thym résiste."),
        ("D’ailleurs, été comme hiver, il résiste.", "Été comme hiver, il résiste."),
        ("Le thym résiste.", None),
    ],
)
def test_a_leading_connective_can_be_taken_off(sentence: str, rest: str | None) -> None:
    """It is one of the few edits that a teaser may carry."""
    assert detached(sentence, FR) == rest


@pytest.mark.parametrize("text", ["Le thym pousse.", "Anticonstitutionnellement, thymus vulgaris."])
def test_a_scrap_does_not_say_enough(text: str) -> None:
    """A post of three words teases nothing."""
    assert not says_enough(text)


@pytest.mark.parametrize(
    ("sentence", "expected"), [("Et le thym ?", True), ("« Et le thym ? »", True), ("Non.", False)]
)
def test_a_question_is_known_by_its_mark(sentence: str, expected: bool) -> None:
    """A question without its answer is bait."""
    assert asks(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("Comme vu dans cet article, le thym résiste.", "Le thym résiste."),
        ("Au soleil, le thym résiste.", None),
        ("Cet article vante le thym, notamment celui des collines.", None),
        ("Dans cet article sur le thym.", None),
        (f"Dans cet article {'très ' * 20}long, le thym résiste.", None),
    ],
)
def test_an_opening_clause_about_the_article_can_be_taken_off(sentence: str, rest: str | None) -> None:
    """A reader of the post has not opened the article yet."""
    assert past_mention(sentence, FR) == rest


@pytest.mark.parametrize(
    ("sentence", "expected"), [("Et le thym…", True), ("« Et le thym... »", True), ("Le thym.", False)]
)
def test_an_ellipsis_trails_off(sentence: str, expected: bool) -> None:
    """At the end of a post it looks like a cut."""
    assert trails_off(sentence) is expected


@pytest.mark.parametrize(
    "sentence",
    [
        "« Le thym ne craint que les pieds mouillés. »",
        "“Le thym ne craint que les pieds mouillés.”",
        '"Le thym ne craint que les pieds mouillés".',
    ],
)
def test_a_wholly_quoted_sentence_opens_no_post(sentence: str) -> None:
    """Somebody said it, and the post would not say who."""
    assert not stands_alone(sentence, FR)


@pytest.mark.parametrize(
    "sentence",
    [
        "« Le thym ne craint que les pieds mouillés », dit Odile Garance.",
        "« Petit thym » et « grand thym » poussent côte à côte.",
    ],
)
def test_a_sentence_that_quotes_in_part_may_open_a_post(sentence: str) -> None:
    """It says whose words they are, or only names things."""
    assert stands_alone(sentence, FR)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("J'ai planté mon thym au pied du mur.", True),
        ("Le marché au thym ouvre la semaine prochaine.", True),
        ("Le thym craint en effet les longues pluies.", True),
        ("Le thym craint les longues pluies.", False),
    ],
    ids=["its author", "its day", "further up", "nothing but its subject"],
)
def test_a_sentence_strays_to_its_author_its_day_or_what_stands_further_up(sentence: str, *, expected: bool) -> None:
    """What came before it was whole, and is better told without."""
    assert strays(sentence, FR) is expected
