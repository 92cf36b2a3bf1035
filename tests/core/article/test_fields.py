"""The fields of the front matter, by whatever name."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.article import skip_reason
from scheduler.core.layouts import Hugo, Tongue
from scheduler.core.model import Article, Picture
from scheduler.errors import ArticleError
from tests.core.article import SITE, read

PARIS = ZoneInfo("Europe/Paris")


def fields(*lines: str, path: str = "/site/content/carnet/thym.md") -> Article:
    return read("\n".join(["---", "title: Le thym", *lines, "---", ""]), path=PurePath(path))


def test_a_title_loses_its_outer_spaces() -> None:
    """It is posted as it is."""
    assert read('---\ntitle: "  Le   thym "\n---\n').title == "Le thym"


def test_a_title_keeps_its_no_break_spaces() -> None:
    """They are French typography, and a line must not break there in a post either."""
    assert read("---\ntitle: Le thym\N{NO-BREAK SPACE}!\n---\n").title == "Le thym\N{NO-BREAK SPACE}!"


@pytest.mark.parametrize("name", ["title", "titre", "headline"])
def test_a_title_has_several_names(name: str) -> None:
    """French themes say `titre`."""
    assert read(f"---\n{name}: Le thym\n---\n").title == "Le thym"


@pytest.mark.parametrize("name", ["description", "summary", "excerpt", "deck"])
def test_a_description_has_several_names(name: str) -> None:
    """Themes differ."""
    assert fields(f"{name}: Un *buisson* &amp; son parfum.").description == "Un buisson & son parfum."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tags: [Thym citron, Été]", ("Thym citron", "Été")),
        ("tags: Thym citron, Été", ("Thym citron", "Été")),
        ("tags: Thym citron", ("Thym citron",)),
        ("keywords: [Été]", ("Été",)),
        ("taxonomies: {tags: [Été]}", ("Été",)),
        ("tags: [Été, ' Été ', '']", ("Été",)),
        ("tags: [{a: b}, Été]", ("Été",)),
        ("tags: {a: b}", ()),
        ("layout: page", ()),
    ],
)
def test_tags_are_a_list_or_a_string_with_commas(line: str, expected: tuple[str, ...]) -> None:
    """Each becomes a hashtag, once."""
    assert fields(line).tags == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-06-15", datetime(2026, 6, 15, tzinfo=PARIS)),
        ('"2026-06-15T08:30:00"', datetime(2026, 6, 15, 8, 30, tzinfo=PARIS)),
        ("2026/6/15 8:30", datetime(2026, 6, 15, 8, 30, tzinfo=PARIS)),
        ("2026-06-15T08:30:00.123Z", datetime(2026, 6, 15, 8, 30, tzinfo=UTC)),
        ("2026-06-15 08:30:00 +0200", datetime(2026, 6, 15, 6, 30, tzinfo=UTC)),
        ("2026-06-15 08:30:00 -05:30", datetime(2026, 6, 15, 14, 0, tzinfo=UTC)),
        ("2026-06-15 08:30:00 -4", datetime(2026, 6, 15, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_date_without_a_zone_is_in_the_site_s(value: str, expected: datetime) -> None:
    """An article dated today is out today where its author lives."""
    assert fields(f"date: {value}").date == expected


def test_a_date_may_stand_in_the_file_s_name() -> None:
    """Jekyll keeps it nowhere else."""
    assert fields(path="/site/content/2026-06-15-thym.md").date == datetime(2026, 6, 15, tzinfo=PARIS)


def test_a_bundle_s_date_may_stand_in_its_folder_s_name() -> None:
    """The file itself is always called index."""
    assert fields(path="/site/content/2026-06-15-thym/index.md").date == datetime(2026, 6, 15, tzinfo=PARIS)


def test_an_article_may_have_no_date() -> None:
    """Pages have none; they are simply out."""
    assert fields().date is None


@pytest.mark.parametrize("value", ["2025-02-30", "hier"])
def test_a_date_that_no_calendar_has_names_the_line(value: str) -> None:
    """Guessing another day would publish at the wrong time."""
    with pytest.raises(ArticleError, match=rf"line 3: the date '{value}' is not a date"):
        fields(f"date: {value}")


def test_a_wrong_date_in_the_file_s_name_is_told_too() -> None:
    """Likewise."""
    with pytest.raises(ArticleError, match="the file's name holds '2025-02-30'"):
        fields(path="/site/content/2025-02-30-thym.md")


def test_a_wrong_date_is_found_in_json_too() -> None:
    """The line helps in a long head; where it cannot be told apart, the first one is named."""
    with pytest.raises(ArticleError, match="line 3: the date 'hier'"):
        read('{"title": "Le thym",\n\n"date": "hier"}')


def test_a_wrong_date_in_an_unusual_spot_names_the_first_line() -> None:
    """Better a rough place than none."""
    with pytest.raises(ArticleError, match="line 1: the date 'hier'"):
        read("---\n{title: Le thym, date: hier}\n---\n")


@pytest.mark.parametrize(
    ("lines", "where", "alt"),
    [
        (["image: thym.jpg"], "/site/content/carnet/thym.jpg", ""),
        (["cover: {image: ../thym.jpg, alt: Un brin}"], "/site/content/thym.jpg", "Un brin"),
        (["featured_image: /images/thym.jpg", "imageAlt: Un brin"], "/site/static/images/thym.jpg", "Un brin"),
        (
            ["hero: https://images.example/thym.jpg", "twitterAlt: Un brin"],
            "https://images.example/thym.jpg",
            "Un brin",
        ),
        (["image: //images.example/thym.jpg"], "https://images.example/thym.jpg", ""),
        (["images: [thym.jpg, autre.jpg]", "imageAltAttribute: Un brin "], "/site/content/carnet/thym.jpg", "Un brin"),
        (
            ["resources: [{src: '*.jpg'}, {src: thym.jpg}]", "image_alt: Un brin"],
            "/site/content/carnet/thym.jpg",
            "Un brin",
        ),
    ],
)
def test_a_picture_is_a_text_a_mapping_or_a_list(lines: list[str], where: str, alt: str) -> None:
    """A post without its image is half a post."""
    assert fields(*lines).picture == Picture(where, alt)


@pytest.mark.parametrize("line", ["image: '{{ site.logo }}'", "image: {alt: Un brin}", "images: []", "layout: page"])
def test_what_names_no_file_is_no_picture(line: str) -> None:
    """Template code cannot be looked up."""
    assert fields(line).picture is None


NOW = datetime(2026, 11, 20, 9, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("draft: true", "draft"),
        ("published: false", "draft"),
        ("unlisted: true", "draft"),
        ("private: true", "draft"),
        ("publish: no", "draft"),
        ("status: Draft", "draft"),
        ("visibility: private", "draft"),
        ("social: false", "social: false"),
        ("date: 2026-01-01\npublishDate: 2026-12-01", "dated in the future: 2026-12-01"),
        ("date: 2026-12-01", "dated in the future: 2026-12-01"),
        ("expirydate: 2026-11-01", "expired: 2026-11-01"),
    ],
)
def test_an_article_that_is_not_out_says_why(line: str, reason: str) -> None:
    """It is read all the same, and left out aloud."""
    assert skip_reason(fields(line), NOW) == reason


def test_an_article_that_has_no_page_gets_no_posts() -> None:
    """What its generator keeps from the web, a post must not be the first to tell."""
    site = replace(SITE, layout=Hugo((Tongue("en", "en"),)))
    article = read("---\ntitle: Le thym\nbuild: {render: never}\n---\n", site=site)

    assert skip_reason(article, NOW) == "the site's generator makes no page of it"


@pytest.mark.parametrize(
    "line",
    ["draft: false", "published: true", "status: published", "expirydate: 2026-12-01", "publishDate: 2026-01-01"],
)
def test_an_article_that_is_out_gives_no_reason(line: str) -> None:
    """Fields that say so are no obstacle."""
    assert skip_reason(fields(line), NOW) is None


@pytest.mark.parametrize(
    ("line", "wish"),
    [("evergreen: yes", True), ("evergreen: false", False), ("evergreen: summer", None), ("x: y", None)],
)
def test_an_author_says_whether_an_article_returns(line: str, wish: bool | None) -> None:
    """Or leaves it to the settings."""
    assert fields(line).evergreen is wish


@pytest.mark.parametrize("text", ["---\ntitle: Le thym de %%NAME%%\n---\n", "# Le thym de %%NAME%%\n"])
def test_a_title_that_is_yet_to_be_filled_in_gets_no_posts(text: str) -> None:
    """Every card would show the blank."""
    reason = skip_reason(read(text), datetime(2026, 3, 2, tzinfo=UTC))

    assert reason == "its title holds '%%NAME%%', which is yet to be filled in"
