"""Rules of what an author wants otherwise on some accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.base import LinkPlace
from scheduler.core.model import Kind, Override, Picture, Teaser
from scheduler.core.overriding import is_for, strangers, told_on

TEASER = Teaser(Kind.OWN, "Le thym aime les cailloux.", None, ((10, 36),), at="demain 9h")
GROUPS = {"fermes": {"journal", "carnet"}}
PICTURE = Picture("https://site.example/thym.jpg", "Du thym")


@pytest.mark.parametrize(
    ("wishes", "account", "expected"),
    [
        ({}, "journal", True),
        ({"platforms": ("mastodon",)}, "journal", True),
        ({"platforms": ("bluesky",)}, "journal", False),
        ({"accounts": ("journal",)}, "journal", True),
        ({"accounts": ("fermes",)}, "journal", True),
        ({"accounts": ("lettre",)}, "journal", False),
        ({"accounts": ("lettre",)}, None, True),
        ({"platforms": ("bluesky",)}, None, False),
    ],
    ids=[
        "for all",
        "for its platform",
        "for another platform",
        "for it by name",
        "for its group",
        "for another account",
        "looked at without an account",
        "looked at on another platform",
    ],
)
def test_a_post_goes_where_its_author_wants_it(
    wishes: dict[str, tuple[str, ...]], account: str | None, expected: bool
) -> None:
    """And nowhere else: it was written for those readers."""
    assert is_for(replace(TEASER, **wishes), account, "mastodon", GROUPS) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (
            Override(("journal",), ((50, 60),), text="Du thym !"),
            replace(TEASER, text="Du thym !", source=((50, 60),)),
        ),
        (Override(("fermes",), ((50, 60),), picture=PICTURE), replace(TEASER, picture=PICTURE)),
        (
            Override(("journal",), ((50, 60),), link=LinkPlace.FIRST_COMMENT),
            replace(TEASER, link=LinkPlace.FIRST_COMMENT),
        ),
        (Override(("journal",), ((50, 60),), at="lundi 8h"), replace(TEASER, at="lundi 8h")),
        (Override(("lettre",), ((50, 60),), text="Du thym !"), TEASER),
    ],
    ids=["text", "picture of a group", "link", "time", "of another account"],
)
def test_an_exception_changes_what_it_says_and_leaves_the_rest(override: Override, expected: Teaser) -> None:
    """A text that is another one has another source; everything else was written once, for all."""
    teaser = replace(TEASER, otherwise=(override,))

    assert told_on(teaser, "journal", GROUPS) == replace(expected, otherwise=(override,))


def test_the_first_exception_that_names_an_account_counts() -> None:
    """An author writes the account first and its group after it."""
    first, second = (Override(names, ((0, 1),), text=names[0]) for names in (("journal",), ("fermes",)))

    teaser = replace(TEASER, otherwise=(first, second))

    assert [told_on(teaser, name, GROUPS).text for name in ("journal", "carnet")] == ["journal", "fermes"]


def test_without_an_account_there_is_no_exception() -> None:
    """A platform that is only looked at is nobody's."""
    teaser = replace(TEASER, otherwise=(Override(("journal",), ((0, 1),), text="Du thym !"),))

    assert told_on(teaser, None, GROUPS) == teaser


def test_a_name_that_nobody_has_is_told() -> None:
    """A slip of the pen would send a post nowhere."""
    other = Override(("lettre", "carnet"), ((0, 1),), text="Du thym !")

    teaser = replace(TEASER, accounts=("journal", "jurnal", "fermes"), otherwise=(other,))

    assert list(strangers(teaser, {"journal", "carnet"}, GROUPS)) == ["jurnal", "lettre"]
