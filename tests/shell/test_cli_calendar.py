"""What is planned, as a person looks at it: `next`, `calendar`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.command import Home, make_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


def put_down(home: Home, *posts: tuple[str, str]) -> None:
    """Queue posts, each on an account and at a time."""
    for account, at in posts:
        assert home("post", f"{account} {at}", "--account", account, "--at", at).code == 0


def test_what_goes_out_next_comes_first(home: Home) -> None:
    """From all accounts, by the time; what waits for a person is not among it."""
    put_down(home, ("carnet", "2030-03-05T09:00"), ("journal", "2030-03-04T09:00"), ("carnet", "2030-03-06T09:00"))
    home("post", "Plus tôt", "--account", "carnet", "--at", "2030-03-01T09:00", "--draft")

    _, *lines = home("next", "-n", "2").out.splitlines()

    assert [line.split("\t")[0] for line in lines] == ["2", "1"]
    assert "Mon 04 Mar 2030 09:00 CET\tin " in lines[0]


def test_what_its_account_holds_back_says_so(home: Home) -> None:
    """It stands there, but it will not go out."""
    put_down(home, ("carnet", "2030-03-05T09:00"))
    home("pause", "carnet")

    assert "queued (paused)" in home("next", "--account", "carnet").out


def test_nothing_to_come_says_what_to_do(home: Home) -> None:
    """An empty screen tells nothing."""
    assert (home("next").out, "tambour queue" in home("next").err, home("next", "--json").json) == ("", True, [])
