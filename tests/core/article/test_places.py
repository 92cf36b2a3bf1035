"""Address and language, from what the file says and where it stands."""

from dataclasses import replace
from pathlib import PurePath

import pytest

from tests.core.article import SITE, read


def at(place: str, *lines: str) -> str | None:
    return read("\n".join(["---", "title: Le thym", *lines, "---", ""]), path=PurePath("/site/content", place)).link


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("carnet/Mon Thym.md", "/carnet/mon-thym/"),
        ("carnet/thym/index.md", "/carnet/thym/"),
        ("carnet/_index.md", "/carnet/"),
        ("index.md", "/"),
        ("carnet/été.md", "/carnet/%C3%A9t%C3%A9/"),
        ("carnet/thym.fr.md", "/carnet/thym/"),
        ("carnet/thyme.en.md", "/en/carnet/thyme/"),
        ("carnet/thyme/index.en.md", "/en/carnet/thyme/"),
        ("en/carnet/thyme.md", "/en/carnet/thyme/"),
        ("fr/carnet/thym.md", "/carnet/thym/"),
        ("carnet/node.js.md", "/carnet/node.js/"),
    ],
)
def test_the_address_follows_from_the_place(place: str, expected: str) -> None:
    """A wrong link sends every reader of every post to an error page."""
    assert at(place) == f"https://maison-tilleul.example{expected}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("slug: thym-frais", "https://maison-tilleul.example/carnet/thym-frais/"),
        ("url: /plantes/thym/", "https://maison-tilleul.example/plantes/thym/"),
        ("permalink: /:year/:title/", "https://maison-tilleul.example/carnet/thym/"),
        ("url: https://autre.example/thym", "https://autre.example/thym"),
        ("canonical_url: https://autre.example/thym", "https://autre.example/thym"),
        ("canonical_url: autre", "https://maison-tilleul.example/carnet/thym/"),
    ],
)
def test_what_the_front_matter_says_of_the_address_comes_first(line: str, expected: str) -> None:
    """The author knows where the article is."""
    assert at("carnet/thym.md", line) == expected


def test_without_a_site_s_address_there_is_no_link() -> None:
    """Teasers are made all the same."""
    assert read("# Le thym", site=replace(SITE, url=None)).link is None


def test_a_file_outside_the_content_folder_has_no_address() -> None:
    """A guess would be a dead link."""
    assert read("# Le thym", path=PurePath("/ailleurs/thym.md")).link is None


@pytest.mark.parametrize(
    ("place", "line", "expected"),
    [
        ("a.md", "lang: en_GB", "en-GB"),
        ("a.en.md", "layout: page", "en"),
        ("en/a.md", "layout: page", "en"),
        ("a.md", "layout: page", "fr"),
        ("carnet/a.md", "layout: page", "fr"),
        ("a.min.md", "layout: page", "fr"),
    ],
)
def test_the_language_is_named_by_field_suffix_folder_or_site(place: str, line: str, expected: str) -> None:
    """A post says its language, and is cut into sentences by its rules."""
    article = read(f"---\ntitle: Le thym\n{line}\n---\n", path=PurePath("/site/content", place))

    assert article.language == expected
