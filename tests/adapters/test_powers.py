"""What the matrix says of an adapter is what its class does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

import pytest

from adapters.base import Content, Counting, Intent, Limits, LinkPlace, Part, Receipt
from adapters.catalogue import Row, catalogue
from adapters.platforms import PLATFORMS
from adapters.powers import Powers, powers

ROWS = {row.platform: row for row in catalogue()}
EVERY = pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ROWS.items()])


class Silent:
    """A platform that takes text, and nothing else."""

    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=100)


class Able(Silent):
    """A platform that can do everything."""

    limits: ClassVar[Limits] = Limits(
        Counting.CODE_POINTS, text=100, link_place=LinkPlace.CARD, language=True, images=1
    )
    replay_window: ClassVar[timedelta] = timedelta(hours=1)

    def find(self, intent: Intent) -> Receipt | None:
        return None

    def sent(self, *, since: datetime) -> object:
        return iter(())

    def delete(self, receipt: Receipt) -> None: ...

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        return {}

    def heard(self, receipt: Receipt) -> object:
        return iter(())

    def read_limits(self) -> Limits:
        return self.limits

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        return Intent(key, at, {})


class Commented(Able):
    """A platform whose answers stand under a post."""

    comments_only: ClassVar[bool] = True


def test_an_adapter_that_can_do_nothing_has_no_power() -> None:
    """What is not there must not be offered."""
    assert powers(Silent) == Powers()


def test_every_power_is_read_off_the_class() -> None:
    """A column that is never `yes` would be a column that nobody fills."""
    assert powers(Able) == Powers(**dict.fromkeys(Powers.__dataclass_fields__, True))


def test_a_platform_of_comments_has_no_threads() -> None:
    """A thread told under its own first post is read by nobody."""
    found = powers(Commented)

    assert (found.comment, found.threads) == (True, False)


def test_images_without_a_place_for_their_text_are_no_power_to_describe_them() -> None:
    """It would be left out in silence."""

    class Mute(Able):
        limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=100, images=1, alt_text=0)

    assert not powers(Mute).alt


def test_the_matrix_has_every_platform_that_settings_may_name() -> None:
    """It is what people choose by."""
    assert PLATFORMS.keys() <= ROWS.keys()


@EVERY
def test_a_platform_says_what_it_promises_and_how_it_was_checked(row: Row) -> None:
    """A promise without its proof is an advertisement."""
    assert (row.idempotency in set("ABCDEF"), row.checked in {"server", "description", "facts only"}) == (True, True)


@EVERY
def test_a_class_is_borne_out_by_its_powers(row: Row) -> None:
    """A platform of class A to E that can neither repeat nor find would leave every doubt to a person."""
    able = row.powers.find or row.powers.replay

    assert able or row.idempotency in {"D", "F"}


def test_a_row_is_json_with_every_power() -> None:
    """Programs choose by it too."""
    row = ROWS["feed"].as_json()

    assert row.keys() == {"platform", "powers", "class", "checked", "limits", "login"}
    assert row["powers"].keys() == Powers.__dataclass_fields__.keys()
