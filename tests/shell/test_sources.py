"""Articles of a feed, a sitemap or an export become files that are read as any others."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.errors import SettingsError, SourceError
from scheduler.sources import Web, refresh
from tests.shell.command import ARTICLE, SETTINGS, run
from tests.shell.sourced import (
    ATOM,
    BOMB,
    MAP,
    PAGES,
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


def test_an_entry_of_a_feed_is_an_article(tmp_path: Path) -> None:
    """With all that the feed says of it; what can be no article is named."""
    done = fetched(tmp_path, Server({URL: RSS}))
    found = articles(tmp_path)
    thyme = found["Drying *thyme* & sage"]

    assert sorted(found) == ["Drying *thyme* & sage", "No date", "Same number"]
    assert (done.articles, done.problems) == (
        3,
        [
            "https://ex.org/untitled: no title",
            "'No address', 'Odd address': no web address",
            "'Same address': the address of another article, https://ex.org/same",
        ],
    )
    assert (thyme.link, thyme.language, thyme.tags) == (
        "https://ex.org/2026/thyme/",
        "en-gb",
        ("Herbs", "Kitchen garden"),
    )
    assert thyme.date == datetime(2026, 9, 14, 6, tzinfo=UTC)
    assert thyme.description == "Heat spoils thyme, not time."
    assert thyme.picture is not None
    assert thyme.picture.path == "https://ex.org/thyme.jpg"
    assert [section.title for section in thyme.sections if section.title] == ["When to cut"]
    assert "x()" not in thyme.text
    assert found["No date"].date is None


def test_atom_is_a_feed_too(tmp_path: Path) -> None:
    """Hugo writes RSS, Jekyll Atom."""
    fetched(tmp_path, Server({URL: ATOM}))
    thyme = articles(tmp_path)["Le thym"]

    assert (thyme.language, thyme.tags, thyme.link) == ("fr", ("Thym",), "https://ex.org/thym")


def test_what_a_feed_shows_no_more_is_there_still(tmp_path: Path) -> None:
    """It has the newest articles alone; posts about the others go on."""
    fetched(tmp_path, Server({URL: RSS}))
    fetched(tmp_path, Server({URL: ATOM}))

    assert sorted(articles(tmp_path)) == ["Drying *thyme* & sage", "Le thym", "No date", "Same number"]


def test_a_source_that_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    """Its server says so, if it is asked."""
    server = Server({URL: RSS}, etag='"1"')
    fetched(tmp_path, server)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.suffix == ".md"}
    server.pages[URL] = "nonsense that is never looked at"
    done = fetched(tmp_path, server)

    assert done.articles == 3
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.suffix == ".md"}


def test_another_source_begins_anew(tmp_path: Path) -> None:
    """The articles of one site are none of another's."""
    fetched(tmp_path, Server({URL: RSS}))
    other = "https://other.org/atom.xml"
    fetched(tmp_path, Server({other: ATOM}), other)

    assert sorted(articles(tmp_path)) == ["Le thym"]


def test_the_settings_know_the_language_better_than_a_whole_feed(tmp_path: Path) -> None:
    """Many a program says `en-us` of everything, until somebody tells it otherwise."""
    for language in ("fr", None):
        refresh(URL, site_in(tmp_path, language=language), Web(get=Server({URL: RSS}, etag='"1"')))
        (said,) = {article.language for article in articles(tmp_path).values()}

        assert said == (language or "en-gb")


def test_a_record_that_was_cut_short_costs_a_fetch(tmp_path: Path) -> None:
    """A full disk, or a power cut."""
    fetched(tmp_path, Server({URL: RSS}, etag='"1"'))
    (tmp_path / ".source.json").write_text("{", encoding="utf-8")

    assert fetched(tmp_path, Server({URL: RSS}, etag='"1"')).articles == 3


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (BOMB + RSS.partition("?>")[2], "declares XML entities"),
        (f"{BOMB}<urlset/>", "declares XML entities"),
        ("<html><body>404</body></html>", "is no feed"),
        ("", "is no feed"),
        (b"\xff\xfe\x00\xd8", "is no feed"),
        ("<urlset>", "is not XML that can be read"),
    ],
)
def test_what_is_no_feed_is_refused(tmp_path: Path, document: str | bytes, said: str) -> None:
    """A clear sentence, and the articles that were there stay."""
    fetched(tmp_path, Server({URL: ATOM}))

    with pytest.raises(SourceError, match=said):
        fetched(tmp_path, Server({URL: document}))
    assert sorted(articles(tmp_path)) == ["Le thym"]


def test_a_feed_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    """And one that claims an encoding that it does not have."""
    old = RSS.replace("utf-8", "iso-8859-1").replace("No date", "Été").encode("iso-8859-1")
    fetched(tmp_path / "old", Server({URL: old}))
    fetched(tmp_path / "wrong", Server({URL: RSS.replace("No date", "Été").encode("iso-8859-1")}))

    assert "Été" in articles(tmp_path / "old")
    assert len(articles(tmp_path / "wrong")) == 3


@pytest.mark.parametrize(
    ("html", "said"), [("<div>" * 1_000, "more than 200 elements"), ("x" * 2_000_001, "more than 2,000,000")]
)
def test_an_entry_that_means_harm_is_left_out(tmp_path: Path, html: str, said: str) -> None:
    """The others are read."""
    feed = RSS.replace("x()", "").replace(PROSE, f"<p>Long.</p>{html}")
    done = fetched(tmp_path, Server({URL: feed}))

    assert sorted(articles(tmp_path)) == ["No date", "Same number"]
    assert [one for one in done.problems if "thyme" in one and said in one] == done.problems[-1:]


def test_the_pages_of_a_sitemap_that_say_that_they_are_articles_are(tmp_path: Path) -> None:
    """Home, lists and imprints are none; what cannot be fetched is named."""
    done = fetched(tmp_path, site(), MAP)
    found = articles(tmp_path)
    thyme, sage = found["Drying thyme"], found["Sage in winter"]

    assert len(found) == 2
    assert done.problems == [
        "https://else.org/x.xml and 1 more: not on the host of https://ex.org/sitemap.xml",
        "https://ex.org/gone was answered with 404; correct the address",
    ]
    assert (thyme.link, thyme.language, thyme.tags) == ("https://ex.org/2026/thyme/", "en", ("Herbs",))
    assert (thyme.description, str(thyme.date)) == ("Heat spoils thyme, not time.", "2026-09-14 08:00:00+02:00")
    assert thyme.picture is not None
    assert not any(word in thyme.text for word in ("Menu", "Anna", "Read also", "Imprint"))
    assert (sage.link, sage.tags, sage.date) == (
        "https://ex.org/sage",
        ("Sage",),
        datetime(2026, 10, 1, tzinfo=ZoneInfo("Europe/Paris")),
    )


def test_a_page_that_the_sitemap_says_is_the_same_is_not_fetched_again(tmp_path: Path) -> None:
    """A thousand pages every night would be rude."""
    server = site()
    fetched(tmp_path, server, MAP)
    server.asked.clear()
    fetched(tmp_path, server, MAP)

    assert "https://ex.org/thyme" not in server.asked
    assert "https://ex.org/sage" in server.asked


def test_a_page_that_the_sitemap_lists_no_more_is_gone(tmp_path: Path) -> None:
    """Its posts are held by the next plan."""
    server = site()
    fetched(tmp_path, server, MAP)
    server.pages["https://ex.org/posts.xml"] = PAGES.replace("<url><loc>https://ex.org/thyme</loc>", "<url><loc/>")
    fetched(tmp_path, server, MAP)

    assert list(articles(tmp_path)) == ["Sage in winter"]


def test_a_page_that_search_engines_shall_not_show_is_none(tmp_path: Path) -> None:
    """Its author does not want it found."""
    hidden = THYME.replace("<head>", '<head><meta name="robots" content="noindex, nofollow">')
    fetched(tmp_path, site(thyme=hidden), MAP)

    assert list(articles(tmp_path)) == ["Sage in winter"]


def test_a_page_may_be_in_an_old_encoding(tmp_path: Path) -> None:
    """One that names an encoding that there is not is taken for UTF-8."""
    server = site()
    for name, charset in (("thyme", "iso-8859-1"), ("sage", "no-such")):
        text = THYME.replace("utf-8", charset).replace("Drying thyme", f"Été {name}").replace("/2026/thyme/", name)
        server.pages[f"https://ex.org/{name}"] = text.encode("iso-8859-1" if name == "thyme" else "utf-8")
    fetched(tmp_path, server, MAP)

    assert sorted(articles(tmp_path)) == ["Été sage", "Été thyme"]


def test_a_sitemap_that_is_too_long_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """And what was left out is said."""
    urls = "".join(f"<url><loc>https://ex.org/{number}</loc></url>" for number in range(5_001))
    done = fetched(tmp_path, Server({MAP: f"<urlset>{urls}</urlset>"}), MAP)

    assert done.problems[0] == f"{MAP} lists more than 5,000 pages; those after them were left out"
    assert len(done.problems) == 5_001


def test_an_export_of_wordpress_is_read(tmp_path: Path) -> None:
    """What is published, or will be; with its picture, its tags, and where it has none its categories."""
    exported(tmp_path, WXR)
    found = articles(tmp_path / "articles")
    thyme, sage = found["Le thym"], found["La sauge"]

    assert sorted(found) == ["La sauge", "Le thym"]
    assert (thyme.link, thyme.language, thyme.tags) == ("https://ex.org/2026/thym/", "fr-FR", ("Thym",))
    assert (thyme.description, thyme.date) == ("Le thym sèche.", datetime(2026, 9, 14, 6, tzinfo=UTC))
    assert thyme.picture is not None
    assert (thyme.picture.path, thyme.picture.alt) == ("https://ex.org/t.jpg", "Du thym")
    assert (sage.tags, sage.date) == (("Jardin",), None)
    assert [block.text for section in sage.sections for block in section.blocks] == ["Elle reste verte."]


def test_an_export_that_is_the_same_is_not_converted_again(tmp_path: Path) -> None:
    """Every plan reads it."""
    exported(tmp_path, WXR)
    (file,) = (tmp_path / "articles").glob("thym-*.md")
    file.write_text("---\ntitle: kept\n---\n", encoding="utf-8")
    exported(tmp_path, WXR)
    kept = articles(tmp_path / "articles")
    exported(tmp_path, WXR.replace("La sauge", "La menthe"))

    assert sorted(kept) == ["La sauge", "kept"]
    assert sorted(articles(tmp_path / "articles")) == ["La menthe", "Le thym"]


def test_another_version_writes_every_article_anew(tmp_path: Path) -> None:
    """It may know better how."""
    fetched(tmp_path, Server({URL: RSS}, etag='"1"'))
    book = tmp_path / ".source.json"
    book.write_text(book.read_text(encoding="utf-8").replace('"made_by": "', '"made_by": "0.0 '), encoding="utf-8")
    server = Server({URL: ATOM}, etag='"1"')
    fetched(tmp_path, server)

    assert "Le thym" in articles(tmp_path)
    assert "No date" in articles(tmp_path)


def test_an_export_of_ghost_is_read(tmp_path: Path) -> None:
    """What everybody may read."""
    exported(tmp_path, ghost())
    found = articles(tmp_path / "articles")
    thyme = found["Le thym"]

    assert len(found) == 1
    assert (thyme.link, thyme.language, thyme.tags) == ("https://ex.org/le-thym/", "fr", ("Thym", "Jardin"))
    assert (thyme.description, thyme.date) == ("Le thym sèche.", datetime(2026, 9, 14, 6, tzinfo=UTC))
    assert thyme.picture is not None
    assert (thyme.picture.path, thyme.picture.alt) == ("https://ex.org/t.jpg", "Du thym")


def test_older_exports_of_ghost_count_milliseconds(tmp_path: Path) -> None:
    """A date that is none is left out, and the article stays."""
    for number, at in enumerate((1_789_365_600_000, "2026-09-14 06:00:00", 1e300, "soon")):
        (tmp_path / str(number)).mkdir()
        exported(tmp_path / str(number), ghost(published_at=at))
    dates = [articles(tmp_path / str(number) / "articles")["Le thym"].date for number in range(4)]

    assert dates == [datetime(2026, 9, 14, 6, tzinfo=UTC)] * 2 + [None] * 2


def test_what_is_deleted_is_not_in_the_next_export(tmp_path: Path) -> None:
    """And its file is gone."""
    exported(tmp_path, WXR)
    exported(tmp_path, WXR.replace("<wp:status>future", "<wp:status>trash"))

    assert list(articles(tmp_path / "articles")) == ["Le thym"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON that can be read"),
        ("[" * 100_000, "is not JSON that can be read"),
        ('{"db": []}', "is no export of Ghost"),
        (RSS, "is neither an export of WordPress nor one of Ghost"),
        ("<rss>", "is not XML that can be read"),
        (BOMB + WXR.partition("?>")[2], "declares XML entities"),
        ("hello", "is not XML that can be read"),
        ("", "is not XML that can be read"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """A clear sentence each."""
    with pytest.raises(SourceError, match=said):
        exported(tmp_path, text)


def test_an_export_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Likewise a folder that cannot be written."""
    with pytest.raises(SourceError, match=r"cannot read .*gone.xml: No such file"):
        refresh(str(tmp_path / "gone.xml"), site_in(tmp_path / "a"), Web())
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be written"):
        refresh(URL, site_in(tmp_path / "file" / "a"), Web())


def test_an_export_of_ghost_needs_the_site_s_address(tmp_path: Path) -> None:
    """It does not hold it."""
    with pytest.raises(SourceError, match="does not say where the site is; write site: url:"):
        exported(tmp_path, ghost(), None)


def load(folder: Path, said: str) -> settings.Settings:
    path = folder / "tambour.yaml"
    path.write_text(said, encoding="utf-8")
    return settings.load(path, platforms=PLATFORMS)


def test_a_source_stands_in_the_settings(tmp_path: Path) -> None:
    """Its host is the site's, and has its pictures."""
    found = load(tmp_path, "site: {source: 'https://ex.org/feed.xml'}")

    assert (found.source, found.site.url) == (URL, "https://ex.org")
    assert found.site.content == str(tmp_path / "tambour.articles")
    assert found.brand.pictures.hosts == {"ex.org"}
    assert load(tmp_path, "site: {source: export.xml}").source == str(tmp_path / "export.xml")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("source: 'http://ex.org/feed.xml'", "is not protected on its way"),
        ("source: 'file:///etc/passwd'", "is no web address"),
        ("source: 'https://me:secret@ex.org/feed.xml'", "must not hold a user name"),
        ("source: export.xml, content: content", "take one of the two out"),
    ],
)
def test_a_source_that_cannot_be_meant_is_refused(tmp_path: Path, said: str, why: str) -> None:
    """Before anything is fetched."""
    with pytest.raises(SettingsError, match=why):
        load(tmp_path, f"site: {{{said}}}")


def test_what_was_exported_is_planned_as_any_site_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And an article may be named by its address."""
    monkeypatch.chdir(tmp_path)
    told = WXR.replace(
        "Le thym sèche.", "Le thym sèche en une semaine sur une ficelle, et garde son parfum tout l'hiver."
    )
    (tmp_path / "export.xml").write_text(told, encoding="utf-8")
    (tmp_path / "tambour.yaml").write_text(
        "site: {source: export.xml, url: 'https://ex.org', language: fr, timezone: UTC}\n"
        "accounts: {journal: {platform: feed, folder: out}}",
        encoding="utf-8",
    )

    assert "https://ex.org/2026/thym/" in run("teasers", "https://ex.org/2026/thym").out
    assert "tambour.articles/thym-" in run("plan", "https://ex.org/2026/thym/").out
    assert run("queue", "https://ex.org/2026/thym/", "--json").code == 0
    assert run("gaps").code == 0
    assert "ok     source" in run("doctor").out
    assert "errors: 0" in run("check", "https://ex.org/2026/thym/").err
    assert "there is no article at https://ex.org/other" in run("teasers", "https://ex.org/other").err
    (tmp_path / "export.xml").unlink()
    assert "cannot read" in run("plan").err
    assert "cannot read" in run("doctor").out


def test_an_address_is_no_file_where_there_are_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to do."""
    monkeypatch.chdir(tmp_path)

    assert "https://ex.org/thym is no file; name one, or write settings" in run("teasers", "https://ex.org/thym").err


def test_an_article_of_any_site_may_be_named_by_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what one has at hand, in the browser."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tambour.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "content" / "carnet").mkdir(parents=True)
    (tmp_path / "content" / "carnet" / "thé.md").write_text(ARTICLE, encoding="utf-8")

    for written in ("thé", "th%C3%A9/"):
        assert "Le thym au jardin" in run("teasers", f"https://tisane.example/carnet/{written}").out
