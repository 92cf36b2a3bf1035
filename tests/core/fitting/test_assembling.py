"""The final text of a post."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Card, Counting, Limits, LinkPlace
from scheduler.core.fitting import compose, count, fit
from scheduler.core.model import Article, Fitted, Kind, Skipped, Teaser

LINK = "https://maison-tilleul.example/carnet/thym/"
TEXT = Limits(Counting.MASTODON, 500, url_cost=23, hashtags=2)
CARD = Limits(Counting.GRAPHEMES, 300, 3000, link_place=LinkPlace.CARD, card_excludes_images=True, hashtags=3)
TEASER = Teaser(Kind.SECTION, "Le thym pousse au soleil. Il fleurit en juin.", "Récolte", ((0, 9),), (), ("Court.",))


def article(*tags: str, link: str | None = LINK) -> Article:
    return Article(
        path="/site/content/carnet/thym.md",
        title="Le thym",
        description="Un buisson.",
        link=link,
        language="fr",
        date=datetime(2026, 6, 15, tzinfo=UTC),
        draft=False,
        expires=None,
        tags=tags,
        picture=None,
        sections=(),
        digest="",
    )


def fitted(result: Fitted | Skipped) -> Fitted:
    assert isinstance(result, Fitted)
    return result


def test_the_link_and_the_hashtags_follow_the_text() -> None:
    """Readers come for the sentence."""
    post = fitted(fit(TEASER, article("thym citron", "2026", "été", "sauge"), TEXT))

    assert post.content.text == f"{TEASER.text}\n\n{LINK}\n#ThymCitron #Été"


def test_what_does_not_come_from_the_article_is_declared() -> None:
    """Review shows what was added."""
    post = fitted(fit(TEASER, article("été"), TEXT))

    assert (post.added, post.content.tags) == ((LINK, "#Été"), ("Été",))


def test_the_count_is_the_platform_s() -> None:
    """The preview shows it beside the limit."""
    post = fitted(fit(TEASER, article(), TEXT))

    assert post.count == len(TEASER.text) + 2 + 23


def test_a_card_takes_the_link_out_of_the_text() -> None:
    """A link costs characters where it does not cost a fixed price."""
    content = fitted(fit(TEASER, article("été"), CARD)).content

    assert (content.text, content.link, content.card) == (
        f"{TEASER.text}\n\n#Été",
        LINK,
        Card("Le thym", "Un buisson."),
    )


def test_a_link_in_the_text_has_no_card_of_ours() -> None:
    """The platform draws its own."""
    content = fitted(fit(TEASER, article(), TEXT)).content

    assert (content.link, content.card) == (LINK, None)


@pytest.mark.parametrize("limits", [TEXT, CARD])
def test_an_article_without_address_is_teased_without_link(limits: Limits) -> None:
    """The words are worth posting all the same."""
    content = fitted(fit(TEASER, article(link=None), limits)).content

    assert (content.text, content.link, content.card) == (TEASER.text, None, None)


def test_the_post_says_its_language() -> None:
    """Readers filter by it."""
    assert fitted(fit(TEASER, article(), TEXT)).content.language == "fr"


def test_the_shorter_telling_is_taken_where_the_longer_does_not_fit() -> None:
    """Whole sentences are left out; nothing is cut."""
    limits = Limits(Counting.CODE_POINTS, 52)

    assert fitted(fit(TEASER, article(), limits)).content.text == f"Court.\n\n{LINK}"


def test_a_teaser_too_long_at_its_shortest_is_skipped_with_the_counts() -> None:
    """The author may shorten the sentence."""
    skipped = fit(TEASER, article(), Limits(Counting.CODE_POINTS, 20))

    assert skipped == Skipped("too long at its shortest: the text is 51 long, the limit is 20", section="Récolte")


def test_a_hashtag_too_long_makes_room_for_the_next() -> None:
    """Hashtags fill what room is left."""
    limits = Limits(Counting.CODE_POINTS, len(TEASER.text) + 8, link_place=LinkPlace.CARD)
    post = fitted(fit(TEASER, article("arrière-saison", "été"), limits))

    assert post.content.tags == ("Été",)


@given(
    st.text(alphabet="aé é👩‍👧. ", min_size=1, max_size=80),
    st.lists(st.text(max_size=12), max_size=6),
    st.integers(1, 150),
    st.sampled_from(list(Counting)),
    st.sampled_from(list(LinkPlace)),
)
def test_a_fitted_post_fits(body: str, tags: list[str], most: int, counting: Counting, place: LinkPlace) -> None:
    """Whatever the text, the tags and the limits."""
    limits = Limits(counting, most, text_bytes=200, url_cost=23, link_place=place)
    result = fit(Teaser(Kind.SECTION, body, None, ()), article(*tags), limits)

    assert isinstance(result, Skipped) or count(result.content.text, limits) == result.count <= most


def written(text: str, limits: Limits, *, link: str | None = None, with_images: bool = False) -> Fitted:
    return fitted(compose(text, link=link, limits=limits, language="fr", with_images=with_images))


def test_a_hand_written_text_is_kept_to_the_letter() -> None:
    """Its author had reasons for every space."""
    assert written(" Le  thym. \n", TEXT).content.text == " Le  thym. \n"


def test_a_link_is_added_to_a_hand_written_text() -> None:
    """Where the platform carries links in the text."""
    post = written("Le thym.", TEXT, link=LINK)

    assert (post.content.text, post.content.link, post.added) == (f"Le thym.\n\n{LINK}", LINK, (LINK,))


@pytest.mark.parametrize("limits", [TEXT, CARD])
def test_a_link_that_is_there_is_not_added_again(limits: Limits) -> None:
    """Twice looks like a mistake."""
    post = written(f"Le thym : {LINK}", limits, link=LINK)

    assert (post.content.text, post.content.card, post.added) == (f"Le thym : {LINK}", None, ())


def test_a_longer_address_is_another_link() -> None:
    """The reader of the shorter one would miss it."""
    assert written(f"Le thym : {LINK}semis/", TEXT, link=LINK).added == (LINK,)


def test_a_card_carries_the_link_of_a_hand_written_text() -> None:
    """Its title is all that is known of the page."""
    content = written("Le thym.", CARD, link=LINK).content

    assert (content.text, content.link, content.card) == ("Le thym.", LINK, Card(LINK))


def test_images_push_the_link_into_the_text_where_they_exclude_a_card() -> None:
    """The platform shows one or the other."""
    content = written("Le thym.", CARD, link=LINK, with_images=True).content

    assert (content.text, content.card) == (f"Le thym.\n\n{LINK}", None)


def test_hashtags_in_a_hand_written_text_are_told() -> None:
    """Some platforms want them marked."""
    assert written("Le #thym.", TEXT).content.tags == ("thym",)


def test_a_hand_written_text_too_long_is_refused_with_the_counts() -> None:
    """Cutting it is not ours to do."""
    result = compose("a" * 501, link=None, limits=TEXT, language=None, with_images=False)

    assert result == Skipped("the text is 501 long, the limit is 500")
