"""The words of an article are those that its readers see, whatever they are written in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path, PurePath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.article import parse
from scheduler.core.article.inline import EMOJI_CODE, MARKS
from scheduler.core.article.placeholders import PLACEHOLDER
from scheduler.core.model import Article
from scheduler.sources.entry import Entry, filename, written
from tests.shell.sourced import (  # fmt: skip
    MAP,
    PROSE,
    RSS,
    THYME,
    URL,
    WXR,
    Server,
    articles,
    exported,
    fetched,
    ghost,
    site,
    site_in,
)


def made(html: str = PROSE, title: str = "Thyme", description: str = "", *tags: str) -> Article:
    entry = Entry("1", "https://ex.org/a", title, html, description=description, tags=tags)
    return parse(written(entry), PurePath("/content/a.md"), site_in(Path("/content")), digest="")


def paragraphs(html: str) -> list[str]:
    blocks = chain.from_iterable(section.blocks for section in made(html).sections)
    return [block.text for block in blocks if block.text]


def read_as_it_is(text: str) -> bool:
    """Tell whether a title reads so in any article: it is there, and holds nothing that is yet to be filled in."""
    said = " ".join(text.split())
    return said not in {"", "null", "~"} and not any(one.search(said) for one in (PLACEHOLDER, EMOJI_CODE, MARKS))


@given(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=20).filter(read_as_it_is))
def test_a_plain_text_is_read_as_it_is(text: str) -> None:
    """`[Review] C++ <T> & *more*` is a title, and neither Markdown nor HTML nor a formula."""
    article = made(PROSE, text, text, text)
    said = " ".join(text.split())

    assert (article.title, article.description, article.tags) == (said, said, (said,))


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Salt &amp;amp; pepper", "Salt & pepper"),
        ("Why &lt;T&gt; matters", "Why <T> matters"),
        ("Why &amp;lt;T&amp;gt; matters", "Why <T> matters"),
        ("<![CDATA[<em>Cold</em>-brew <br>tea]]>", "Cold-brew tea"),
        ("[Review] Thyme [2026]", "[Review] Thyme [2026]"),
    ],
)
def test_a_title_is_what_its_readers_see(tmp_path: Path, title: str, read: str) -> None:
    """Feeds write titles as HTML or as plain text, and some as HTML twice."""
    fetched(tmp_path, Server({URL: RSS.replace("<title>No date", f"<title>{title}")}))

    assert read in articles(tmp_path)


def test_a_plain_text_of_ghost_is_none_of_html(tmp_path: Path) -> None:
    """Its titles are shown as they are written."""
    exported(tmp_path, ghost(title="When <details> & &nbsp; matter"))

    assert list(articles(tmp_path / "articles")) == ["When <details> & &nbsp; matter"]


def test_blank_lines_part_paragraphs_as_wordpress_has_it() -> None:
    """Whoever wrote before there were blocks has thousands of articles like this one."""
    html = (
        "<p>Set <b>apart</b>.</p>\nOne <em>of</em>\nthem.\r\n\r\nTwo.\n<h2>Head</h2>\nThree.\n\n"
        "<blockquote>Four.\n\nFive.</blockquote>\nSix.<!-- x -->"
    )

    assert paragraphs(html) == ["Set apart.", "One of them.", "Two.", "Three.", "Four.", "Five.", "Six."]


def test_words_in_brackets_stay() -> None:
    """TeX has brackets behind backslashes, as Markdown has those that are no link; a formula is still none."""
    assert paragraphs("<p>He said [<b>sic</b>] so.</p><p>See <a href='/x'>it</a> [1].</p>") == [
        "He said [sic] so.",
        "See it [1].",
    ]
    assert "x^2" not in paragraphs(r"<p>We know that \(x^2\) is more.</p>")[0]


def test_shortcodes_are_no_prose(tmp_path: Path) -> None:
    """A word in brackets is none, unless it stands alone."""
    layout = "[row][col w=1]Two[/col] lines.[/row]"
    text = f'One [toc to="2"] line [sic].\n\n[gallery]\n\n[caption]A picture.[/caption]\n\n{layout}'
    exported(tmp_path, WXR.replace(PROSE, text))
    found = articles(tmp_path / "articles")["Le thym"]

    assert [block.text for section in found.sections for block in section.blocks] == ["One line [sic].", "Two lines."]


def test_a_page_is_dated_and_tagged_by_what_stands_around_its_prose(tmp_path: Path) -> None:
    """Themes put the date above the prose, and the tags below; neither is a part of it."""
    page = (
        '<html><head><title>Thyme</title></head><body><article><header><h1>Thyme</h1><time datetime="2026-09-14">'
        f'14 September</time></header>{PROSE}<footer><a rel="tag">#Herbs</a></footer></article></body></html>'
    )
    fetched(tmp_path, site(thyme=page), MAP)
    thyme = articles(tmp_path)["Thyme"]

    assert (thyme.tags, thyme.date) == (("Herbs",), datetime(2026, 9, 14, tzinfo=ZoneInfo("Europe/Paris")))
    assert "September" not in thyme.text.partition("\n---\n")[2]


def test_a_page_tells_search_engines_when_it_was_published(tmp_path: Path) -> None:
    """Its prose may name another day, such as that of a market."""
    data = '<script type="application/ld+json">[{"@type": "Article", "datePublished": "2026-09-01T06:00:00Z"}]</script>'
    page = THYME.replace("article:published_time", "x").replace("<head>", f"<head>{data}")
    fetched(tmp_path, site(thyme=page.replace("</h1>", "</h1><time datetime='2027-05-01'>1 May</time>")), MAP)

    assert articles(tmp_path)["Drying thyme"].date == datetime(2026, 9, 1, 6, tzinfo=UTC)


def test_a_post_whose_date_in_utc_is_not_known_has_that_of_the_site_s_clocks(tmp_path: Path) -> None:
    """Posts that were brought over from elsewhere have zeros in one of the two."""
    exported(
        tmp_path, WXR.replace("<wp:status>future", "<wp:post_date>2026-12-24 08:00:00</wp:post_date><wp:status>future")
    )

    assert articles(tmp_path / "articles")["La sauge"].date == datetime(
        2026, 12, 24, 8, tzinfo=ZoneInfo("Europe/Paris")
    )


def test_an_entry_has_its_own_language(tmp_path: Path) -> None:
    """A garden in two languages has one feed."""
    feed = RSS.replace("<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" ')
    fetched(tmp_path, Server({URL: feed.replace("<title>No date", "<dc:language>de</dc:language><title>No date")}))

    assert {title: one.language for title, one in articles(tmp_path).items()}["No date"] == "de"


def test_a_control_character_does_not_cost_an_export(tmp_path: Path) -> None:
    """XML forbids them, old articles have them, and exporting again does not help."""
    exported(tmp_path, WXR.replace("Thyme dries", "Thyme\x0b\x08 dries"))

    assert "Thyme dries in a" in articles(tmp_path / "articles")["Le thym"].text


@given(st.text(min_size=1, max_size=400), st.text(max_size=400))
def test_every_file_can_be_named(key: str, path: str) -> None:
    """A file's name has at most 255 bytes, also while it is being written."""
    safe = path.encode(errors="ignore").decode()
    name = filename(Entry(key.encode(errors="ignore").decode(), f"https://ex.org/{safe}", "T", ""))

    assert len(name.encode()) <= 240
    assert re.fullmatch(r"[^/\0]+-[0-9a-f]{8}\.md", name)
