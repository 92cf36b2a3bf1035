"""What a platform cannot express is said when a post is planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.base import Content, Counting, Limits, LinkPlace, Media, Part
from adapters.powers import Powers
from scheduler.core.expressing import placed, unsupported
from scheduler.errors import PlanError

LIMITS = Limits(Counting.CODE_POINTS, text=20, images=2, alt_text=5)
ANSWERING = Powers(threads=True, comment=True)
COMMENTED = Powers(comment=True)
IMAGE = Media(b"", "image/png", 1, 1, "Thym")
POST = Content("Bonjour")


def why(post: Content, limits: Limits = LIMITS, powers: Powers = ANSWERING) -> str | None:
    return unsupported(post, limits, powers)


@pytest.mark.parametrize(
    "post",
    [
        POST,
        replace(POST, media=(IMAGE, IMAGE)),
        replace(POST, parts=(Part("un"), Part("deux", (IMAGE,)))),
    ],
    ids=["text", "images", "parts"],
)
def test_what_a_platform_takes_is_not_refused(post: Content) -> None:
    """A refusal that is none loses a post."""
    assert why(post) is None


@pytest.mark.parametrize(
    ("post", "limits", "reason"),
    [
        (replace(POST, media=(IMAGE,) * 3), LIMITS, "it takes 2 images, and there are 3"),
        (replace(POST, media=(IMAGE,)), replace(LIMITS, images=0), "it takes no images, and there are 1"),
        (POST, replace(LIMITS, least_images=1), "it takes no post without an image"),
        (
            replace(POST, media=(IMAGE,)),
            replace(LIMITS, alt_text=0),
            "alternative text of images: it takes none",
        ),
        (
            replace(POST, media=(replace(IMAGE, alt="Du thym"),)),
            LIMITS,
            "alternative text of images: it takes 5 characters, and one has 7",
        ),
        (
            replace(POST, media=(IMAGE,)),
            replace(LIMITS, text_with_images=6),
            "beside images the text is 6 long at most, and it is 7",
        ),
        (
            replace(POST, parts=(Part("x" * 21),)),
            LIMITS,
            "in what follows it, the text is 21 long, the limit is 20",
        ),
        (replace(POST, parts=(Part("un", (IMAGE,) * 3),)), LIMITS, "it takes 2 images, and there are 3"),
    ],
)
def test_what_a_platform_does_not_take_is_refused_with_the_reason(post: Content, limits: Limits, reason: str) -> None:
    """Dropped when it is sent, nobody would hear of it."""
    assert why(post, limits) == reason


def test_a_text_is_as_long_as_it_likes_where_no_image_is_beside_it() -> None:
    """The bound is that of a caption."""
    assert why(POST, replace(LIMITS, text_with_images=6)) is None


def test_what_follows_a_post_needs_a_platform_that_can_be_answered() -> None:
    """Half a thread is worse than none."""
    assert why(replace(POST, parts=(Part("un"),)), powers=Powers()) == (
        "nothing can be answered there, so that there are neither threads nor first comments"
    )


def test_a_platform_of_comments_takes_a_comment_and_no_thread() -> None:
    """Under its own first post nobody reads one."""
    one, two = (replace(POST, parts=(Part("un"),) * many) for many in (1, 2))

    assert (why(one, powers=COMMENTED), why(two, powers=COMMENTED)) == (None, "it has no threads")


@pytest.mark.parametrize("wish", [None, LinkPlace.TEXT])
def test_a_link_stays_where_the_platform_has_it_unless_it_is_wanted_elsewhere(wish: LinkPlace | None) -> None:
    """Most accounts say nothing about it."""
    assert placed(LIMITS, wish, Powers(), account="a") is LIMITS


def test_a_link_can_be_wanted_in_the_first_comment() -> None:
    """Some platforms show posts with links to fewer readers."""
    limits = placed(LIMITS, LinkPlace.FIRST_COMMENT, COMMENTED, account="a")

    assert limits.link_place is LinkPlace.FIRST_COMMENT


def test_without_a_card_images_have_room() -> None:
    """It was the card that kept them away."""
    carded = replace(LIMITS, link_place=LinkPlace.CARD, card_excludes_images=True)

    assert placed(carded, LinkPlace.TEXT, Powers(), account="a") == LIMITS


@pytest.mark.parametrize(
    ("wish", "advice"),
    [
        (LinkPlace.CARD, "has no link cards; write link: text, comment or none"),
        (LinkPlace.FIRST_COMMENT, "nothing can be answered on its platform; write link: text or none"),
    ],
)
def test_a_place_that_the_platform_does_not_have_is_refused(wish: LinkPlace, advice: str) -> None:
    """The setting names what to write instead."""
    with pytest.raises(PlanError, match=f"account 'a': .*{advice}"):
        placed(LIMITS, wish, Powers(), account="a")


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (replace(POST, media=(IMAGE,)), None),
        (replace(POST, text="Bonjour à vous"), None),
        (
            replace(POST, text="Bonjour à vous", media=(IMAGE,)),
            "beside images the text is 10 long at most, and it is 14",
        ),
    ],
    ids=["room", "no image", "no room"],
)
def test_a_text_beside_images_is_shorter_on_some_platforms(post: Content, reason: str | None) -> None:
    """A caption is no post."""
    assert why(post, replace(LIMITS, text_with_images=10)) == reason
