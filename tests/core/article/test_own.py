"""The posts that an author wrote in the front matter."""

import pytest

from adapters.base import LinkPlace
from scheduler.core.model import Article, Kind, Picture
from scheduler.core.teasers import split
from scheduler.errors import ArticleError
from tests.core.article import read

BODY = "\n## Semer\n\nLe thym lève en trois semaines dans une terre tiède et bien drainée.\n"


def yaml(*lines: str) -> Article:
    return read("\n".join(["---", "title: Le thym", *lines, "---", BODY]))


def toml(*lines: str) -> Article:
    return read("\n".join(["+++", 'title = "Le thym"', *lines, "+++", BODY]))


@pytest.mark.parametrize(
    "article",
    [
        yaml("teasers:", "  - Le thym aime les cailloux.", "  - Une taille par an suffit."),
        yaml("Teasers: [Le thym aime les cailloux., {text: Une taille par an suffit.}]"),
        toml('teasers = ["Le thym aime les cailloux.", "Une taille par an suffit."]'),
        toml('[[teasers]]\ntext = "Le thym aime les cailloux."\n[[teasers]]\ntext = "Une taille par an suffit."'),
        read(
            '{"title": "Le thym", "teasers": ["Le thym aime les cailloux.", {"text": "Une taille par an suffit."}]}'
            + BODY
        ),
    ],
    ids=["list", "mappings", "toml", "tables", "json"],
)
def test_an_author_writes_teasers_in_any_front_matter(article: Article) -> None:
    """Hugo, Jekyll and Eleventy differ in what they read, not in what authors want to say."""
    assert [each.text for each in article.own] == ["Le thym aime les cailloux.", "Une taille par an suffit."]


def test_what_the_author_wrote_is_all_there_is() -> None:
    """Whoever wrote posts would be surprised by others."""
    article = yaml("teasers: [Le thym aime les cailloux.]")

    assert split(article).teasers == article.own


@pytest.mark.parametrize("line", ["layout: page", "teasers: []", "teasers:"])
def test_without_any_the_article_is_split(line: str) -> None:
    """An empty list is what is left when they are commented out."""
    article = yaml(line, "description: Le thym demande du soleil, peu d'eau et une taille par an.")

    assert article.own == ()
    assert split(article).teasers[0].kind is not Kind.OWN


def test_a_teaser_keeps_its_lines() -> None:
    """They are final, to the letter."""
    article = yaml("teasers:", "  - |", "    Le thym aime :", "    • les cailloux", "    • le plein sud")

    assert article.own[0].text == "Le thym aime :\n• les cailloux\n• le plein sud"


def test_a_teaser_stands_where_it_is_written() -> None:
    """A complaint about it names the line."""
    article = yaml("teasers: [Le thym aime les cailloux.]")

    (span,) = article.own[0].source
    assert article.text[slice(*span)] == "Le thym aime les cailloux."


def test_a_folded_teaser_stands_in_the_front_matter() -> None:
    """Its words stand nowhere as they are posted."""
    article = yaml("teasers:", "  - >", "    Le thym aime", "    les cailloux.")

    (span,) = article.own[0].source
    assert article.text[slice(*span)].startswith("---\ntitle: Le thym")


def test_a_teaser_says_where_when_and_with_which_picture() -> None:
    """The same words do not suit every place and hour."""
    article = yaml(
        "teasers:",
        "  - text: Le thym aime les cailloux.",
        "    platforms: [Mastodon, bluesky]",
        "    image: cailloux.jpg",
        "    image_alt: Un pot de cailloux.",
        "    at: 2026-12-01T09:00",
    )

    (teaser,) = article.own
    assert teaser.platforms == ("mastodon", "bluesky")
    assert teaser.picture == Picture("/site/content/carnet/cailloux.jpg", "Un pot de cailloux.")
    assert teaser.at == "2026-12-01T09:00"


def test_platforms_may_be_one_text_with_commas() -> None:
    """As tags may be."""
    assert yaml("teasers: [{text: Bonjour., platforms: 'mastodon, bluesky'}]").own[0].platforms == (
        "mastodon",
        "bluesky",
    )


def test_a_time_of_toml_is_one() -> None:
    """It has a type of its own there."""
    article = toml('teasers = [{text = "Bonjour.", at = 2026-12-01T09:00:00}]')

    assert article.own[0].at == "2026-12-01 09:00:00"


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["teasers: Bonjour."], "line 3: `teasers` is a list of texts"),
        (["teasers: {text: Bonjour.}"], "line 3: `teasers` is a list of texts"),
        (["layout: page", "teasers: [[a, b]]"], "line 4: number 1 of the teasers is a list"),
        (["teasers: [Bonjour., '']"], "line 3: number 2 of the teasers has no text"),
        (["teasers: [{at: demain 9h}]"], "line 3: number 1 of the teasers has no text"),
        (["teasers: [{text: [a]}]"], "line 3: number 1 of the teasers has a text that is none"),
        (["teasers: [{text: a, platform: x}]"], "line 3: number 1 of the teasers has 'platform', which is not known"),
        (["teasers: [{text: a, platforms: {a: b}}]"], "line 3: number 1 of the teasers has platforms in another form"),
        (["teasers: [{text: a, link: dedans}]"], "line 3: number 1 of the teasers has the link in 'dedans'"),
        (["teasers: [{text: a, otherwise: b}]"], "line 3: number 1 of the teasers has `otherwise` in another form"),
        (["teasers: [{text: a, otherwise: [{accounts: b, platforms: c}]}]"], "has `otherwise` in another form"),
        (["teasers: [{text: a, otherwise: [{text: b}]}]"], "has something in `otherwise` that is for nobody"),
        (["teasers: [{text: a, otherwise: [{accounts: [b, c]}]}]"], "has nothing in `otherwise` for b, c"),
        (["teasers: [{text: a, platforms: [[b]]}]"], "line 3: number 1 of the teasers has platforms in another form"),
    ],
)
def test_teasers_in_another_form_are_refused_by_line(lines: list[str], complaint: str) -> None:
    """A post that is left out in silence is noticed too late."""
    with pytest.raises(ArticleError) as refused:
        yaml(*lines)

    assert complaint in str(refused.value)


def test_a_table_of_toml_is_refused_by_line() -> None:
    """Its key stands in brackets."""
    with pytest.raises(ArticleError, match="line 3: number 1 of the teasers has no text"):
        toml("[[teasers]]", 'text = ""')


def test_a_post_is_written_otherwise_for_some_accounts() -> None:
    """One idea, in the words of each place, or at a time of its own."""
    article = yaml(
        "teasers:",
        "  - text: Le thym aime les cailloux.",
        "    otherwise:",
        "      - {accounts: [carnet], text: Du thym., link: comment}",
        "      - {accounts: lettre, at: lundi 8h}",
    )

    first, second = article.own[0].otherwise
    assert (first.accounts, first.text, first.link, first.at) == (
        ("carnet",),
        "Du thym.",
        LinkPlace.FIRST_COMMENT,
        None,
    )
    assert (second.accounts, second.text, second.link, second.at) == (("lettre",), None, None, "lundi 8h")


def test_one_exception_needs_no_list() -> None:
    """As one platform needs none."""
    article = yaml("teasers: [{text: Bonjour., otherwise: {accounts: carnet, text: Salut.}}]")

    assert [each.text for each in article.own[0].otherwise] == ["Salut."]
