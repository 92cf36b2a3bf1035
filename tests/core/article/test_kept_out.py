"""Sections that an author keeps out of posts, without a word on the page."""

import pytest

from tests.core.article import body, prose, read

OUT = "Les prix de la saison passée ne valent plus."
IN = "Le thym lève en trois semaines."


@pytest.mark.parametrize(
    "heading",
    [
        "## Prix {.no-social}",
        "## Prix {#prix .no-social}",
        "## Prix {.no-social .wide}",
        "## Prix\n{: .no-social}",
        "## Prix {: .no-social}",
        "## Prix\n\n<!-- tambour: skip -->",
        "## Prix\n\n<!--tambour:skip-->",
        "## Prix\n<!-- Tambour: skip -->",
        "Prix {.no-social}\n-----------------",
        "**Prix**\n{: .no-social}",
        "**Prix**\n{.no-social}",
        "**Prix** {.no-social}",
        "**Prix** {: .no-social}",
        "**Prix :** { .no-social }",
        "**Prix {.no-social}**",
        "__Prix__ {.no-social}\nEn pot.",
    ],
)
def test_a_marked_section_is_kept_out(heading: str) -> None:
    """The author knows what does not belong in public squares."""
    article = body(f"## Semer\n\n{IN}\n\n{heading}\n\n{OUT}\n")

    assert prose(article) == [IN]
    assert [section.title for section in article.sections] == ["Semer"]


@pytest.mark.parametrize(
    "heading",
    ["## Prix {.no-socials}", "## Prix {#no-social}", "## Prix\n\n<!-- skip -->", "## Prix\n\nA {.no-social} b"],
)
def test_what_is_no_mark_keeps_nothing_out(heading: str) -> None:
    """Attribute lists and comments serve others too."""
    assert OUT in prose(body(f"{heading}\n\n{OUT}\n"))


def test_a_mark_holds_for_the_sections_within() -> None:
    """They are parts of it."""
    article = body(f"## Prix {{.no-social}}\n\n### En pot\n\n{OUT}\n\n## Semer\n\n{IN}\n")

    assert prose(article) == [IN]


def test_a_comment_holds_from_where_it_stands() -> None:
    """What stands above it was written to be read."""
    assert prose(body(f"## Semer\n\n{IN}\n\n<!-- tambour: skip -->\n\n{OUT}\n")) == [IN]


def test_a_comment_before_the_first_heading_holds_up_to_it() -> None:
    """A lead is a section too."""
    assert prose(body(f"<!-- tambour: skip -->\n\n{OUT}\n\n## Semer\n\n{IN}\n")) == [IN]


def test_a_mark_within_a_section_of_sources_changes_nothing() -> None:
    """It is kept out already, up to the same place."""
    assert prose(body(f"## Sources\n\n<!-- tambour: skip -->\n\n{OUT}\n\n## Semer\n\n{IN}\n")) == [IN]


def test_a_mark_never_becomes_text() -> None:
    """Not even where it stands on the title."""
    article = read(f"# Le thym {{.no-social}}\n\n{OUT}\n")

    assert (article.title, prose(article)) == ("Le thym", [])


@pytest.mark.parametrize("mark", ["{.no-social}", "{: .no-social}", "{ .no-social }", "{#a .no-social}"])
def test_a_mark_on_a_paragraph_is_no_text_either(mark: str) -> None:
    """It says nothing there, and no reader may see it."""
    assert prose(body(f"{IN} {mark}\n")) == [IN]


def test_a_mark_on_a_line_in_bold_holds_up_to_the_next() -> None:
    """Both are headings of one rank."""
    assert prose(body(f"**Prix** {{.no-social}}\n\n{OUT}\n\n**Semer**\n\n{IN}\n")) == [IN]
