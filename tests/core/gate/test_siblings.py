"""Rules on the posts of one article together."""

from __future__ import annotations

import pytest

from scheduler.core.gate import apart, check_article
from scheduler.core.model import Fitted, Kind, Teaser
from tests.core.gate import TITLE, Planted
from tests.core.gate.planted import EN, FR, MORE

PRUNED = "Une taille légère après la floraison garde le buisson compact et fleuri."
PAIRS = [
    ("near_duplicate", PRUNED, MORE),
    ("near_duplicate", EN, EN.replace("Thyme grows", "Here thyme grows")),
    ("near_duplicate", FR, f"Au jardin, {FR}"),
    ("same_opening", FR, "Le thym pousse lentement et vit plus de dix ans chez nous."),
    ("same_opening", EN, "Thyme grows in pots on any sill that faces south."),
    ("same_opening", f"{TITLE}\n\n{FR}", "Le thym pousse lentement et vit plus de dix ans chez nous."),
    (
        "sentence_twice",
        f"{FR} {MORE}",
        f"Les abeilles en raffolent de mai à juillet. {MORE} On récolte le matin, une fois la rosée partie.",
    ),
    (
        "sentence_twice",
        f"{EN} It lasts for ten years.",
        "Bees adore its flowers from May to July. It lasts for ten years. Pick it once the dew is gone.",
    ),
    (
        "sentence_twice",
        f"{MORE}\n• thym citron et sauge\n• romarin",
        "Trois voisins lui vont\u00a0:\n• thym citron et sauge\n• lavande\n• hysope",
    ),
]


def post(body: str, kind: Kind = Kind.SECTION) -> tuple[Fitted, Teaser]:
    planted = Planted(body, kind=kind)
    return planted.fitted, planted.teaser


@pytest.mark.parametrize(("rule", "first", "second"), PAIRS)
def test_a_post_that_says_what_an_earlier_one_says_is_refused(rule: str, first: str, second: str) -> None:
    """A follower who reads the same twice stops following."""
    reasons = check_article([post(first), post(second)], TITLE)

    assert [(reason or "").partition(":")[0] for reason in reasons] == ["", rule]


def test_posts_that_say_different_things_all_pass() -> None:
    """The gate refuses repeats, not subjects."""
    assert check_article([post(FR), post(MORE), post(EN)], TITLE) == [None, None, None]


def test_what_was_refused_stands_in_nobodys_way() -> None:
    """It will never be seen."""
    both = f"{FR} {MORE}"

    assert check_article([post(FR), post(both), post(MORE)], TITLE)[2] is None


def test_the_author_may_repeat_what_they_like() -> None:
    """Two texts in the front matter are two posts, however alike."""
    assert check_article([post(FR, Kind.OWN), post(FR, Kind.OWN)], TITLE) == [None, None]


def test_the_title_over_an_announcement_is_no_repeat() -> None:
    """The announcement shows it, and another post may open with its words."""
    assert check_article(
        [post(f"{TITLE}\n\n{MORE}"), post(f"{TITLE} fleurit en juin, et les abeilles avec lui.")], TITLE
    ) == [
        None,
        None,
    ]


def test_a_refused_post_leaves_its_reason_behind() -> None:
    """Nothing disappears in silence."""
    kept, dropped = apart([post(FR), post(FR)], TITLE)

    assert (len(kept), [one.reason for one in dropped]) == (
        1,
        ["near_duplicate: it says nearly the same as an earlier post"],
    )


@pytest.mark.parametrize("body", ["Thym.", ""])
def test_a_text_too_short_to_compare_is_no_duplicate(body: str) -> None:
    """Other rules see to it."""
    assert check_article([post(FR), post(body)], TITLE) == [None, None]
