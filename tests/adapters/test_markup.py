from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.markup import html, link, markdown, seen
from adapters.texts import letters

NASTY = st.text(st.sampled_from("ab1 .)(-+=#>*_`[]<>&!|~^\\:{}%\"'/é👩\n\t"), max_size=40)


@given(NASTY)
def test_nothing_of_a_text_is_markup_in_html(text: str) -> None:
    """Whoever writes `3 < 4` does not open a tag, and nobody smuggles a script into a site."""
    assert letters(seen(html(text))) == letters(text)


@given(NASTY)
def test_nothing_of_a_text_is_markup_in_markdown(text: str) -> None:
    """A line that begins with a dash is a line that begins with a dash."""
    assert letters(seen(MarkdownIt().render(markdown(text)))) == letters(text)


@given(NASTY)
def test_a_text_brings_no_tag_of_its_own(text: str) -> None:
    """Nothing but paragraphs and line breaks comes of it."""
    rest = html(text).replace("<p>", "").replace("</p>", "").replace("<br>", "")

    assert "<" not in rest


def test_blank_lines_part_paragraphs_and_line_breaks_stay() -> None:
    """A poem keeps its shape."""
    assert html("un\ndeux\n \n\ntrois\n") == "<p>un<br>deux</p><p>trois</p>"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Voir https://ex.org/a.", "https://ex.org/a"),
        ("(https://ex.org/a)", "https://ex.org/a"),
        ("https://ex.org/a_(b), et", "https://ex.org/a_(b)"),
        ("« https://ex.org/?a=1&b=2 »", "https://ex.org/?a=1&b=2"),
    ],
)
def test_an_address_is_a_link_without_the_sentence_around_it(text: str, url: str) -> None:
    """A full stop at its end leads nowhere."""
    assert link(url, url) in html(text)
    assert f"<{url}>" in markdown(text)


@pytest.mark.parametrize("text", ["https://", "https://…", "http:// rien"])
def test_what_leads_nowhere_is_no_link(text: str) -> None:
    """It would lead to the page itself."""
    assert "<a" not in html(text)


def test_an_address_cannot_leave_its_link() -> None:
    """A quotation mark in it would begin an attribute of somebody else's choice."""
    assert link('https://ex.org/"onclick="x', "<b>") == '<a href="https://ex.org/&quot;onclick=&quot;x">&lt;b&gt;</a>'
