"""The addresses of other generators' sites; Jekyll's and Eleventy's were printed by Jekyll 4.3 and Eleventy 3.1."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.layouts import Astro, Docusaurus, Eleventy, Hugo, Jekyll, Patterned, Tongue
from scheduler.core.layouts.jekyll import STYLES
from scheduler.core.model import Layout, Page, Site

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=()), min_size=1, max_size=12)
WRITTEN = st.text(st.characters(exclude_categories=()), max_size=12).map(lambda text: text and f"/{text}")


def address(layout: Layout, place: str, *, content: str = "/site/_posts", at: str = "2026-03-07", **said: Any) -> Any:
    date = datetime.fromisoformat(f"{at}T00:00:00+01:00") if len(at) < 11 else datetime.fromisoformat(at)
    site = Site("https://ex.org/b", content, "Europe/Paris", None, layout, root="/site")
    page = Page(PurePath("/site", place), {"title": "My Title", **said}, date)
    found = layout.address(page, site)
    return found and found.removeprefix("https://ex.org/b")


def jekyll(permalink: str = STYLES["date"]) -> Jekyll:
    return Jekyll(("/site/_posts", "/site/blog/_posts"), permalink)


def test_jekyll_s_posts_are_where_jekyll_publishes_them() -> None:
    """Letters keep their case, and dots stay."""
    expected = {
        "_posts/2026-03-07-my-Post_x.md": "/2026/03/07/my-Post_x.html",
        "_posts/2026-03-07-Été à C#.md": "/2026/03/07/%C3%89t%C3%A9-%C3%A0-C.html",
        "_posts/2026-03-07-dots.v1.2.md": "/2026/03/07/dots.v1.2.html",
        "_posts/2026-3-7-short.md": "/2026/03/07/short.html",
        "_posts/sub/2026-03-07-sub.md": "/2026/03/07/sub.html",
        "blog/_posts/2026-03-07-in.md": "/blog/2026/03/07/in.html",
        "_posts/nodate.md": None,
        "elsewhere/2026-03-07-a.md": None,
    }

    assert {place: address(jekyll(), place) for place in expected} == expected


def test_jekyll_s_front_matter_has_its_say() -> None:
    """A slug, categories, a date in another zone, a permalink."""
    place = "_posts/2026-03-07-cat.md"
    made = [
        address(jekyll(), place, slug="My Own_Slug é"),
        address(jekyll(), place, categories=["Jardin Vert", "Thé"]),
        address(jekyll(), place, categories="a b"),
        address(jekyll(), place, category="Jardin"),
        address(jekyll(), place, at="2026-04-09T23:30:00-08:00"),
        address(jekyll(), place, permalink="/a/:title/"),
        address(jekyll(), place, permalink="/x/y.html"),
    ]

    assert made == [
        "/2026/03/07/My-Own_Slug-%C3%A9.html",
        "/jardin%20vert/th%C3%A9/2026/03/07/cat.html",
        "/a/b/2026/03/07/cat.html",
        "/jardin/2026/03/07/cat.html",
        "/2026/04/10/cat.html",
        "/a/cat/",
        "/x/y.html",
    ]


def test_jekyll_s_styles_and_tokens_are_filled_in() -> None:
    """The style is the site's, or made of tokens."""
    every = "/:short_year/:i_month/:i_day/:short_month/:long_month/:y_day/:w_year/:week/:w_day/:short_day/:long_day/"
    expected = {
        STYLES["pretty"]: "/2026/03/07/dots.v1.2/",
        STYLES["none"]: "/dots.v1.2.html",
        STYLES["ordinal"]: "/2026/066/dots.v1.2.html",
        STYLES["weekdate"]: "/2026/W10/Sat/dots.v1.2.html",
        every + ":hour-:minute-:second/:slug:output_ext": (
            "/26/3/7/Mar/March/066/2026/10/6/Sat/Saturday/00-00-00/dots-v1-2.html"
        ),
        "/blog/:title": "/blog/dots.v1.2",
        "/c/:collection/:name": "/c/posts/2026-03-07-dots-v1-2",
        "/:unknown/:title": None,
    }

    made = {style: address(jekyll(style), "_posts/2026-03-07-dots.v1.2.md") for style in expected}

    assert made == expected


def test_jekyll_takes_the_date_of_the_name_where_there_is_no_other() -> None:
    """One that no calendar has is the site's own trouble."""
    site = Site("https://ex.org", "/site/_posts", "UTC", None, jekyll(), root="/site")
    made = [
        jekyll().address(Page(PurePath(f"/site/_posts/{name}.md"), {}, None), site)
        for name in ("2026-3-7-a", "2026-13-7-a")
    ]

    assert made == ["https://ex.org/2026/03/07/a.html", "https://ex.org/0001/01/01/a.html"]
    assert jekyll().language(PurePath("/site/_posts/fr/2026-3-7-a.md"), site) == ""


def test_jekyll_s_folders_are_categories_from_its_source_on() -> None:
    """What lies above it is none of the site's."""
    layout = Jekyll(("/site/src/_posts", "/site/src/tea/_posts"), source="/site/src")
    made = [
        address(layout, f"src/{place}", content="/site/src/_posts")
        for place in ("_posts/2026-03-07-a.md", "tea/_posts/2026-03-07-b.md")
    ]

    assert made == ["/2026/03/07/a.html", "/tea/2026/03/07/b.html"]


def test_eleventy_s_files_keep_their_names() -> None:
    """An address that a template makes cannot be told."""
    layout = Eleventy("/site")
    expected = {
        "posts/2026-03-07-dated.md": "/posts/2026-03-07-dated/",
        "posts/My Post_x.md": "/posts/My%20Post_x/",
        "posts/Été C#.md": "/posts/%C3%89t%C3%A9%20C%23/",
        "posts/a.v2.md": "/posts/a.v2/",
        "posts/dir/index.md": "/posts/dir/",
        "posts/dir/dir.md": "/posts/dir/",
        "posts/2026-04-01-f/index.md": "/posts/2026-04-01-f/",
    }
    said = {"/a/b/": "/a/b/", "x.html": "/x.html", "/{{ title }}/": None, "false": None}

    assert {place: address(layout, place) for place in expected} == expected
    assert {named: address(layout, "posts/p.md", permalink=named) for named in said} == said


def test_docusaurus_s_posts_have_their_date_as_folders() -> None:
    """The date of the name, in every language."""
    layout = Docusaurus(translated=(("fr", "/site/i18n/fr/docusaurus-plugin-content-blog"),))
    expected = {
        "blog/2018-12-14-Happy-First.md": "/blog/2018/12/14/Happy-First",
        "blog/2018-12-14-Happy/index.mdx": "/blog/2018/12/14/Happy",
        "blog/2019/2019-1-2-a b.md": "/blog/2019/1/2/2019/a%20b",
        "blog/plain.md": "/blog/plain",
        "i18n/fr/docusaurus-plugin-content-blog/2018-12-14-Joie.md": "/fr/blog/2018/12/14/Joie",
        "docs/a.md": None,
    }

    assert {place: address(layout, place, content="/site/blog") for place in expected} == expected
    assert address(layout, "blog/x.md", content="/site/blog", slug="/hey/my super path/héllô") == (
        "/blog/hey/my%20super%20path/h%C3%A9ll%C3%B4"
    )
    assert address(Docusaurus("", slash=True), "blog/x.md", content="/site/blog") == "/x/"
    assert layout.folders(Site(None, "/site/blog", "UTC", None)) == (
        "/site/blog",
        "/site/i18n/fr/docusaurus-plugin-content-blog",
    )


def test_astro_s_collections_are_published_under_their_names() -> None:
    """As its blog does, until a page says otherwise."""
    layout = Astro("/site/src/content")
    expected = {
        "src/content/blog/My First Post.md": "/blog/my-first-post/",
        "src/content/blog/fr/thym/index.mdx": "/blog/fr/thym/",
        "src/content/blog/Node.js & Co.md": "/blog/nodejs--co/",
        "blog/a.md": None,
    }

    assert {place: address(layout, place) for place in expected} == expected
    assert address(layout, "src/content/blog/a.md", slug="own") == "/blog/own/"
    assert address(Astro("/site/src/pages", slash=False), "src/pages/posts/a.md") == "/posts/a"
    assert layout.language(PurePath("/site/src/content/blog/fr/a.md"), Site(None, "", "UTC", None)) == "fr"
    assert layout.folders(Site(None, "/site/src/content/blog", "UTC", None)) == ("/site/src/content/blog",)


def test_the_settings_may_say_what_addresses_are_made_of() -> None:
    """Where the generator is told by a program, tambour cannot read it."""
    layout = Patterned(Eleventy("/site"), "/blog/:year/:slugorfilename/")
    made = [
        address(layout, "posts/2026-03-07-thym.md", content="/site/posts"),
        address(layout, "posts/thym.md", content="/site/posts", slug="Le Thym"),
        address(layout, "posts/thym.md", content="/site/posts", permalink="/own/"),
        address(Patterned(None, "/:title"), "posts/thym.md", content="/site/posts"),
    ]

    assert made == ["/blog/2026/thym/", "/blog/2026/le-thym/", "/own/", "/my-title"]
    assert layout.language(PurePath("/site/fr/a.md"), Site(None, "/site", "UTC", None)) == "fr"


@given(
    names=st.lists(
        st.text(st.characters(exclude_characters="/\0", exclude_categories=()), min_size=1, max_size=12),
        min_size=1,
        max_size=4,
    ),
    said=st.dictionaries(st.sampled_from(["slug", "url", "permalink", "title", "categories"]), WRITTEN),
)
def test_whatever_a_file_is_called_its_address_is_one(names: list[str], said: dict[str, str]) -> None:
    """A link with a space or a line break in it is none; and nothing that people write ends the plan."""
    rules = (("/**", "/:year/:sections/:title/:slugorfilename/"),)
    layouts: list[tuple[Layout, str]] = [
        (Hugo((Tongue("en", "en"), Tongue("fr", "fr", prefix="fr"))), "/site/posts"),
        (Hugo((Tongue("en", "en", rules=rules),), lower=False, accents=False, ugly=None), "/site/posts"),
        (jekyll("/:categories/:year/:slug/:title:output_ext"), "/site/_posts"),
        (Docusaurus(), "/site/posts"),
        (Eleventy("/site"), "/site/posts"),
        (Astro("/site"), "/site/posts"),
        (Patterned(None, "/:section/:slugorcontentbasename"), "/site/posts"),
    ]
    place = "/".join(names) + ".md"
    for layout, content in layouts:
        site = Site("https://ex.org", content, "UTC", "en", layout, root="/site")
        page = Page(PurePath(content, f"2026-01-02-{place}"), {"title": "T", **said}, None)
        found = layout.address(page, site)

        assert found is None or (found.isprintable() and found.startswith("http") and " " not in found)


@pytest.mark.parametrize(
    ("layout", "place", "said"),
    [
        (jekyll(), "_posts/notes.md", {}),
        (jekyll(), "_posts/2026-03-07-a.md", None),
        (jekyll(), "elsewhere/a.md", None),
        (Docusaurus(), "_posts/_part.mdx", {}),
        (Docusaurus(translated=(("fr", "/site/i18n/fr"),)), "i18n/fr/_parts/a.mdx", {}),
        (Docusaurus(), "_posts/a.mdx", None),
        (Astro("/site/src/content"), "src/content/blog/_part.md", {}),
        (Astro("/site/src/content"), "src/content/blog/a.md", None),
        (Eleventy("/site"), "_includes/a.md", {}),
        (Eleventy("/site"), "posts/a.md", {"permalink": "false"}),
        (Eleventy("/site"), "posts/_a.md", None),
        (Hugo((Tongue("en", "en"),)), "_posts/a/index.md", {"headless": "true"}),
        (Hugo((Tongue("en", "en"),)), "_posts/a.md", {"build": {"render": "never"}}),
        (Hugo((Tongue("en", "en"),)), "_posts/a.md", None),
        (Patterned(jekyll(), "/:title"), "_posts/notes.md", {}),
        (Patterned(None, "/:title"), "_posts/a.md", None),
    ],
)
def test_a_file_that_its_generator_makes_no_page_of_is_not_published(
    layout: Layout, place: str, said: dict[str, Any] | None
) -> None:
    """Notes, parts of others, resources: nobody has read them, and a post would be the first to tell."""
    page = Page(PurePath("/site", place), said or {}, None)

    assert layout.publishes(page, replace(PLAIN, content="/site/_posts", layout=layout)) is (said is None)


PLAIN = Site("https://site.example", "/site/blog", "UTC", None)


@pytest.mark.parametrize(
    ("layout", "folders"),
    [
        (None, ("/site/blog",)),
        (Eleventy("/site"), ("/site/blog",)),
        (Astro("/site/src/content"), ("/site/blog",)),
        (jekyll(), ("/site/blog",)),
        (Jekyll(("/site/blog", "/site/_posts")), ("/site/blog", "/site/_posts")),
        (Patterned(None, "/:title"), ("/site/blog",)),
        (Patterned(Jekyll(("/site/blog", "/site/_posts")), "/:title"), ("/site/blog", "/site/_posts")),
    ],
    ids=["plain", "Eleventy", "Astro", "a folder of its own", "Jekyll", "a pattern", "a pattern over Jekyll"],
)
def test_articles_lie_where_their_generator_looks_for_them(layout: Layout | None, folders: tuple[str, ...]) -> None:
    """A site may have several folders of posts, unless its settings name one."""
    assert replace(PLAIN, layout=layout).folders == folders


@pytest.mark.parametrize(
    ("layout", "language"),
    [
        (jekyll(), ""),
        (Patterned(jekyll(), "/:title"), ""),
        (Eleventy("/site"), "fr"),
        (Patterned(Eleventy("/site"), "/:title"), "fr"),
    ],
    ids=["Jekyll", "a pattern over Jekyll", "Eleventy", "a pattern over Eleventy"],
)
def test_a_folder_names_a_language_where_its_generator_says_so(layout: Layout, language: str) -> None:
    """What a folder means to one generator is a mere name to another."""
    assert layout.language(PurePath("/site/fr/thym.md"), PLAIN) == language
