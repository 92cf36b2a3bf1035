"""The body: what is prose, what is not."""

import pytest

from scheduler.core.model import OMITTED
from tests.core.article import body, prose, read


def test_headings_make_sections() -> None:
    """A teaser says which part of the article it comes from."""
    article = body("Avant.\n\n## Récolte\n\nEn juin.\n\n### 2. Séchage\n\nTrois jours.")

    assert [section.title for section in article.sections] == [None, "Récolte", "Séchage"]


@pytest.mark.parametrize(
    "heading",
    [
        "##Récolte",
        "## **Récolte**",
        "**Récolte**",
        "**Récolte :**",
        "__Récolte__ :",
        "## Récolte {#recolte}",
        "# Récolte",
    ],
)
def test_a_heading_is_known_in_each_of_its_forms(heading: str) -> None:
    """One taken for prose would be posted as a sentence."""
    article = body(f"{heading}\n\nEn juin, tout va vite.")

    assert [(section.title, prose(article)) for section in article.sections] == [
        ("Récolte", ["En juin, tout va vite."])
    ]


def test_a_line_in_bold_over_a_paragraph_is_its_heading() -> None:
    """Even without a blank line between them."""
    article = body("**Récolte**\nEn juin, tout va vite.")

    assert (article.sections[0].title, prose(article)) == ("Récolte", ["En juin, tout va vite."])


@pytest.mark.parametrize(
    "paragraph",
    [
        "**Le thym** se récolte en juin.",
        "**Le thym se récolte en juin, quand ses fleurs s'ouvrent, et jamais après la première pluie de l'été.**",
    ],
)
def test_emphasis_within_prose_is_no_heading(paragraph: str) -> None:
    """Authors stress words and whole sentences."""
    assert prose(body(paragraph)) == [paragraph.replace("*", "")]


def test_an_empty_stress_is_nothing() -> None:
    """Editors leave such marks behind."""
    assert prose(body("**<b></b>**\n\nLe thym.")) == ["Le thym."]


@pytest.mark.parametrize(
    "markdown",
    [
        "```\nLe code.\n```",
        "    Le code.",
        "| a | b |\n|---|---|\n| c | d |",
        "<div>\nLe code.\n</div>",
        "<!-- Une note. -->",
        "---",
        "$$\nx = 1\n$$",
        "![Un brin](thym.jpg)",
        "https://maison-tilleul.example/thym",
        "[Le thym](https://maison-tilleul.example/thym)",
        "- [Le thym](https://maison-tilleul.example/thym)\n- https://maison-tilleul.example",
        "{% highlight python %}\nLe code.\n{% endhighlight %}",
        '!!! note "Une note"\n    Le texte.',
        "import Brin from './brin'",
        "{: .grand}",
        "Source : le carnet.",
        "*Sources* : https://maison-tilleul.example/thym",
        "-",
    ],
)
def test_what_is_no_prose_feeds_no_teaser(markdown: str) -> None:
    """Code, tables, other people's words, sources: none of it stands in a post."""
    texts = [text for text in prose(body(f"{markdown}\n\nLe thym.")) if text]

    assert texts == ["Le thym."]


def test_what_is_set_apart_is_kept_as_another_s_words() -> None:
    """A quotation makes a post with its speaker's name, and never without."""
    blocks = body("> Le thym pousse.\n>\n> - La sauge dort.\n\nLe thym.").sections[0].blocks

    assert [(block.text, block.quoted) for block in blocks] == [("Le thym pousse.", True), ("Le thym.", False)]


def test_sections_of_sources_are_left_out_with_what_they_hold() -> None:
    """Their lower headings too; the next section of their rank is back in the article."""
    article = body("## Sources\n\nLe carnet.\n\n### Livres\n\nUn livre.\n\n## Récolte\n\nEn juin.")

    assert prose(article) == ["En juin."]


def test_footnotes_leave_neither_mark_nor_text() -> None:
    """A note that nobody can follow is residue."""
    assert prose(body("Le thym pousse au soleil [^1].\n\n[^1]: Une note.")) == ["Le thym pousse au soleil."]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Le *thym* et la [sauge](/sauge) **fraîche**.", "Le thym et la sauge fraîche."),
        ("Le thym [sec][1].\n\n[1]: /sec", "Le thym sec."),
        ("Le thym ![brin](a.jpg)sec.", "Le thym sec."),
        ("Le thym<br>sec, <b>vert</b>.", "Le thym sec, vert."),
        ("Le thym &amp; la sauge.", "Le thym & la sauge."),
        ("Le thym :herb: sec.", "Le thym sec."),
        ("Le thym\nsec.", "Le thym sec."),
        ("Le thym  \nsec.", "Le thym sec."),
        ("Du thym\N{NO-BREAK SPACE}!", "Du thym\N{NO-BREAK SPACE}!"),
        ("Le fichier `thym.md` est là.", "Le fichier thym.md est là."),
        ("Le thym{: .vert} sec.", "Le thym sec."),
        ("Le <abbr title='x'>thym</abbr> et <kbd>Ctrl</kbd>+<kbd>C</kbd> <em>sec</em>.", "Le thym et Ctrl+C sec."),
        ("Le thym <!-- une note -->sec.", "Le thym sec."),
        ('Le <span style="color: red" class="hidden">thym</span> sec.', "Le thym sec."),
        ("Le ==thym== et la ==**sauge** sèche==.", "Le thym et la sauge sèche."),
        ("Le __thym__ et la __sauge SÈCHE__.", "Le thym et la sauge SÈCHE."),
        ("Ici a==b, a == b.", "Ici a==b, a == b."),
        ("Il coûte 3 $ ou 4 $ ici.", "Il coûte 3 $ ou 4 $ ici."),
    ],
)
def test_markup_becomes_plain_text(markdown: str, text: str) -> None:
    """What readers see on the page is what a post says; no-break spaces are the author's."""
    assert prose(body(markdown)) == [text]


@pytest.mark.parametrize(
    "hole",
    ['{{< prix "thym" >}}', "{{ page.prix }}", "{% prix %}", "<%= prix %>", "$x^2$", "`f(x) = {y}`", "~~dix~~"],
)
def test_what_cannot_be_said_leaves_a_mark(hole: str) -> None:
    """The sentence around it is not whole, and must never be posted."""
    assert OMITTED in prose(body(f"Le thym vaut {hole} le kilo."))[0]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>var x = 'dix';</script>",
        "<style>p { color: dix }</style>",
        "<del>dix</del>",
        "<s>dix</s>",
        "<span hidden>dix <b>et</b> <span>dix <span/></span></span>",
        '<span class="a" style="color: red; display: none">dix</span>',
        "<del>dix",
    ],
)
def test_what_a_page_does_not_show_is_no_text(unseen: str) -> None:
    """The author has taken it back, or wrote it for a machine; the sentence around it is not whole."""
    assert prose(body(f"Le thym vaut {unseen}")) == [f"Le thym vaut {OMITTED}"]


@pytest.mark.parametrize("tag", ["<water>", "</water>", "<String>", "<?php x ?>", "<del/>"])
def test_a_tag_that_html_does_not_know_leaves_a_mark(tag: str) -> None:
    """It is a blank to fill in, or a component whose text is made elsewhere."""
    assert prose(body(f"Le thym boit {tag} au soir.")) == [f"Le thym boit {OMITTED} au soir."]


@pytest.mark.parametrize(
    "blank",
    [
        "%%NAME%%",
        "%%name%%",
        "%NAME%",
        "[INSERT price]",
        "[TODO: le prix]",
        "[à compléter]",
        "TODO",
        "FIXME",
        "TBD",
        "(TK)",
        "XXX",
        "XX",
        "$NAME",
        "${NAME}",
        "@@name@@",
        "__NAME__",
        "lorem ipsum",
        "Lorem ipsum",
        "[citation needed]",
        r"\(x^2\)",
        r"\[x^2\]",
    ],
)
def test_what_is_yet_to_be_filled_in_leaves_a_mark(blank: str) -> None:
    """A sentence with a blank is a draft, and must never be posted."""
    article = read(f"---\ntitle: Le thym\ndescription: 'Le thym vaut {blank} ici.'\n---\nLe thym vaut {blank} ici.")

    assert [article.description, *prose(article)] == [f"Le thym vaut {OMITTED} ici."] * 2


@pytest.mark.parametrize(
    "text",
    ["Il coûte $5 ici.", "Il pousse à 100 % ici, à 5% là, à 20%.", "El siglo XX acaba.", "Le XXe siècle.", "US$AU."],
)
def test_prices_shares_and_centuries_are_no_blanks(text: str) -> None:
    """They are what the author has to say."""
    assert prose(body(text)) == [text]


def test_a_formula_crosses_neither_code_nor_a_blank_line() -> None:
    """Half a sample would swallow the prose after it."""
    text = "```\n\\[\n```\n\nLe thym.\n\nLa sauge \\] dort."

    assert prose(body(text)) == ["Le thym.", "La sauge ] dort."]


def test_a_shortcode_in_an_address_leaves_the_sentence_whole() -> None:
    """Readers see the link's text alone."""
    assert prose(body('Le [thym]({{< ref "thym.md" >}}) sec.')) == ["Le thym sec."]


def test_a_list_keeps_its_items() -> None:
    """With its intro line it makes a good post."""
    article = body("- du thym\n- de la sauge")

    assert [item.text for block in article.sections[0].blocks for item in block.items] == ["du thym", "de la sauge"]


def test_a_numbered_list_says_so() -> None:
    """Its steps mean nothing out of order."""
    assert body("1. Couper.\n2. Sécher.").sections[0].blocks[0].ordered


def test_an_item_that_holds_more_is_marked_as_incomplete() -> None:
    """What nests in it is left out, so it must not pass for whole."""
    items = body("- du thym\n  - sec\n- de la sauge").sections[0].blocks[0].items

    assert [item.text for item in items] == [f"du thym {OMITTED}", "de la sauge"]


def test_an_item_without_text_is_none() -> None:
    """A code sample in a list is no item of a post."""
    items = body("- ```\n  code\n  ```\n- du thym").sections[0].blocks[0].items

    assert [item.text for item in items] == ["du thym"]


def test_the_title_may_be_the_first_heading() -> None:
    """Files without front matter begin so."""
    assert read("<!-- note -->\n\n# Le *thym*\n\nBonjour.").title == "Le thym"


def test_an_article_may_have_no_body() -> None:
    """It is read; splitting says that there is nothing."""
    assert body("").sections == ()


def test_what_mdx_computes_is_no_prose() -> None:
    """Docusaurus and Astro keep programs within articles."""
    markdown = """
import Box from './Box';
import "./style.css";
export const year = 2026;

export function Box({children}) {
  return <div className="box">Thyme in a box.</div>;
}

Thyme dries in a week.

{/* a note to myself */}

<Box>It keeps its colour.</Box>

<Chart title="Thyme by year" data={[1, 2]} />
"""

    shown = [text.strip(OMITTED) for text in prose(body(markdown, language="en"))]

    assert list(filter(None, shown)) == ["Thyme dries in a week.", "It keeps its colour."]
