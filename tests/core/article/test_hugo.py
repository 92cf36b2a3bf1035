"""The addresses of a Hugo site: each expected one is what `hugo list all` of Hugo 0.168 printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Any

from scheduler.core.layouts import Hugo, Tongue
from scheduler.core.model import Page, Site

AT = datetime.fromisoformat("2026-03-07T23:30:00+01:00")
ONE = Tongue("en", "")


def site(layout: Hugo, url: str | None = "https://ex.org/") -> Site:
    return Site(url, "/site/content", "UTC", None, layout)


def address(place: str, layout: Hugo, *, url: str | None = "https://ex.org/", **fields: Any) -> str | None:
    page = Page(PurePath("/site", place), {"title": "My Post", **fields}, AT)
    found = layout.address(page, site(layout, url))
    return found and found.removeprefix("https://ex.org")


def ruled(pattern: str, paths: str = "/{posts,posts/**}", **kept: Any) -> Hugo:
    return Hugo((Tongue("en", "", rules=((paths, pattern),)),), **kept)


def test_a_file_s_name_becomes_what_hugo_makes_of_it() -> None:
    """A wrong link sends every reader of every post to an error page."""
    expected = {
        "Drying Thyme.md": "drying-thyme/",
        "C# & C++, (v1.2)!.md": "c%23--c++-v1.2/",
        "Été à l'école_2.md": "%C3%A9t%C3%A9-%C3%A0-l%C3%A9cole_2/",
        "a--b__c.md": "a--b__c/",
        "100% sure?.md": "100-sure/",
        "x.y.z.md": "x.y.z/",
        "日本語.md": "%E6%97%A5%E6%9C%AC%E8%AA%9E/",
        "2026-03-07-dated.md": "2026-03-07-dated/",
        "bundle/index.md": "bundle/",
        "deep/er/page.md": "deep/er/page/",
        "quo’te….md": "quote/",
        "a@b~c+d,e;f=g.md": "a@b~c+defg/",
        "[x]{y}.md": "xy/",
        "- lead -.md": "--lead--/",
        "a  b.md": "a--b/",
        "a%20b.md": "a%20b/",
        "half ½ ².md": "half--/",
        "e\u0301.md": "e%CC%81/",
        "leaf.fr.md": "leaf.fr/",
    }

    made = {name: address(f"content/posts/{name}", Hugo((ONE,))) for name in expected}

    assert made == {name: f"/posts/{end}" for name, end in expected.items()}


def test_letters_are_kept_as_the_configuration_wants_them() -> None:
    """`removePathAccents` and `disablePathToLower` are choices of the site."""
    bare, cased = Hugo((ONE,), accents=False), Hugo((ONE,), lower=False)
    made = [
        address("content/posts/Été à l'école_2.md", bare),
        address("content/posts/e\u0301.md", bare),
        address("content/posts/Œuf ß.md", bare),
        address("content/posts/s.md", bare, slug="Été  X"),
        address("content/Posts Upper/C# & C++, (v1.2)!.md", cased),
        address("content/posts/- lead -.md", cased),
        address("content/posts/s.md", cased, slug="Mon Slug"),
    ]

    assert made == [
        "/posts/ete-a-lecole_2/",
        "/posts/e/",
        "/posts/%C5%93uf-%C3%9F/",
        "/posts/ete-x/",
        "/Posts-Upper/C%23-C++-v1.2/",
        "/posts/-lead-/",
        "/posts/Mon-Slug/",
    ]


def test_a_slug_is_the_last_part() -> None:
    """It is what authors set to keep an address."""
    said = ["Mon Slug Été", "a/b", "a+b -- c", "C++ & D--e!", "/lead/", "Été.v2", "what? ", "v1.html", "--A b-"]
    made = [address("content/posts/s.md", Hugo((ONE,)), slug=slug) for slug in said]

    assert made == [
        "/posts/mon-slug-%C3%A9t%C3%A9/",
        "/posts/a/b/",
        "/posts/a+b--c/",
        "/posts/c++-d--e/",
        "/posts/lead/",
        "/posts/%C3%A9t%C3%A9.v2/",
        "/posts/what/",
        "/posts/v1.html/",
        "/posts/a-b/",
    ]


def test_a_url_is_the_whole_address() -> None:
    """From the site's root with a slash, else from the language's; Hugo leaves its letters alone."""
    said = {
        "/abs/page": "/abs/page/",
        "rel/Page/": "/rel/Page/",
        "/x/page.html": "/x/page.html",
        "/:year/:slug/": "/2026/my-post/",
        "/With Space/É/": "/With%20Space/%C3%89/",
        "no-ext.v2": "/no-ext.v2",
        "a+b/c%20d?e=f": "/a+b/c%20d?e=f/",
        "https://elsewhere.org/x": "https://elsewhere.org/x",
        "/]11": "/]11/",
        "/b²@,)7": "/b%C2%B2@,%297/",
        "/'éz11": "/%27%C3%A9z11/",
        "/:unknown/": None,
    }

    assert {url: named(url, Hugo((ONE,))) for url in said} == said


def named(url: str, layout: Hugo, place: str = "content/posts/u.md") -> str | None:
    page = Page(PurePath("/site", place), {"title": "My Post", "url": url}, AT)
    found = layout.address(page, site(layout))
    return found and found.removeprefix("https://ex.org")


def test_permalinks_are_filled_in() -> None:
    """Most blogs have dates in their addresses."""
    said = {
        "/:year/:month/:day/:title/": "/2026/03/07/my-post/",
        "p/:slug": "/p/my-post/",
        "/:sections/:contentbasename/:sections[1:]/:sections[last]/:section": "/posts/deep/page/deep/deep/posts/",
        "/:sections[1]/:sections[:1]/:sections[9]x/": "/deep/posts/x/",
        "/:yearday-:monthname-:weekdayname-:weekday/": "/66-march-saturday-6/",
        "/:2006-:Jan-:02/:filename.html": "/2026-mar-07/page.html/",
        "/:sectionslugs/:slug/": None,
        "/:slug[1]/": None,
    }

    known = frozenset({"posts/deep"})

    assert {pattern: address("content/posts/deep/page.md", ruled(pattern, sections=known)) for pattern in said} == said


def test_a_folder_is_a_section_where_it_has_an_index() -> None:
    """The first one is one in any case."""
    known = ruled("/:sections/:slug/", sections=frozenset({"posts/a"}))
    made = [address(f"content/posts/{place}.md", known) for place in ("a/b/c", "d/e", "f")]

    assert made == ["/posts/a/my-post/", "/posts/my-post/", "/posts/my-post/"]


def test_a_title_in_an_address_is_written_as_hugo_does() -> None:
    """It is where most odd characters are."""
    said = {
        "L'été: 100 % d'idées & C# — fin": "l%C3%A9t%C3%A9-100-did%C3%A9es-c%23-fin",
        "a -- b + c++ d---e": "a--b--c-d---e",
        "Ångström ½ ² Ⅷ œuf ß İ": "%C3%A5ngstr%C3%B6m-%C5%93uf-%C3%9F-i",
        "é decomposed e\u0301 100%25 %": "%C3%A9-decomposed-e%CC%81-100",
    }

    made = {title: address("content/posts/s.md", ruled("/:title/"), title=title) for title in said}

    assert made == {title: f"/{end}/" for title, end in said.items()}


def test_a_rule_is_for_its_section() -> None:
    """Other sections keep their folders' addresses."""
    root, blog = ruled("/p/:slug/", "/*"), ruled("/B/:filename/:day/", "/{blog,blog/**}")
    made = [
        address("content/top.md", root),
        address("content/posts/a.md", root),
        address("content/Blog/D X.md", blog),
        address("content/blog/e/index.md", blog),
    ]

    assert made == ["/p/my-post/", "/posts/a/", "/b/d-x/07/", "/b/e/07/"]


def test_an_article_without_a_date_is_of_the_year_one() -> None:
    """So Hugo publishes it; the address is odd, and is where the page is."""
    page = Page(PurePath("/site/content/posts/a.md"), {"title": "No date"}, None)
    layout = ruled("/:year/:month/:slug/")

    assert layout.address(page, site(layout)) == "https://ex.org/1/01/no-date/"


def test_a_dated_name_leaves_its_date_where_the_configuration_says_so() -> None:
    """`frontmatter.date: [:filename, :default]` is how Hugo reads what came from Jekyll."""
    plain = Hugo((ONE,), dated_names=True, names_first=True)
    ruled_by = ruled("/:year/:month/:slug/", dated_names=True, names_first=True)
    names = {
        "2026-01-02-fn": "fn",
        "2026-01-02-v1.2": "v1",
        "2026-01-02_b c": "b-c",
        "2026-01-02T03:04:05-t": "t",
        "2026-01-02-bun/index": "bun",
        "2026-01-02": "2026-01-02",
        "x-2026-01-02-c": "x-2026-01-02-c",
    }

    assert {name: address(f"content/posts/{name}.md", plain) for name in names} == {
        name: f"/posts/{end}/" for name, end in names.items()
    }
    assert address("content/posts/2026-01-02-fn.md", ruled_by, slug="own", date="2026-03-07") == "/2026/01/own/"
    assert address("content/posts/2026-01-02.md", ruled_by) == "/2026/01/my-post/"
    assert address("content/posts/2026-13-02-fn.md", ruled_by) == "/1/01/fn/"


def test_a_date_in_the_front_matter_may_go_before_that_of_the_name() -> None:
    """`frontmatter.date: [date, :filename]`; the name is then left as it is, too."""
    layout = ruled("/:year/:month/:slugorfilename/", dated_names=True)
    place = "content/posts/2026-01-02-fn.md"

    assert address(place, layout, date="2026-03-07") == "/2026/03/2026-01-02-fn/"
    assert address(place, layout) == "/2026/01/fn/"


def test_ugly_addresses_end_in_html() -> None:
    """For the whole site, or for sections."""
    whole, some = Hugo((ONE,), ugly=None), Hugo((ONE,), ugly=frozenset({"posts"}))
    made = [
        address("content/posts/w/index.md", whole),
        address("content/b/a.md", some),
        address("content/posts/a.md", some),
        address("content/index.md", whole),
        address("content/posts/a.md", ruled("/:title/", ugly=None)),
    ]

    assert made == ["/posts/w.html", "/b/a/", "/posts/a.html", "/", "/my-post.html"]


def test_languages_have_their_prefixes() -> None:
    """The default language has none, unless the configuration gives it one."""
    both = Hugo((ONE, Tongue("fr", "fr", prefix="fr")))
    places = ["a.md", "a.fr.md", "b.en.md", "c/index.fr.md", "d.de.md"]
    made = [address(f"content/posts/{one}", both) for one in places]

    assert made == ["/posts/a/", "/fr/posts/a/", "/posts/b/", "/fr/posts/c/", "/posts/d.de/"]
    assert address("content/fr/posts/z.md", both) == "/fr/posts/z/"
    assert [named(url, both, "content/posts/u.fr.md") for url in ("/abs/", "rel/")] == ["/abs/", "/fr/rel/"]


def test_languages_have_their_own_addresses_folders_and_rules() -> None:
    """A site may keep each on a domain of its own."""
    layout = Hugo(
        (
            Tongue("en", "en", content="/site/content", url="https://en.ex.org/x/"),
            Tongue(
                "fr", "fr-FR", content="/site/content/fr", url="https://fr.ex.org", rules=(("/**", "/articles/:slug"),)
            ),
            Tongue("pt-BR", "pt-BR", content="/site/content.pt", prefix="pt-br"),
        )
    )
    made = [address(f"{place}.md", layout) for place in ("content/posts/a", "content/fr/posts/a", "content.pt/t")]

    assert made == ["https://en.ex.org/x/posts/a/", "https://fr.ex.org/articles/my-post/", "/pt-br/t/"]
    assert layout.folders(site(layout)) == ("/site/content", "/site/content.pt")
    assert layout.language(PurePath("/site/content/a.PT-br.md"), site(layout)) == "pt-BR"


def test_a_page_has_no_address_where_none_can_be_told() -> None:
    """Without a base address, and outside the content folder, any link would be a guess."""
    assert address("content/posts/a.md", Hugo((ONE,)), url=None) is None
    assert address("elsewhere/a.md", Hugo((ONE,))) is None
