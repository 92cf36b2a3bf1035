"""What articles gave, kept beside the database: quicker where it is there, and never in the way."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from scheduler.errors import StoreError
from scheduler.plans.cache import Cache, code_in
from tests.full import disk_that_takes


def test_a_plan_that_is_made_while_another_is_does_without(tmp_path: Path) -> None:
    """A timer and a hook may run at one time: neither waits for the other, and neither fails."""
    path = tmp_path / "cache"
    with closing(Cache(path)) as first, closing(Cache(path)) as second:
        first.keep("a", 1)
        second.keep("b", 2)

        assert (first.get("a"), first.get("b"), second.get("b")) == (1, None, 2)
    with closing(Cache(path)) as third:
        assert (third.get("a"), third.get("b")) == (1, None)


def test_a_disk_that_is_full_is_told_of(tmp_path: Path) -> None:
    """A plan that cannot keep a picture cannot show it."""
    with (
        closing(Cache(tmp_path / "cache")) as cache,
        disk_that_takes(100_000),
        pytest.raises(StoreError, match="free some"),
    ):
        cache.keep_picture("digest", "image/png", bytes(5_000_000))


def test_other_code_finds_nothing_of_what_was_kept(tmp_path: Path) -> None:
    """An upgrade from a checkout keeps the version's number, and what it kept may have another shape."""
    made = []
    for code in ("old", "newer"):
        (tmp_path / "splitting.py").write_text(code, encoding="utf-8")
        made.append(code_in(tmp_path))

    assert made[0] != made[1] == code_in(tmp_path)
