"""The folder of a source's articles is kept: nothing in it is lost, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import SourceError
from scheduler.fetching import Got
from scheduler.sources import Web, refresh
from tests.shell.sourced import (
    ATOM,
    BOMB,
    MAP,
    PAGES,
    PROSE,
    RSS,
    URL,
    WXR,
    Server,
    articles,
    exported,
    fetched,
    site,
    site_in,
)

SECRET = "feed-token-of-a-member"


def test_files_that_tambour_did_not_write_are_left_alone(tmp_path: Path) -> None:
    """A folder of that name may be somebody's own."""
    (tmp_path / "own.md").write_text("---\ntitle: Mine\n---\n", encoding="utf-8")

    with pytest.raises(SourceError, match="has Markdown files that tambour did not write; move them away"):
        fetched(tmp_path, Server({URL: ATOM}))
    assert list(articles(tmp_path)) == ["Mine"]


def test_a_reading_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    """Its files are known to be tambour's, although no record of them was finished."""
    server = site()

    def stopping(url: str, *rest: Any, known: Mapping[str, str] | None) -> Got:
        if url.endswith("/sage"):
            raise KeyboardInterrupt
        return server(url, rest[0], rest[1], known)

    with pytest.raises(KeyboardInterrupt):
        refresh(MAP, site_in(tmp_path), Web(get=stopping))
    fetched(tmp_path, server, MAP)

    assert sorted(articles(tmp_path)) == ["Drying thyme", "Sage in winter"]


@pytest.mark.parametrize("source", ["feed", "export", "sitemap"])
def test_files_that_were_lost_are_written_again(tmp_path: Path, source: str) -> None:
    """Although nothing has changed where they come from: else a plan would hold all their posts."""
    folder = tmp_path / "articles" if source == "export" else tmp_path
    dated = PAGES.replace("<loc>/sage</loc>", "<loc>/sage</loc><lastmod>2026-09-14</lastmod>")
    server = Server({URL: RSS, **site().pages, "https://ex.org/posts.xml": dated}, etag='"1"')
    for _ in range(2):
        exported(tmp_path, WXR) if source == "export" else fetched(tmp_path, server, URL if source == "feed" else MAP)
        found = list(folder.glob("*.md"))
        for path in found:
            path.unlink()

        assert found


@pytest.mark.parametrize("document", ["nonsense", None, "<urlset/>"])
def test_another_source_that_is_not_to_be_had_costs_no_article(tmp_path: Path, document: str | None) -> None:
    """A feed would not give its older ones again."""
    other = "https://ex.org/other.xml"
    fetched(tmp_path, Server({URL: RSS}))
    with pytest.raises(SourceError):
        fetched(tmp_path, Server({} if document is None else {other: document}), other)
    fetched(tmp_path, Server({URL: ATOM}))

    assert len(articles(tmp_path)) == 4


def test_a_page_is_looked_at_although_the_sitemap_is_the_same(tmp_path: Path) -> None:
    """Many a sitemap says nothing of its pages but where they are."""
    server = Server(site().pages, etag='"1"')
    fetched(tmp_path, server, MAP)
    fetched(tmp_path, server, MAP)

    assert server.asked.count("https://ex.org/sage") == 2


def test_an_article_that_moves_on_its_site_stays_the_same_file(tmp_path: Path) -> None:
    """A post of WordPress has another address before its day: its announcement would go out twice."""
    exported(tmp_path, WXR.replace("/2026/thym/", "/?p=1"))
    before = {one.path for one in articles(tmp_path / "articles").values()}
    exported(tmp_path, WXR)
    after = articles(tmp_path / "articles")

    assert {one.path for one in after.values()} == before
    assert after["Le thym"].link == "https://ex.org/2026/thym/"


def test_what_was_left_out_is_named_each_time(tmp_path: Path) -> None:
    """Also where nothing is read again."""
    server = Server({URL: RSS}, etag='"1"')
    first = fetched(tmp_path, server).problems
    server.pages[URL] = "nonsense that is never looked at"

    assert fetched(tmp_path, server).problems == first != []


def test_many_that_are_left_out_are_a_line(tmp_path: Path) -> None:
    """A journal of notes has thousands without a title."""
    notes = "".join(f"<item><link>https://ex.org/{number}</link></item>" for number in range(20))
    done = fetched(tmp_path, Server({URL: RSS.replace("</channel>", f"{notes}</channel>")}))

    assert "https://ex.org/untitled, https://ex.org/0, https://ex.org/1 and 18 more: no title" in done.problems


@pytest.mark.parametrize(
    "document",
    ["nonsense", "<urlset>", "<urlset/>", RSS.replace(PROSE, "x" * 2_000_001), f"{BOMB}<urlset/>"],
)
def test_an_address_s_secret_is_in_no_message(tmp_path: Path, document: str) -> None:
    """A member's feed has one behind its question mark, and messages end up in mails and issues."""
    url = f"https://ex.org/feed?key={SECRET}"
    try:
        said = " ".join(fetched(tmp_path, Server({url: document}), url).problems)
    except SourceError as error:
        said = str(error)

    assert "https://ex.org/" in said
    assert SECRET not in said
