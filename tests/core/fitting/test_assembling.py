"""The final text of a post."""

from dataclasses import replace

import pytest

from adapters.base import Card, Counting, Limits, LinkPlace
from scheduler.core.fitting import compose, fit
from scheduler.core.model import Fitted, Kind, Skipped, Span, Teaser, Telling, Voice
from tests.core.fitting.samples import LINK, SHORTER, TEASER, article, fitted

TEXT = Limits(Counting.MASTODON, 500, url_cost=23, hashtags=2)
LONG = Limits(Counting.UTF16, 3000, link_place=LinkPlace.CARD, composed=True)
CARD = Limits(Counting.GRAPHEMES, 300, 3000, link_place=LinkPlace.CARD, card_excludes_images=True, hashtags=3)


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


@pytest.mark.parametrize(("room", "source"), [(200, TEASER.source), (52, SHORTER.source)])
def test_a_post_knows_where_the_words_that_it_tells_stand(room: int, source: tuple[Span, ...]) -> None:
    """A sentence that was left out is no source of it: an edit there must not touch the post."""
    assert fitted(fit(TEASER, article(), Limits(Counting.CODE_POINTS, room))).source == source


def test_a_teaser_too_long_at_its_shortest_is_skipped_with_the_counts() -> None:
    """The author may shorten the sentence."""
    skipped = fit(TEASER, article(), Limits(Counting.CODE_POINTS, 20))

    assert skipped == Skipped("too long at its shortest: the text is 51 long, the limit is 20", section="Récolte")


def test_a_hashtag_too_long_makes_room_for_the_next() -> None:
    """Hashtags fill what room is left."""
    limits = Limits(Counting.CODE_POINTS, len(TEASER.text) + 8, link_place=LinkPlace.CARD)
    post = fitted(fit(TEASER, article("arrière-saison", "été"), limits))

    assert post.content.tags == ("Été",)


def test_a_link_that_the_text_holds_is_not_added_again() -> None:
    """Authors put it into their own posts."""
    own = Teaser(Kind.OWN, f"Le thym : {LINK}", None, ())
    posts = [fitted(fit(own, article(), limits)).content for limits in (TEXT, CARD)]

    assert [(post.text, post.card) for post in posts] == [(own.text, None)] * 2


COMMENT = Limits(Counting.UTF16, 3000, link_place=LinkPlace.FIRST_COMMENT)


def test_a_link_in_the_first_comment_leaves_the_text_free() -> None:
    """There it stands with the words that lead to it."""
    content = fitted(fit(TEASER, article(), COMMENT, Voice(link_lead="À lire :"))).content

    assert (content.text, content.link, content.card) == (TEASER.text, LINK, None)
    assert [part.text for part in content.parts] == [f"À lire\N{NO-BREAK SPACE}: {LINK}"]


def test_a_text_that_holds_its_link_needs_no_comment() -> None:
    """It would stand there twice."""
    own = replace(TEASER, kind=Kind.OWN, text=f"Lisez {LINK}")

    assert fitted(fit(own, article(), COMMENT)).content.parts == ()


def test_a_link_of_ones_own_text_stands_in_the_first_comment_too() -> None:
    """The account is the same."""
    post = fitted(compose("Bonjour", link=LINK, limits=COMMENT, language="fr", with_images=False)).content

    assert (post.text, [part.text for part in post.parts]) == ("Bonjour", [LINK])


def test_where_readers_cannot_follow_a_link_there_is_none() -> None:
    """A dead address looks like a mistake."""
    content = fitted(fit(TEASER, article(), Limits(Counting.UTF16, 2200, link_place=LinkPlace.NONE))).content

    assert (content.text, content.link, content.card) == (TEASER.text, None, None)


def test_tags_with_a_field_of_their_own_stay_out_of_the_text() -> None:
    """They would stand there twice."""
    post = fitted(fit(TEASER, article("été", "thym"), Limits(Counting.CODE_POINTS, 90, tags_in_text=False, hashtags=1)))

    assert (post.content.text, post.content.tags, post.added) == (f"{TEASER.text}\n\n{LINK}", ("Été",), (LINK,))


def test_long_texts_are_composed_where_readers_reward_them() -> None:
    """A short extract sinks there."""
    told = replace(TEASER, composed=Telling("Un long récit.", ((0, 40),)))

    assert fitted(fit(told, article(), LONG)).content.text == "Un long récit."


def test_a_teaser_with_too_little_matter_is_not_padded() -> None:
    """No post is better than a thin one."""
    assert fit(TEASER, article(), LONG) == Skipped("too little matter for a composed post", section="Récolte")


@pytest.mark.parametrize("kind", [Kind.ANNOUNCEMENT, Kind.OWN])
def test_news_and_the_author_s_own_posts_may_be_short_everywhere(kind: Kind) -> None:
    """News is short, and an author needs no help."""
    assert fitted(fit(replace(TEASER, kind=kind), article(), LONG)).content.text == TEASER.text


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


def test_a_link_by_hand_is_refused_where_nobody_can_follow_it() -> None:
    """Leaving it out in silence would surprise its author."""
    limits = Limits(Counting.UTF16, 2200, link_place=LinkPlace.NONE)
    result = compose("Le thym.", link=LINK, limits=limits, language=None, with_images=True)

    assert result == Skipped("nobody could follow the link there: leave it out")
