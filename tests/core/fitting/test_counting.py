"""How long a text is, as each platform counts."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Counting, Limits
from scheduler.core.fitting import count, excess

POINTS = Limits(Counting.CODE_POINTS, 10)
GRAPHEMES = Limits(Counting.GRAPHEMES, 10)
MASTODON = Limits(Counting.MASTODON, 10, url_cost=23)


@pytest.mark.parametrize(
    ("text", "points", "graphemes", "mastodon"),
    [
        ("Voir https://tilleul.example/une/tasse?a=1 ici", 46, 46, 32),
        ("Voir tilleul.example ici", 24, 24, 24),
        ("Avec @lea@jardin.social !", 25, 25, 11),
        ("\U0001f469\u200d\U0001f469\u200d\U0001f466", 5, 1, 1),
        ("\U0001f1e7\U0001f1ea \U0001f44b\U0001f3fe", 5, 3, 3),
        ("ハーブ茶", 4, 4, 4),
        ("the\u0301", 4, 3, 3),
    ],
    ids=["address", "bare domain", "mention", "family", "flag", "japanese", "combining"],
)
def test_each_platform_counts_its_own_way(text: str, points: int, graphemes: int, mastodon: int) -> None:
    """A post one unit too long is refused when its time has come."""
    counts = (count(text, POINTS), count(text, GRAPHEMES), count(text, MASTODON))

    assert counts == (points, graphemes, mastodon)


def test_what_is_no_mention_counts_in_full() -> None:
    """An e-mail address, and a name that no account can bear."""
    assert count("lea@jardin.social ou @été@jardin.social", MASTODON) == 39


@pytest.mark.parametrize("after", [".", ",", ")", " »", "…"])
def test_punctuation_after_an_address_is_no_part_of_it(after: str) -> None:
    """It counts in full, on top of the address's price."""
    assert count(f"https://tilleul.example/tasse{after}", MASTODON) == 23 + len(after)


def test_a_text_within_the_limit_has_no_excess() -> None:
    """To the last unit."""
    assert excess("0123456789", POINTS) is None


def test_a_text_too_long_tells_both_counts() -> None:
    """The author must know how much to cut."""
    assert excess("0123456789a", POINTS) == "the text is 11 long, the limit is 10"


def test_bytes_are_bounded_where_the_platform_bounds_them() -> None:
    """An emoji is one grapheme and many bytes."""
    limits = Limits(Counting.GRAPHEMES, None, text_bytes=10)

    assert excess("\U0001f469\u200d\U0001f469\u200d\U0001f466", limits) == "the text is 18 bytes long, the limit is 10"


def test_where_no_limit_is_set_any_text_fits() -> None:
    """A feed takes all."""
    assert excess("a" * 100_000, Limits(Counting.CODE_POINTS, None)) is None


@pytest.mark.parametrize(
    ("counting", "expected"),
    [
        (Counting.CODE_POINTS, 9),
        (Counting.UTF16, 12),
        (Counting.UTF8, 23),
        (Counting.GRAPHEMES, 5),
        (Counting.MASTODON, 5),
        (Counting.THREADS, 22),
        (Counting.X, 6),
    ],
)
def test_each_unit_sees_the_same_text_differently(counting: Counting, expected: int) -> None:
    """An accent, a family of three, and a full stop."""
    assert count("thé\U0001f469\u200d\U0001f469\u200d\U0001f466.", Limits(counting, 10)) == expected


@pytest.mark.parametrize(("text", "expected"), [("\u2600\ufe0f", 6), ("1", 1), ("été", 3), ("\U0001f33f!", 5)])
def test_on_threads_an_emoji_counts_its_bytes(text: str, expected: int) -> None:
    """Letters count one each, accents or not."""
    assert count(text, Limits(Counting.THREADS, 500)) == expected


@given(st.text(alphabet="aé’…\u00a0\u202f\n\u0301\u200d\ufe0f©🌿") | st.text(max_size=20))
def test_the_short_way_of_counting_graphemes_gives_the_same(text: str) -> None:
    """It is taken for most texts."""
    assert count(text, GRAPHEMES) == len(regex.findall(r"\X", text))
