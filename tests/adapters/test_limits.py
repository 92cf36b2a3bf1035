"""What fits on each platform, in one place."""

import pytest

from adapters.base import Counting, LinkPlace
from adapters.limits import LIMITS
from adapters.platforms import PLATFORMS
from adapters.registry import load

EVERY = pytest.mark.parametrize("platform", LIMITS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_adapter_that_ships_takes_its_limits_from_the_table(platform: str) -> None:
    """A preview and the post it promises would else part ways."""
    assert any(load(platform).limits is each for each in LIMITS.values())


@EVERY
def test_an_image_of_every_platform_can_be_a_jpeg(platform: str) -> None:
    """Pictures are made anew as JPEG where the original does not fit."""
    assert "image/jpeg" in LIMITS[platform].image_types


@EVERY
def test_only_a_card_keeps_images_away(platform: str) -> None:
    """Where the link stands in the text there is nothing to make room for."""
    limits = LIMITS[platform]

    assert limits.link_place is LinkPlace.CARD or not limits.card_excludes_images


@pytest.mark.parametrize(
    ("platform", "counting", "text"),
    [
        ("bluesky", Counting.GRAPHEMES, 300),
        ("facebook", Counting.UTF16, 63_206),
        ("gotosocial", Counting.CODE_POINTS, 5000),
        ("instagram", Counting.UTF16, 2200),
        ("linkedin", Counting.UTF16, 3000),
        ("mastodon", Counting.MASTODON, 500),
        ("matrix", Counting.UTF8, 48_000),
        ("pinterest", Counting.UTF16, 800),
        ("pixelfed", Counting.MASTODON, 500),
        ("telegram", Counting.UTF16, 4096),
        ("threads", Counting.THREADS, 500),
        ("tumblr", Counting.CODE_POINTS, 4096),
        ("x", Counting.X, 280),
    ],
)
def test_a_limit_is_the_one_that_the_platform_states(platform: str, counting: Counting, text: int) -> None:
    """A slip of a digit would refuse posts for years, or have them refused."""
    limits = LIMITS[platform]

    assert (limits.counting, limits.text) == (counting, text)


def test_readers_of_long_posts_are_on_two_platforms() -> None:
    """Elsewhere short wins."""
    assert [name for name, limits in LIMITS.items() if limits.composed] == ["facebook", "linkedin"]
