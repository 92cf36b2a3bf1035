"""Laws of bad input: whatever an article holds, it is answered soon, in little memory, and with no bad post."""

from __future__ import annotations

import tracemalloc
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.base import Counting, Limits, LinkPlace
from scheduler.core.article import parse
from scheduler.core.fitting import count, fit
from scheduler.core.gate import apart, check
from scheduler.core.model import Fitted, Site, Voice
from scheduler.core.teasers import split
from tests.work import calls_of

SITE = Site(url="https://site.example", content="/site/content", timezone="UTC", language=None)
PATH = PurePosixPath("/site/content/carnet/essai.md")
PLACES = {
    "x": Limits(Counting.X, 280, url_cost=23, hashtags=2),
    "mastodon": Limits(Counting.MASTODON, 500, url_cost=23),
    "bluesky": Limits(Counting.GRAPHEMES, 300, 3000, link_place=LinkPlace.CARD, hashtags=3),
    "linkedin": Limits(Counting.UTF16, 3000, composed=True),
}
CALLS, LOADING = 300, 3_000_000
"""What a character may cost on four platforms, and what is loaded once; a scan in a scan costs 30,000 a character."""
CHARACTERS, MEGABYTES = 8_000, 15
"""What may be asked of an article's beginning: to watch every piece of memory takes ten times as long as to use it."""
MARKUP = "{}<>`\\|^\N{OBJECT REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"

SENTENCE = "Le thym du jardin aime le soleil et les pierres, et les abeilles le lui rendent bien. "
BAD = {
    "34,000 characters": SENTENCE * 400,
    "34,000 characters without a full stop": SENTENCE.replace(".", ",") * 400,
    "one sentence of 900 characters": "Le thym, " * 99 + "pousse.",
    "only code": "```python\n" + "print('thym')\n" * 500 + "```\n",
    "code that is never closed": "```\n" + "thym = 1\n" * 500,
    "only images": "![thym](thym.jpg)\n\n" * 500,
    "only a table": "| a | b |\n|---|---|\n" + "| thym | sauge |\n" * 500,
    "mixed languages": ("Le thym est à nous. The thyme is ours and yours. タイムは庭にあります。 " * 50),
    "right to left": "الزعتر ينمو في الشمس وفي تربة فقيرة. " * 300,
    "no spaces": "thym" * 8000,
    "no spaces but full stops": "thym." * 6000,
    "emoji everywhere": "Le 🌿 thym 🐝 pousse 👩‍🌾 au ☀️ soleil 🇫🇷 du jardin. " * 200,
    "a bomb of quotations": "« " * 8000 + "thym" + " »" * 8000,
    "a bomb of brackets": "([" * 2500 + "thym" + "])" * 2500,
    "a bomb of block quotes": ">" * 3000 + " Le thym pousse au soleil.\n",
    "a bomb of lists": "".join("  " * depth + "- thym\n" for depth in range(150)),
    "a bomb of emphasis": "*_" * 5000 + "thym",
    "a bomb of links": "[thym](" * 1500,
    "a bomb of templates": "{{ thym " * 4000,
    "a bomb of tags": "<b " * 6000,
    "a bomb of numbers": "1.000 " * 6000,
    "full stops": "." * 30_000,
    "question marks": "Thym ? " * 2000,
    "headings alone": "## Le thym ?\n\n" * 1500,
    "headings marks": "#" * 30_000,
    "bold alone": "**Le thym**\n\n" * 1500,
    "one word": "thym",
    "nothing": "",
}


def posts_of(body: str, language: str = "fr") -> list[tuple[str, Fitted]]:
    """Return an article's posts on every platform, with the platform's name."""
    head = f"---\ntitle: Le thym du jardin\nlang: {language}\ntags: [thym, jardin]\n---\n\n"
    article = parse(head + body, PATH, SITE, digest="")
    found = split(article)
    posts: list[tuple[str, Fitted]] = []
    for name, limits in PLACES.items():
        fitted = [
            (each, teaser) for teaser in found.teasers if isinstance(each := fit(teaser, article, limits), Fitted)
        ]
        sound = [(each, teaser) for each, teaser in fitted if not check(each, teaser, article, limits, Voice())]
        posts += [(name, each) for each, _ in apart(sound, article.title)[0]]
    return posts


def faults(posts: list[tuple[str, Fitted]]) -> list[str]:
    """Return the texts that no reader should meet, by rules too plain to share a fault with the gate's."""
    return [post.content.text for name, post in posts if _is_bad(post, PLACES[name])]


def _is_bad(post: Fitted, limits: Limits) -> bool:
    text, link = post.content.text, post.content.link or ""
    links = 1 if limits.link_place is LinkPlace.TEXT else 0
    too_long = limits.text is not None and count(text, limits) > limits.text
    return too_long or text.count(link) != links or text.count("http") != links or any(char in text for char in MARKUP)


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_bad_article_is_answered_soon_and_with_no_bad_post(body: str) -> None:
    """One file that hangs stops the promotion of all the others."""
    posts: list[tuple[str, Fitted]] = []
    calls = calls_of(lambda: posts.extend(posts_of(body)))

    assert faults(posts) == []
    assert calls < CALLS * len(body) + LOADING


@pytest.mark.parametrize("name", ["34,000 characters", "a bomb of quotations", "a bomb of links", "no spaces"])
def test_a_bad_article_takes_little_memory(name: str) -> None:
    """The smallest servers have half a gigabyte for everything."""
    tracemalloc.start()
    posts_of(BAD[name][:CHARACTERS])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < MEGABYTES * 1024 * 1024


PIECES = st.sampled_from(
    [
        *(body[:400] for body in BAD.values() if body),
        "Le thym aime le soleil et demande très peu d'eau en été.",
        "Thyme loves the sun and asks for very little water in summer.",
        "## Pourquoi le thym ?",
        "- sauge\n- romarin\n- thym citron",
        "Les voisins du thym sont nombreux :",
        "> « Le thym est roi », dit Jeanne Tilleul.",
        "Voir https://autre.example/thym pour la suite.",
        "{{< figure thym >}} pousse au soleil.",
        "<!-- caché",
        "[^1]: une note",
        "\u202e\u0301\u200d",
    ]
)


@settings(max_examples=60)
@given(
    pieces=st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=12),
    parting=st.sampled_from(["\n\n", "\n", " ", ""]),
    language=st.sampled_from(["fr", "en", "ja", "ar", "de"]),
)
def test_no_mixture_of_bad_pieces_makes_a_bad_post(pieces: list[str], parting: str, language: str) -> None:
    """Real articles are bad in more than one way at once."""
    assert faults(posts_of(parting.join(pieces), language)) == []


@settings(max_examples=40)
@given(st.text(max_size=1500))
def test_no_text_at_all_makes_a_bad_post(body: str) -> None:
    """The reader of articles meets every character there is."""
    assert faults(posts_of(body)) == []
