"""How a brand's voice shows in its posts."""

from dataclasses import replace

import pytest

from adapters.base import Counting, Limits, LinkPlace
from scheduler.core.fitting import fit
from scheduler.core.model import Kind, Teaser, Voice
from tests.core.fitting.samples import LINK, TEASER, article, fitted

TEXT = Limits(Counting.MASTODON, 500, url_cost=23, hashtags=3)
CARD = Limits(Counting.GRAPHEMES, 300, link_place=LinkPlace.CARD)


def test_a_post_ends_with_the_signature() -> None:
    """After the link and the hashtags."""
    post = fitted(fit(TEASER, article("été"), TEXT, Voice(signature="— Maison Tilleul")))

    assert (post.content.text, post.added) == (
        f"{TEASER.text}\n\n{LINK}\n#Été\n— Maison Tilleul",
        (LINK, "#Été", "— Maison Tilleul"),
    )


def test_the_lead_stands_before_the_link() -> None:
    """And it is typeset: the brand wrote it with a plain space."""
    post = fitted(fit(TEASER, article(), TEXT, Voice(link_lead="À lire :")))

    assert (post.content.text, post.added) == (
        f"{TEASER.text}\n\nÀ lire\u00a0: {LINK}",
        ("À lire\u00a0:", LINK),
    )


def test_without_a_link_in_the_text_there_is_no_lead() -> None:
    """It would lead nowhere."""
    assert fitted(fit(TEASER, article(), CARD, Voice(link_lead="À lire :"))).content.text == TEASER.text


def test_the_brand_s_hashtags_come_first() -> None:
    """They are the ones that it wants to be found by."""
    voice = Voice(hashtags=("Maison Tilleul", "été"))

    assert fitted(fit(TEASER, article("thym", "Été", "sauge"), TEXT, voice)).content.tags == (
        "MaisonTilleul",
        "Été",
        "Thym",
    )


@pytest.mark.parametrize("forbidden", ["thym citron", "thymcitron", "#ThymCitron"])
def test_a_forbidden_hashtag_never_stands(forbidden: str) -> None:
    """However the settings spell it."""
    voice = Voice(no_hashtags=frozenset({forbidden}))

    assert fitted(fit(TEASER, article("Thym citron", "été"), TEXT, voice)).content.tags == ("Été",)


@pytest.mark.parametrize(("most", "expected"), [(0, 0), (2, 2), (9, 3)])
def test_the_lower_bound_on_hashtags_holds(most: int, expected: int) -> None:
    """The brand's or the platform's."""
    post = fitted(fit(TEASER, article("a", "b", "c", "d"), TEXT, Voice(most_hashtags=most)))

    assert len(post.content.tags) == expected


def test_a_hashtag_in_the_text_counts_and_is_not_added_again() -> None:
    """An author's own posts may have theirs."""
    own = Teaser(Kind.OWN, "Le #thym et la #sauge.", None, ())

    assert fitted(fit(own, article("Thym", "été", "sec"), TEXT)).content.tags == ("thym", "sauge", "Été")


def test_a_hashtag_too_long_for_the_platform_makes_room() -> None:
    """It would be plain text there."""
    limits = replace(TEXT, hashtag_length=4)

    assert fitted(fit(TEASER, article("arrière-saison", "été"), limits)).content.tags == ("Été",)


def test_a_brand_without_emoji_loses_those_that_tambour_added() -> None:
    """Those of the article stay: they are its author's words."""
    source = "🌿 Le thym. Il aime le 🌞."
    teaser = Teaser(Kind.PROGRAMME, "📌 Au programme\u00a0: le thym.\n🌿 Le thym. Il aime le 🌞.", None, ())
    post = fitted(fit(teaser, article(link=None, text=source), TEXT, Voice(emoji=False)))

    assert (post.content.text, post.edits) == (
        "Au programme\u00a0: le thym.\n🌿 Le thym. Il aime le 🌞.",
        ("no emoji",),
    )


def test_the_spaces_of_the_language_are_a_declared_edit() -> None:
    """The review shows what is not to the letter."""
    post = fitted(fit(replace(TEASER, text="Le thym ? Au soleil !"), article(link=None), TEXT))

    assert (post.content.text, post.edits) == ("Le thym\u202f? Au soleil\u202f!", ("typography",))


def test_what_the_author_wrote_stays_to_the_letter() -> None:
    """Spaces and emoji alike."""
    own = Teaser(Kind.OWN, "📌 Le thym ? Oui !", None, ())
    post = fitted(fit(own, article(link=None), TEXT, Voice(emoji=False)))

    assert (post.content.text, post.edits) == (own.text, ())
