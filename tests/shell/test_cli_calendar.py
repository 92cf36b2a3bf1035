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


def test_a_calendar_shows_its_days_and_no_others(home: Home) -> None:
    """On the clocks of the site, whatever else is queued; what is cancelled takes no place."""
    for at in ("2030-03-03T23:59", "2030-03-04T00:00", "2030-03-10T23:59", "2030-03-11T00:00", "2030-03-05T09:00"):
        put_down(home, ("carnet", at))
    home("cancel", "5")

    shown = [one["id"] for one in home("calendar", "--from", "2030-03-06", "--json").json]
    march = home("calendar", "--month", "--from", "2030-03-06", "--account", "carnet").out

    assert shown == [2, 3]
    assert (march.count("●") - 1, "carnet" in march) == (4, True)


def test_a_calendar_without_a_day_is_that_of_today(home: Home) -> None:
    """Today is marked, also where there is no colour."""
    done = home("calendar")

    assert ("*" in done.out, "nothing is planned" in done.err) == (True, True)


@pytest.mark.parametrize(
    ("words", "code"), [(["--week", "--month"], 2), (["--from", "demain"], 1), (["--from", "9999-12-31"], 1)]
)
def test_a_calendar_of_no_time_is_refused(home: Home, words: list[str], code: int) -> None:
    """With a word about what to write."""
    assert home("calendar", *words).code == code
