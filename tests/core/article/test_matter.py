"""Front matter, in every form that blogs write it."""

from pathlib import PurePath

import pytest

from scheduler.errors import ArticleError
from tests.core.article import read


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Le thym\ntags: [cuisine, jardin]\n---\nBonjour.",
        '+++\ntitle = "Le thym"\ntags = ["cuisine", "jardin"]\n+++\nBonjour.',
        '{"title": "Le thym", "tags": ["cuisine", "jardin"]}\nBonjour.',
    ],
    ids=["yaml", "toml", "json"],
)
def test_each_form_of_front_matter_gives_the_same_article(text: str) -> None:
    """Blogs move between generators and keep their files."""
    article = read(text)

    assert (article.title, article.tags) == ("Le thym", ("cuisine", "jardin"))


@pytest.mark.parametrize("before", ["\n\n", "\ufeff", " \r\n"], ids=["blank lines", "mark", "CRLF"])
def test_what_stands_before_the_fence_is_forgiven(before: str) -> None:
    """Editors and exports leave such things; the author does not see them."""
    assert read(f"{before}---\ntitle: Le thym\n---\n").title == "Le thym"


def test_windows_line_ends_are_read_like_others() -> None:
    """Half of the world's editors write them."""
    assert read("---\r\ntitle: Le thym\r\ntags:\r\n  - jardin\r\n---\r\nBonjour.\r\n").tags == ("jardin",)


def test_toml_takes_windows_line_ends_too() -> None:
    """The fence is found by line, and so must the fields be."""
    assert read('+++\r\ntitle = "Le thym"\r\n+++\r\nBonjour.').title == "Le thym"


def test_yaml_scalars_stay_as_they_are_written() -> None:
    """YAML would make a boolean of `no` and a number of `1.10`; the author meant tags."""
    assert read("---\ntitle: Le thym\ntags: [no, 2020, 1.10]\n---\n").tags == ("no", "2020", "1.10")


def test_toml_values_become_text_as_yaml_ones_do() -> None:
    """A date and a boolean have types in TOML; further on there is one way to read them."""
    article = read('+++\ntitle = "Le thym"\ndate = 2026-03-02\ndraft = true\n+++\n')

    assert (str(article.date), article.draft) == ("2026-03-02 00:00:00+01:00", True)


@pytest.mark.parametrize("nothing", ["null", "~", ""])
def test_an_empty_field_counts_as_absent(nothing: str) -> None:
    """Templates create fields that nobody fills."""
    assert read(f"---\ntitle: Le thym\ndescription: {nothing}\n---\n").description == ""


def test_json_null_counts_as_absent() -> None:
    """Likewise."""
    assert read('{"title": "Le thym", "description": null}').description == ""


def test_empty_front_matter_is_none() -> None:
    """The title may stand in the body."""
    assert read("---\n---\n# Le thym\n").title == "Le thym"


def test_a_file_without_front_matter_is_read_from_its_first_line() -> None:
    """Not every author needs fields."""
    assert read("# Le thym\n\nBonjour.").heads == ()


def test_title_and_description_have_their_places() -> None:
    """A teaser drawn from them points there."""
    text = "\n---\ntitle: Le thym\ndate: 2026-01-10\ndescription: 'Il pousse.'\n---\nBonjour.\n"

    assert [text[start:end] for start, end in read(text).heads] == ["Le thym", "Il pousse."]


def test_a_description_in_another_form_points_at_the_whole_head() -> None:
    """A folded text is nowhere in the file as it is read."""
    text = "---\ntitle: Le thym\ndescription: >\n  Il\n  pousse.\n---\nBonjour.\n"
    _, (start, end) = read(text).heads

    assert text[start:end].strip() == text.partition("Bonjour")[0].strip()


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("---\ntitle: [a\n---\n", 3, "not YAML"),
        ("+++\ntitle = \n+++\n", 2, "not TOML"),
        ('{"title":\n "a",,}', 2, "not JSON"),
        ("---\ntitle: Le thym\n", 1, "never closed"),
        ("\n---\n- un\n- deux\n---\n", 2, "no list of fields"),
        ("---\ntitle: a\tb\x07\n---\n", 1, "cannot be read"),
        ("+++\na = '''x\n+++\n", 1, "not TOML"),
        ('{"a": ' + "[" * 100_000, 1, "nested too deep"),
    ],
    ids=["yaml", "toml", "json", "open", "list", "control character", "toml at its end", "deep"],
)
def test_front_matter_that_cannot_be_read_names_file_line_and_cause(text: str, line: int, cause: str) -> None:
    """The author has to find the place."""
    with pytest.raises(ArticleError) as caught:
        read(text)

    message = str(caught.value)
    assert message.startswith(f"/site/content/carnet/thym.md, line {line}: ")
    assert cause in message


def test_aliases_that_repeat_each_other_are_cut_short() -> None:
    """Ten lines would fill the memory of whoever plans what others propose."""
    lines = ["a0: &a0 [x, x]", *(f"a{number}: &a{number} [*a{number - 1}, *a{number - 1}]" for number in range(1, 60))]

    with pytest.raises(ArticleError, match="line 1: the front matter cannot be read: it holds more than 20,000"):
        read("\n".join(["---", "title: Le thym", *lines, "---", ""]))


def test_an_article_without_a_title_says_how_to_give_it_one() -> None:
    """A post announces it by its title."""
    with pytest.raises(ArticleError, match="has no title; add `title: …`"):
        read("Bonjour.", path=PurePath("/site/content/a.md"))
