"""Where each kind of idea is found, and how it is told."""

import pytest

from scheduler.core.languages import words
from scheduler.core.model import Kind
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.kinds.programme import promised
from tests.core.teasers import article, found, teasers, texts

SOIL = "Le thym pousse dans une terre pauvre et bien drainée, en plein soleil."
NBSP = "\N{NO-BREAK SPACE}"
FILLER = "\n\n" + "mot " * 90
"""Makes an article long enough to give more than one post, and says nothing."""


def kinds(sentence: str, *, language: str = "fr") -> list[Kind]:
    title = "Le thym du jardin" if language == "fr" else "The thyme garden"
    wanted = (Kind.RECAP, Kind.STAT, Kind.DEFINITION, Kind.TIP, Kind.QUOTE, Kind.SECTION, Kind.QUESTION)
    return [each.kind for kind in wanted for each in found(sentence, kind, title=title, language=language)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("En conclusion, le thym demande peu et rend beaucoup au jardinier.", Kind.RECAP),
        ("Un pied de thym donne jusqu'à 300 grammes de feuilles par an.", Kind.STAT),
        ("Un pied de thym coûte moins de 4 € chez le pépiniériste.", Kind.STAT),
        ("Près de 40 % des jardiniers gardent un pied de thym.", Kind.STAT),
        ("Le thym est un buisson des collines sèches du Midi.", Kind.DEFINITION),
        ("Coupez les tiges de thym avant que leurs fleurs ne s'ouvrent.", Kind.TIP),
        ("Il faut couper les tiges de thym avant que leurs fleurs ne s'ouvrent.", Kind.TIP),
        ("« Le thym ne craint que les pieds mouillés », dit Odile Garance.", Kind.QUOTE),
        (SOIL, Kind.SECTION),
    ],
)
def test_the_first_sentence_of_a_run_names_its_kind(sentence: str, kind: Kind) -> None:
    """A reader is promised what the post then gives."""
    assert kinds(sentence) == [kind]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le thym se taille encore avec la version 2.10 du calendrier.",
        "En 1987 le thym pousse devant la maison des voisins.",
        "Un terreau 100 % naturel convient au thym des jardins.",
        "Le film 24 Jours de jardin montre du thym en fleur.",
    ],
)
def test_a_number_without_a_unit_is_no_fact(sentence: str) -> None:
    """Versions, years, idioms and titles measure nothing."""
    assert kinds(sentence) == [Kind.SECTION]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le bon jardinier, qui sait que le thym craint l'eau, est un homme prudent.",
        "La sauge est un buisson des collines sèches du Midi.",
        "« Le thym pousse », dit Odile Garance à ses trois voisins.",
        "La règle « un thym ne craint que les pieds mouillés » vaut pour tous.",
    ],
)
def test_what_only_looks_like_a_definition_or_a_quotation_is_plain(sentence: str) -> None:
    """A clause is no name, another plant is not the topic, and two words are no quotation."""
    assert kinds(sentence) == [Kind.SECTION]


def test_an_english_tip_and_definition_are_known_too() -> None:
    """The words come from the language's lists."""
    assert [
        kinds(each, language="en")
        for each in ("Avoid watering your thyme in the evening.", "Thyme is a shrub of dry and stony hills.")
    ] == [[Kind.TIP], [Kind.DEFINITION]]


@pytest.mark.parametrize(
    "asked",
    [f"Pourquoi ? {SOIL}", f"Que faut-il donc à la sauge ? {SOIL}", "Que demande donc le thym ? Et la sauge alors ?"],
)
def test_a_question_that_is_vague_or_unanswered_makes_no_post(asked: str) -> None:
    """It would be bait."""
    assert Kind.QUESTION not in kinds(asked)


def test_a_heading_that_asks_is_told_with_its_answer() -> None:
    """The best hook there is."""
    assert texts(found(f"## Que demande le thym ?\n\n{SOIL}", Kind.QUESTION)) == [f"Que demande le thym ?\n\n{SOIL}"]


@pytest.mark.parametrize(
    "markdown",
    [
        f"## Le thym demande peu\n\n{SOIL}",
        f"## Pourquoi ?\n\n{SOIL}",
        "## Que demande le thym ?\n\nElle aime le soleil et la terre pauvre des collines.",
        "## Que demande le thym ?\n\n- Du soleil\n- De la terre",
        f"## Quand et où la récolte commence-t-elle vraiment, et avec elle la vente ?\n\n{SOIL}",
        "## Que verrons-nous dans cet article ?\n\nLe thym pousse dans une terre pauvre.",
    ],
    ids=["no question", "too short", "no answer", "a list", "a pronoun for something else", "about itself"],
)
def test_a_heading_without_question_or_answer_is_no_question(markdown: str) -> None:
    """Hook and answer belong together."""
    assert found(markdown, Kind.QUESTION) == []


def test_examples_in_a_sentence_are_set_as_a_list() -> None:
    """Bullets are read at a glance."""
    sentence = "Plusieurs plantes aiment le soleil, telles que le thym, la sauge et le romarin."

    assert texts(found(sentence, Kind.ENUMERATION)) == [
        f"Plusieurs plantes aiment le soleil{NBSP}:\n• le thym\n• la sauge\n• le romarin"
    ]


def test_an_english_list_of_examples_has_its_colon_without_a_space() -> None:
    """Each language has its own typography."""
    sentence = "Many plants like the sun, such as thyme, sage, and rosemary."

    assert texts(found(sentence, Kind.ENUMERATION, title="Thyme", language="en")) == [
        "Many plants like the sun:\n• thyme\n• sage\n• rosemary"
    ]


def test_examples_after_a_mention_of_the_article_are_told_without_it() -> None:
    """« L'article identifie » says nothing to the reader of a post."""
    teaser = found("Cet article présente les soins utiles, tels que l'eau, le soleil et la taille.", Kind.ENUMERATION)[
        0
    ]

    assert (teaser.text, teaser.edits) == (
        f"Les soins utiles{NBSP}:\n• l'eau\n• le soleil\n• la taille",
        (Edit.META, Edit.BULLETS),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Plusieurs plantes aiment le soleil.",
        "Des plantes telles que le thym, la sauge et le romarin.",
        "Plusieurs plantes aiment le soleil, telles que le thym et la sauge.",
        "Plusieurs plantes aiment le soleil, telles que le thym, la sauge, le romarin.",
        "Plusieurs plantes aiment le soleil, telles que le thym.",
        "Plusieurs plantes aiment le soleil, telles que le thym, la sauge et le romarin et le buis.",
        "Plusieurs plantes, qui aiment le soleil, telles que le thym, la sauge et le romarin.",
        "Plusieurs plantes aiment le soleil, telles que le thym du vieux jardin de ma tante, la sauge et le buis.",
        "Plusieurs plantes aiment le soleil, telles que le pied de thym, de sauge et de buis.",
        "Plusieurs plantes aiment le soleil, telles que le thym, notamment la sauge et le buis.",
        "Plusieurs plantes aiment-elles le soleil, telles que le thym, la sauge et le buis ?",
        "Elles aiment toutes le soleil, telles que le thym, la sauge et le romarin.",
    ],
)
def test_only_short_and_like_examples_at_the_end_are_set_as_a_list(sentence: str) -> None:
    """A sentence cut into wrong pieces is worse than a plain one."""
    assert found(sentence, Kind.ENUMERATION) == []


@pytest.mark.parametrize(
    ("sentence", "promise"),
    [
        ("Cet article explore les besoins du thym en hiver.", "les besoins du thym en hiver."),
        ("Cet article du carnet explore les besoins du thym vert.", "les besoins du thym vert."),
        ("Pour le jardinier, ce guide détaille comment tailler un thym.", "comment tailler un thym."),
        ("Dans cet article, nous verrons comment tailler le thym.", "comment tailler le thym."),
        ("Cet article aime les besoins du thym en hiver.", None),
        ("Cet article, dit-on, explore les besoins du thym.", None),
        ("Cet article explore en vain tous les besoins du thym.", None),
        ("Au jardin, nous verrons comment tailler le thym.", None),
        ("Il explore les besoins du thym en hiver.", None),
    ],
)
def test_what_an_article_says_that_it_covers_makes_a_programme(sentence: str, promise: str | None) -> None:
    """Its own words for itself go; what it is about stays."""
    assert promised(sentence, words("fr"), named=False) == promise


def test_a_promise_of_a_few_words_makes_no_post() -> None:
    """It says too little."""
    assert found("Cet article explore les besoins du thym.", Kind.PROGRAMME) == []


def test_a_pronoun_for_the_article_goes_likewise() -> None:
    """« Il souligne également » leans on the sentence before, and what it announces does not."""
    markdown = (
        "Cet article explore les besoins du thym et de la sauge en hiver.\n\n"
        "Il souligne également l'importance de la taille pour les vieux buissons."
    )

    assert texts(found(markdown, Kind.PROGRAMME)) == [
        "les besoins du thym et de la sauge en hiver.",
        "l'importance de la taille pour les vieux buissons.",
    ]


def test_a_promise_that_points_at_the_page_is_left_out() -> None:
    """The reader of a post sees no table."""
    assert found("Cet article explore le tableau ci-dessous et ses trois colonnes.", Kind.PROGRAMME) == []


def test_every_programme_of_an_article_has_a_label_of_its_own() -> None:
    """No two posts open alike."""
    promises = (
        "Cet article explore les besoins du thym et de la sauge en hiver.",
        "Ce guide détaille comment tailler un vieux buisson sans le tuer.",
    )
    made = article("\n\n".join(f"## Partie {place}\n\n{text}" for place, text in enumerate(promises)) + FILLER)

    assert [teaser.text for teaser in teasers(made, Kind.PROGRAMME)] == [
        f"📌 Au programme{NBSP}: les besoins du thym et de la sauge en hiver.",
        f"📌 Dans l'article{NBSP}: comment tailler un vieux buisson sans le tuer.",
    ]


def test_words_set_apart_make_a_post_with_their_speaker() -> None:
    """A quotation without a name is nobody's."""
    markdown = "> Le thym ne craint que les pieds mouillés.\n> — Odile Garance\n\nLe thym."

    assert texts(found(markdown, Kind.QUOTE)) == ["Le thym ne craint que les pieds mouillés.\n— Odile Garance"]


@pytest.mark.parametrize(
    "markdown",
    [
        "> Le thym ne craint que les pieds mouillés.",
        f"> Le thym ne craint que {'les pieds ' * 40} mouillés. — Odile Garance",
        "> Le thym ne craint que `x = {}` et le froid. — Odile Garance",
    ],
    ids=["nameless", "long", "code"],
)
def test_words_set_apart_without_a_name_make_none(markdown: str) -> None:
    """Likewise."""
    assert found(markdown, Kind.QUOTE) == []


ITEM = "Eau : arrosez le thym le soir, au pied, une fois par semaine, et jamais ses feuilles."


def test_an_item_that_names_its_advice_is_a_tip() -> None:
    """It stands on its own wherever it is read."""
    assert texts(found(f"- {ITEM}\n- Sel : non.", Kind.TIP)) == [ITEM]


@pytest.mark.parametrize(
    "item",
    [
        "Eau : arrosez le soir.",
        "Le thym se plante en mars, en plein soleil, dans une terre pauvre et sèche.",
        f"Eau : arrosez le thym {'le soir, ' * 40} au pied.",
        "Eau : arrosez le thym le soir avec `x = {}` au pied, une fois par semaine, et jamais plus.",
        "Eau : le thym boit le soir, au pied, une fois par semaine, et jamais par ses feuilles.",
        "Lui aussi : arrosez le thym le soir, au pied, une fois par semaine, et jamais ses feuilles.",
    ],
    ids=["short", "no name", "long", "code", "no advice", "leaning"],
)
def test_another_item_is_none(item: str) -> None:
    """A label with its value says nothing without its list."""
    assert found(f"- {item}\n- Sel : non.", Kind.TIP) == []


def test_a_list_under_a_longer_paragraph_is_headed_by_its_last_sentence() -> None:
    """Only that one introduces it."""
    markdown = f"{SOIL} Trois plantes poussent au pied du mur :\n\n- le thym\n- la sauge\n- le buis"

    assert texts(found(markdown, Kind.LIST)) == [
        "Trois plantes poussent au pied du mur :\n• le thym\n• la sauge\n• le buis"
    ]


@pytest.mark.parametrize("opening", ["« Verveine. »", "… et le thym."])
def test_the_end_of_another_sentence_opens_no_post(opening: str) -> None:
    """A false end in the text must not become a false beginning."""
    assert texts(found(f"{opening} {SOIL}", Kind.SECTION)) == [SOIL]
