"""What a site's generator knows already is read from its own configuration."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.errors import ArticleError, SettingsError
from scheduler.intake import read
from scheduler.plans.site import files
from scheduler.settings import Settings
from tests.shell.command import ARTICLE, run


def load(folder: Path, files: dict[str, str], said: str = "") -> Settings:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "tambour.yaml").write_text(said, encoding="utf-8")
    return settings.load(folder / "tambour.yaml", platforms=PLATFORMS)


def link(found: Settings, place: str, *lines: str) -> str | None:
    path = found.path.parent / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", "title: My Post", "date: 2026-03-07", *lines, "---", "Hello."]), encoding="utf-8")
    return read(path, found.site).link


HUGO = """
baseURL = "https://ex.org/"
languageCode = "fr-fr"
timeZone = "Europe/Paris"
contentDir = "articles"
staticDir = "assets"
[permalinks]
posts = "/:year/:slug/"
[taxonomies]
sujet = "sujets"
category = "categories"
"""


def test_a_hugo_user_configures_nothing(tmp_path: Path) -> None:
    """All of it stands in hugo.toml already."""
    found = load(tmp_path, {"hugo.toml": HUGO})
    site = found.site

    assert (site.url, site.timezone, site.language) == ("https://ex.org", "Europe/Paris", "fr-FR")
    assert (site.content, site.static) == (str(tmp_path / "articles"), str(tmp_path / "assets"))
    assert link(found, "articles/posts/a.md") == "https://ex.org/2026/my-post/"
    assert found.sited is not None
    assert found.sited.startswith("Hugo, as hugo.toml says: url https://ex.org, content articles")


def test_a_page_bundle_is_one_article(tmp_path: Path) -> None:
    """Hugo publishes no other Markdown that lies in it, however deep."""
    found = load(tmp_path, {"hugo.toml": HUGO})
    for place in ("a/index.md", "a/index.en.md", "a/notes.md", "a/deep/b.md", "c/_index.md", "c/d.md"):
        link(found, f"articles/{place}")
    pages = files([tmp_path / "articles"], bundles=found.site.bundles)
    everything = files([tmp_path / "articles"])

    assert [path.name for path in pages] == ["index.en.md", "index.md", "d.md"]
    assert len(everything) == 5


def test_a_site_s_own_taxonomy_gives_the_tags(tmp_path: Path) -> None:
    """A French site calls them sujets, or étiquettes."""
    found = load(tmp_path, {"hugo.toml": HUGO})
    link(found, "articles/posts/a.md", "sujets: [Thym, Tilleul]", "categories: [Jardin]")

    assert read(tmp_path / "articles/posts/a.md", found.site).tags == ("Thym", "Tilleul")


def test_what_the_settings_say_goes_first(tmp_path: Path) -> None:
    """A person wrote it for tambour."""
    said = "site: {url: 'https://own.org', timezone: UTC, language: en, content: other}"
    found = load(tmp_path, {"hugo.toml": HUGO}, said)

    assert link(found, "other/posts/a.md") == "https://own.org/2026/my-post/"
    assert (found.site.timezone, found.site.language) == ("UTC", "en")
    assert found.sited == (
        "Hugo, as hugo.toml says: nothing of it; "
        "tambour.yaml says: url https://own.org, content other, timezone UTC, language en"
    )


def test_configuration_may_lie_in_folders(tmp_path: Path) -> None:
    """What is for production goes over the default, as `hugo` has it."""
    there = {
        "hugo.toml": 'baseURL = "https://root.org"',
        "config/_default/hugo.yaml": "baseURL: https://dir.org\npermalinks: {posts: '/a/:slug'}",
        "config/_default/permalinks.json": '{"blog": "/b/:slug"}',
        "config/_default/languages.toml": "[fr]\nweight = 1\n[en]\nweight = 2\n",
        "config/_default/params.fr.toml": 'greeting = "Salut"',
        "config/production/config.toml": 'baseURL = "https://prod.org"',
    }
    found = load(tmp_path, there)
    places = ["content/posts/s.md", "content/blog/s.md", "content/blog/s.fr.md"]

    assert [link(found, place) for place in places] == [
        "https://prod.org/a/my-post/",
        "https://prod.org/b/my-post/",
        "https://prod.org/fr/b/my-post/",
    ]


def test_languages_are_as_hugo_has_them(tmp_path: Path) -> None:
    """The lightest is the default where English is none of them."""
    config = """
baseURL: https://y.org
defaultContentLanguageInSubdir: true
permalinks:
  page: {posts: /a/:slug}
languages:
  de: {weight: 5, contentDir: content/de, baseURL: "https://de.y.org/"}
  fr: {weight: 1, contentDir: content/fr, permalinks: {posts: /f/:slug}}
  it: {disabled: true}
"""
    found = load(tmp_path, {"hugo.yaml": config})
    places = ["content/fr/posts/s.md", "content/de/posts/s.md", "content/fr/posts/t.it.md"]

    assert [link(found, place) for place in places] == [
        "https://y.org/fr/f/my-post/",
        "https://de.y.org/a/my-post/",
        "https://y.org/fr/f/my-post/",
    ]
    assert found.site.folders == (str(tmp_path / "content/de"), str(tmp_path / "content/fr"))
    assert read(tmp_path / "content/de/posts/s.md", found.site).language == "de"


def test_permalinks_may_name_their_targets(tmp_path: Path) -> None:
    """The form that they have in newer configurations."""
    config = """
baseURL = "https://ex.org"
uglyURLs = {b = true}
[[permalinks]]
pattern = "/s/:slug/"
[permalinks.target]
kind = "section"
[[permalinks]]
pattern = "/n/:slug/"
[permalinks.target]
kind = "{page,section}"
path = "{/posts,/posts/**}"
"""
    found = load(tmp_path, {"hugo.toml": config})

    assert link(found, "content/posts/a.md") == "https://ex.org/n/my-post/"
    assert link(found, "content/b/a.md") == "https://ex.org/b/a.html"


def test_a_permalink_that_cannot_be_followed_is_named(tmp_path: Path) -> None:
    """Else its articles would have no link, and nobody would know why."""
    found = load(tmp_path, {"hugo.toml": 'permalinks.posts = "/:sectionslugs/:slug/"'})

    assert found.unfollowed == (
        "the permalink /:sectionslugs/:slug/ cannot be followed; give its articles a url in their front matter",
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("hugo.toml", "baseURL = ", "hugo.toml cannot be read: Invalid value"),
        ("hugo.yaml", "a: [", "hugo.yaml, line 1:"),
        ("hugo.json", "[" * 100_000, "hugo.json cannot be read: it is nested too deep"),
        ("hugo.toml", "a = 1 #" + "x" * 1_000_000, "too large"),
        ("hugo.toml", 'a = "\udce9"', "not UTF-8"),
    ],
)
def test_configuration_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    """A typing mistake in another program's file is still the user's to mend."""
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(SettingsError, match=said):
        load(tmp_path, {})


@pytest.mark.parametrize("text", ["[]", "baseURL: [x]\nlanguages: 3\npermalinks: 1\ntaxonomies: x", "baseURL: '//['"])
def test_configuration_of_an_odd_form_says_nothing(tmp_path: Path, text: str) -> None:
    """Hugo complains of it where it matters."""
    found = load(tmp_path, {"hugo.yaml": text})

    assert (found.site.url, found.site.language) == (None, None)


def test_a_config_file_of_somebody_else_is_not_hugo_s(tmp_path: Path) -> None:
    """Half of all programs have a config.toml."""
    other = load(tmp_path / "other", {"config.toml": 'baseURL = "https://other.org"'})
    zola = load(tmp_path / "zola", {"config.toml": 'base_url = "https://zola.org"', "content/_index.md": ""})

    assert (other.sited, zola.sited) == (None, None)


def test_no_generator_is_looked_for_where_the_settings_say_so(tmp_path: Path) -> None:
    """The folder may hold more than one site."""
    assert load(tmp_path, {"hugo.toml": HUGO}, "site: {generator: none}").site.url is None


def test_init_asks_nothing_that_hugo_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in two places will differ one day."""
    (tmp_path / "hugo.toml").write_text(HUGO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = run("init")
    found = settings.load(tmp_path / "tambour.yaml", platforms=PLATFORMS)

    assert "this is a site of Hugo: hugo.toml says" in said.out
    assert found.site.url == "https://ex.org"
    assert found.accounts["feed"].options["folder"] == str(tmp_path / "assets/teasers")


def test_a_preview_without_settings_knows_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing that somebody tries, in the folder of the site."""
    found = load(tmp_path, {"hugo.toml": HUGO})
    link(found, "articles/posts/a.md")
    (tmp_path / "articles/posts/a.md").write_text(ARTICLE, encoding="utf-8")
    found.path.unlink()
    monkeypatch.chdir(tmp_path)

    assert "https://ex.org/2026/le-thym-au-jardin/" in run("teasers", "articles/posts/a.md", "-p", "mastodon").out


def test_a_jekyll_site_is_read(tmp_path: Path) -> None:
    """Its posts, its address, its style of permalinks, and tags with spaces between them."""
    config = """
url: https://ex.org
baseurl: /b
timezone: Europe/Paris
lang: fr
permalink: pretty
defaults:
- scope: {path: "", type: pages}
  values: {permalink: /no/}
- 7
"""
    there = {"_config.yml": config, "_posts/.keep": "", "garden/_posts/.keep": "", "README.md": "# Not a post"}
    found = load(tmp_path, there)
    made = [link(found, f"{place}_posts/2026-03-07-a.md", "tags: thym jardin") for place in ("", "garden/")]

    assert made == ["https://ex.org/b/2026/03/07/a/", "https://ex.org/b/garden/2026/03/07/a/"]
    assert read(tmp_path / "_posts/2026-03-07-a.md", found.site).tags == ("thym", "jardin")
    assert (found.site.language, found.site.timezone) == ("fr", "Europe/Paris")
    assert found.site.folders == (str(tmp_path / "_posts"), str(tmp_path / "garden/_posts"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "url: https://ex.org\nsource: {away}"),
        ("hugo.toml", "baseURL = 'https://ex.org'\n[languages.en]\ncontentDir = '{away}/_posts'"),
        ("eleventy.config.js", "export default {dir: {input: '{away}'}}"),
    ],
)
def test_a_site_s_articles_may_lie_outside_of_its_folder(tmp_path: Path, name: str, text: str) -> None:
    """A folder that several sites share."""
    away = tmp_path / "away"
    for place in ("_posts/.keep", "posts/.keep", "_data/site.json"):
        (away / place).parent.mkdir(parents=True, exist_ok=True)
        (away / place).write_text("{}", encoding="utf-8")
    (content,) = load(tmp_path / "site", {name: text.replace("{away}", str(away))}).site.folders

    assert content in {str(away / "_posts"), str(away / "posts")}


def test_a_folder_that_cannot_be_read_ends_a_plan(tmp_path: Path) -> None:
    """It would hold the posts of all that lies in it."""
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(18):  # a path that is longer than the system takes
        os.mkdir("d" * 250, dir_fd=deep)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)

    with pytest.raises(ArticleError, match=r"cannot read .*File name too long"):
        files([tmp_path])


def test_jekyll_s_posts_may_lie_below_other_folders_alone(tmp_path: Path) -> None:
    """And Hexo, whose configuration has the same name, is not Jekyll."""
    found = load(tmp_path / "a", {"_config.yml": "url: https://ex.org", "blog/_posts/.keep": ""})
    hexo = load(tmp_path / "b", {"_config.yml": "url: https://ex.org\nsource_dir: source"})

    assert found.site.folders == (str(tmp_path / "a/blog/_posts"),)
    assert hexo.sited is None


def test_jekyll_s_posts_may_have_permalinks_of_their_own(tmp_path: Path) -> None:
    """In the defaults, or where collections are."""
    posts = "collections: {posts: {permalink: '/c/:title/'}}"
    defaults = "defaults: [{scope: {path: _posts}, values: {permalink: '/d/:title/'}}]"
    made = []
    for name, said in (("one", posts), ("two", defaults)):
        found = load(tmp_path / name, {"_config.yml": f"url: https://ex.org\n{said}"})
        made.append(link(found, "_posts/2026-03-07-a.md"))

    assert made == ["https://ex.org/c/a/", "https://ex.org/d/a/"]


def test_a_docusaurus_blog_is_read(tmp_path: Path) -> None:
    """Its configuration is a program, which is looked at and never run."""
    config = """
// url: 'https://no.org',
const config = {
  url: 'https://ex.org', baseUrl: "/b/", /* trailingSlash: true, */
  i18n: {defaultLocale: 'en', locales: ['en', 'fr']},
  presets: [['classic', {docs: false, blog: {path: 'news', routeBasePath: '/notes', showReadingTime: true}}]],
};
export default config;
"""
    found = load(tmp_path, {"docusaurus.config.ts": config})
    places = ["news/2026-03-07-a.mdx", "i18n/fr/docusaurus-plugin-content-blog/2026-03-07-a.md"]
    made = [link(found, place) for place in places]
    found = load(tmp_path, {})

    assert made[0] == "https://ex.org/b/notes/2026/03/07/a"
    assert link(found, places[1]) == "https://ex.org/b/fr/notes/2026/03/07/a"
    assert read(tmp_path / places[1], found.site).language == "fr"


def test_an_astro_site_is_read(tmp_path: Path) -> None:
    """Only `site:` and its like are looked for; where the pages differ, the settings say so."""
    config = "export default defineConfig({\n  site: 'https://ex.org', base: '/b', trailingSlash: 'never',\n});"
    found = load(tmp_path, {"astro.config.mjs": config, "src/content/blog/.keep": ""})

    assert link(found, "src/content/blog/My Post.md") == "https://ex.org/b/blog/my-post"
    assert found.site.static == str(tmp_path / "public")

    found = load(tmp_path, {}, "site: {permalink: '/writing/:year/:contentbasename'}")

    assert link(found, "src/content/blog/My Post.md") == "https://ex.org/b/writing/2026/my-post"


def test_an_eleventy_site_is_read(tmp_path: Path) -> None:
    """Where it is stands in its data, if anywhere."""
    there = {
        "eleventy.config.js": 'export const config = {dir: {input: "src"}};',
        "src/_data/metadata.js": 'export default {title: "x", url: "https://ex.org/", language: "fr"};',
        "src/posts/.keep": "",
    }
    found = load(tmp_path, there)

    assert link(found, "src/posts/2026-03-07-a.md") == "https://ex.org/posts/2026-03-07-a/"
    assert found.site.language == "fr"
    assert found.site.content == str(tmp_path / "src/posts")

    bare = load(tmp_path / "bare", {".eleventy.js": ""})

    assert (bare.site.url, bare.site.content) == (None, str(tmp_path / "bare"))


@pytest.mark.parametrize("generator", ["hugo", "jekyll", "docusaurus", "astro", "eleventy"])
def test_a_named_generator_goes_before_what_is_found(tmp_path: Path, generator: str) -> None:
    """A folder may hold the traces of two."""
    there = {
        "hugo.toml": "",
        "_config.yml": "",
        "docusaurus.config.js": "",
        "astro.config.mjs": "",
        "eleventy.config.js": "",
    }
    found = load(tmp_path, there, f"site: {{generator: {generator}}}")

    assert str(found.sited).lower().startswith(generator)


@pytest.mark.parametrize("permalink", ["blog/:slug", "/:nothing/", "/:slug[1]/", "/a b/", "/x?y"])
def test_a_permalink_that_cannot_be_filled_in_is_refused(tmp_path: Path, permalink: str) -> None:
    """Its links would all be dead."""
    with pytest.raises(SettingsError, match="is no permalink; write one such as"):
        load(tmp_path, {}, f"site: {{permalink: '{permalink}'}}")
