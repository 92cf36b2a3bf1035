"""What an article gives to post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.model import Article, Kind, Teaser
from scheduler.core.teasers import split
from scheduler.core.teasers.selecting import most_teasers
from scheduler.core.teasers.wording import opening
from tests.core.article import body, read

SOIL = "Le thym pousse dans une terre pauvre et bien drainée, en plein soleil, loin des arrosages du potager."
CUT = "Une taille légère en juin, juste après les fleurs, garde le thym dense et odorant pendant trois étés."
DRY = "Un séchoir sombre conserve la couleur du thym et le parfum que le soleil a mis dans ses petites feuilles."
TAGS = "[thym, terre, soleil, taille, fleur, parfum, arrosage]"
"""So that each of these sentences is on the topic, and every rule has something to choose from."""


def of(article: Article, kind: Kind) -> list[Teaser]:
    return [teaser for teaser in split(article).teasers if teaser.kind is kind]


def tellings(teaser: Teaser) -> list[str]:
    return [each.text for each in teaser.tellings]


def sections(markdown: str) -> list[str]:
    return [teaser.text for teaser in of(described(markdown), Kind.SECTION)]


def described(markdown: str, description: str = "Un buisson que rien n'arrête.") -> Article:
    filler = " ".join(["mot"] * 300)
    return read(f"---\ntitle: Le jardin\ntags: {TAGS}\ndescription: {description!r}\n---\n{markdown}\n\n{filler}\n")


def announcement(description: str, markdown: str = "") -> str | None:
    found = of(described(markdown, description), Kind.ANNOUNCEMENT)
    return found[0].text if found else None


def test_the_announcement_comes_first() -> None:
    """Readers hear that there is an article before they hear what is in it."""
    assert [teaser.kind for teaser in split(described(SOIL)).teasers] == [Kind.ANNOUNCEMENT, Kind.SECTION]


def test_the_announcement_is_the_title_and_the_description() -> None:
    """The author wrote both for this."""
    assert announcement("Un buisson que rien n'arrête.") == "Le jardin\n\nUn buisson que rien n'arrête."


def test_an_announcement_has_shorter_tellings() -> None:
    """Whole sentences are left out on the tighter platforms."""
    teaser = of(described("", "Le thym pousse. La sauge dort."), Kind.ANNOUNCEMENT)[0]

    assert tellings(teaser) == ["Le jardin\n\nLe thym pousse. La sauge dort.", "Le jardin\n\nLe thym pousse."]


def test_an_announcement_at_its_shortest_leaves_the_title_to_the_card() -> None:
    """A long title must not keep a short platform from hearing of the article."""
    assert tellings(of(described("", SOIL), Kind.ANNOUNCEMENT)[0])[1:] == [SOIL]


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("Le thym pousse. Voir {{ page }} ici. La sauge dort.", "Le thym pousse."),
        ("Le thym pousse. Et la sauge ?", "Le thym pousse."),
        ("Le thym pousse. La sauge dort dans le…", "Le thym pousse."),
        ("Le thym pousse. La sauge dort dans", "Le thym pousse."),
    ],
)
def test_a_description_is_announced_up_to_its_last_whole_statement(description: str, told: str) -> None:
    """Tools cut descriptions short; a post is never a stump."""
    assert announcement(description) == f"Le jardin\n\n{told}"


@pytest.mark.parametrize(
    "title", ["So long and thanks for all the thyme", "Thym : une taille légère en juin, juste après les fleurs"]
)
def test_a_title_in_another_language_or_said_again_is_left_to_the_card(title: str) -> None:
    """A post is in one language, and says nothing twice."""
    text = f"---\ntitle: {title!r}\nlang: fr\ndescription: {CUT!r}\n---\n"

    assert [teaser.text for teaser in split(read(text)).teasers] == [CUT]


@pytest.mark.parametrize("description", ["", "Le jardin.", "Un jardin sans point"])
def test_without_a_description_the_first_sentence_that_stands_alone_announces(description: str) -> None:
    """A bare title says too little."""
    article = described(f"Ces plantes dorment encore sous la neige de mars. {SOIL}", description)

    assert of(article, Kind.ANNOUNCEMENT)[0].text == f"Le jardin\n\n{SOIL}"


def test_a_title_that_holds_an_address_is_not_announced() -> None:
    """A post holds one link, the article's."""
    text = f"---\ntitle: Voir https://a.example\ntags: {TAGS}\ndescription: Un buisson.\n---\n{SOIL}\n"

    assert [teaser.text for teaser in split(read(text)).teasers] == [SOIL]


def test_where_every_sentence_leans_none_announces() -> None:
    """A title over a riddle teases nobody."""
    text = "Les promeneurs patients aiguisent ces outils la semaine dernière, et mon voisin aussi."

    assert of(described(text, ""), Kind.ANNOUNCEMENT) == []


def test_an_announcement_that_only_heralds_is_passed_over_for_one_with_news() -> None:
    """That there is something new says nothing of it."""
    heralding = "Toute l'équipe est ravie d'annoncer que la nouvelle version du jardin de thym au soleil sort."

    assert of(described(f"{heralding} {SOIL}", ""), Kind.ANNOUNCEMENT)[0].text == f"Le jardin\n\n{SOIL}"


def test_a_sentence_too_long_for_some_platforms_announces_on_none() -> None:
    """An announcement is told whole everywhere."""
    long = f"{SOIL[:-1]}, {'loin des bois et des rivières, ' * 6}à l'abri."

    assert of(described(f"{long} {CUT}", ""), Kind.ANNOUNCEMENT)[0].text == f"Le jardin\n\n{CUT}"


def test_without_either_nothing_is_announced() -> None:
    """Zero posts is a legal answer, and says why."""
    result = split(read("---\ntitle: Le jardin\ntags: [thym]\n---\n```\ncode\n```\n"))

    assert (result.teasers, [each.reason for each in result.skipped]) == (
        (),
        ["nothing to tease: no sentence stands on its own; write a post by hand"],
    )


def test_a_section_gives_whole_sentences() -> None:
    """One to three, in the order of the article."""
    assert sections(f"{SOIL} {CUT} {DRY} {SOIL}") == [f"{SOIL} {CUT} {DRY}"]


def test_a_teaser_carries_its_shorter_tellings() -> None:
    """So that the same idea fits the tighter platforms."""
    teaser = of(described(f"{SOIL} {CUT}"), Kind.SECTION)[0]

    assert tellings(teaser) == [f"{SOIL} {CUT}", SOIL]


def test_a_teaser_knows_its_section_and_its_source() -> None:
    """Review shows where it comes from."""
    text = f"---\ntitle: Le jardin\ntags: {TAGS}\n---\n## Sol\n\n{SOIL}\n\n## Coupe\n\n{CUT}\n\n{'mot ' * 80}\n"
    teaser = of(read(text), Kind.SECTION)[0]
    start, end = teaser.source[0]

    assert (teaser.section, text[start:end]) == ("Coupe", CUT)


def test_a_sentence_that_leans_opens_no_post() -> None:
    """« Il souligne également » says nothing to a newcomer."""
    assert sections(f"Il souligne également le rôle des abeilles du voisinage. {SOIL} {CUT}") == [f"{SOIL} {CUT}"]


def test_a_removed_connective_is_recorded() -> None:
    """Every edit is licensed, and named."""
    teaser = of(described(f"En effet, {SOIL[0].lower()}{SOIL[1:]}"), Kind.SECTION)[0]

    assert (teaser.text, teaser.edits) == (SOIL, ("connective removed",))


def test_no_post_ends_on_a_question() -> None:
    """The answer must follow, or the question is bait."""
    assert sections(f"{SOIL} Et la sauge, alors ?") == [SOIL]


def test_a_question_with_its_answer_makes_a_post() -> None:
    """The best hook there is."""
    asked = f"Que demande le thym du jardin ? {SOIL}"

    assert [teaser.text for teaser in of(described(asked), Kind.QUESTION)] == [asked]


def test_a_flawed_sentence_ends_the_run() -> None:
    """What stands before it is still whole."""
    assert sections(f"{SOIL} Cliquez ici pour la suite.") == [SOIL]


@pytest.mark.parametrize(
    "next_one",
    ["J'ai planté le mien au pied du mur.", "Il gèle en effet souvent ici.", "La semaine dernière, il a gelé."],
    ids=["its author", "further up", "its day"],
)
def test_a_run_stops_before_a_sentence_that_strays(next_one: str) -> None:
    """What one sentence says well, the next would spoil."""
    assert sections(f"{SOIL} {next_one}") == [SOIL]


def test_a_text_is_no_longer_than_a_post() -> None:
    """Three long sentences are an article, no teaser."""
    long = SOIL.replace("pauvre", "pauvre, " * 60 + "pauvre")

    assert sections(f"{SOIL} {long}")[0] == SOIL


def test_a_scrap_makes_no_post() -> None:
    """It says too little."""
    assert sections("Le thym dort.") == []


def test_two_posts_say_different_things() -> None:
    """A follower sees them all."""
    near = SOIL.replace("Le thym", "Chaque été, le thym").replace("plein soleil", "plein sud")

    assert sections(f"## Un\n\n{SOIL}\n\n## Deux\n\n{near}") == [SOIL]


def test_two_posts_open_differently() -> None:
    """They would look the same in a timeline."""
    twin = "Le thym pousse fort bien dans la terre d'un pot percé, à l'abri des longues pluies et du vent d'hiver."

    assert sections(f"## Un\n\n{SOIL}\n\n## Deux\n\n{twin}") == [SOIL]


def test_a_text_half_like_a_better_one_is_left_out() -> None:
    """It may be good alone, and is dull beside the other."""
    kin = "Chaque printemps, une terre pauvre et bien drainée, en plein vent, sèche avant le jardin des 2 voisins."

    assert sections(f"## Un\n\n{SOIL}\n\n## Deux\n\n{kin} {DRY}") == [f"{kin} {DRY}"]


def test_what_is_pointed_at_must_be_named() -> None:
    """« Ces outils » of a text that never named a tool is a riddle."""
    text = "Les promeneurs patients aiguisent ces outils à la fin de l'automne, quand le thym attend sa taille."

    assert sections(text) == []


def test_the_title_names_what_is_pointed_at() -> None:
    """The card shows it beside the text."""
    text = "Les promeneurs patients traversent ce jardin à la fin de l'automne, quand le thym attend sa taille."

    assert sections(text) == [text]


LIST = "Trois plantes aiment les murs du vieux verger :\n\n- le thym ;\n- la sauge ;\n- la joubarbe, sur les tuiles."


def lists(markdown: str) -> list[Teaser]:
    return of(described(markdown), Kind.LIST)


def test_a_list_with_its_header_makes_a_post() -> None:
    """It gives something to keep; the bullets are a licensed edit."""
    teaser = lists(LIST)[0]

    assert (teaser.text, teaser.edits) == (
        "Trois plantes aiment les murs du vieux verger :\n• le thym\n• la sauge\n• la joubarbe, sur les tuiles.",
        ("list set with bullets",),
    )


def test_a_list_that_says_its_number_is_never_shortened() -> None:
    """Three plants are three."""
    assert lists(LIST + "\n- le lierre")[0].shorter == ()


def test_another_list_may_lose_its_last_items() -> None:
    """Down to three, where room is short."""
    teaser = lists(LIST.replace("Trois plantes", "Les plantes qui") + "\n- le lierre")[0]

    assert [text.count("•") for text in tellings(teaser)] == [4, 3]


@pytest.mark.parametrize(
    "markdown",
    [
        LIST.replace("- ", "1. "),
        LIST.replace("verger :", "verger."),
        LIST.replace("Trois plantes aiment", "Elles aiment"),
        LIST.replace("Trois plantes aiment les murs du vieux verger", "Pour mémoire"),
        LIST.replace("- la sauge ;\n", ""),
        LIST.replace("la sauge", "la sauge " * 20),
        LIST.replace("la sauge", "la `s = {}`"),
    ],
    ids=["steps", "no header", "leaning", "short header", "two items", "long item", "code"],
)
def test_only_a_simple_list_with_a_header_makes_a_post(markdown: str) -> None:
    """Steps out of order, links, code: none of it reads as a list in a post."""
    assert lists(markdown) == []


def test_a_section_that_gives_nothing_says_why() -> None:
    """The author may want to know."""
    result = split(described(f"## Un\n\n{SOIL}\n\n## Deux\n\nIl dort."))

    assert [(each.section, each.reason) for each in result.skipped] == [("Deux", "no sentence stands on its own")]


def test_a_section_that_others_surpass_says_so() -> None:
    """Its text is good, and there is only so much to say of one article."""
    short = read(
        f"---\ntitle: Le jardin\ntags: {TAGS}\ndescription: Un buisson que rien n'arrête.\n---\n## Un\n\n{SOIL}\n"
    )

    assert [(each.section, each.reason) for each in split(short).skipped] == [
        ("Un", "an article of this length gets no more posts, and others say more")
    ]


def test_a_language_without_word_lists_gives_the_announcement_alone() -> None:
    """Without them nobody can tell what leans on what."""
    result = split(body("Tymian lubi słońce i ubogą glebę, jak wiadomo.", language="pl"))

    assert (result.teasers, "no word lists for the language 'pl'" in result.skipped[0].reason) == ((), True)


@pytest.mark.parametrize(
    ("words", "most"), [(0, 1), (79, 1), (80, 3), (300, 6), (800, 8), (1500, 10), (3000, 12), (9000, 12)]
)
def test_a_longer_article_gives_more_teasers_up_to_a_dozen(words: int, most: int) -> None:
    """Followers tire of one article."""
    assert most_teasers(words) == most


PARTS = st.lists(st.sampled_from([SOIL, CUT, DRY, "Il dort.", "\n\n## Titre\n\n", f"\n\n{LIST}\n\n"]), max_size=14)


@given(PARTS)
def test_every_line_of_a_teaser_stands_in_the_article(parts: list[str]) -> None:
    """A post says nothing that the article does not say."""
    markdown = " ".join(parts)
    texts = [text for teaser in split(described(markdown)).teasers[1:] for text in tellings(teaser)]
    lines = [line.removeprefix("• ") for text in texts for line in text.splitlines()]

    assert all(line in markdown for line in lines)


@given(PARTS)
def test_no_source_sentence_is_used_twice(parts: list[str]) -> None:
    """A follower would read it twice."""
    spans = [span for teaser in split(described(" ".join(parts))).teasers[1:] for span in teaser.source]

    assert len(spans) == len(set(spans))


@given(PARTS)
def test_no_two_teasers_open_alike(parts: list[str]) -> None:
    """They would look the same in a timeline."""
    found = [opening(teaser.text) for teaser in split(described(" ".join(parts))).teasers]

    assert len(set(found)) == len(found)
