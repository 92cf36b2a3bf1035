"""What is planned, as a person looks at it: `next`, `calendar`."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from tests.shell.command import Home


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


def events(home: Home, *words: str) -> list[dict[str, Any]]:
    """Return what a calendar program reads."""
    assert home("calendar", "--ics", "-o", str(home.path / "plan.ics"), *words).code == 0
    read = Calendar.from_ical((home.path / "plan.ics").read_bytes())
    return [{name.lower(): event.decoded(name) for name in event} for event in read.walk("VEVENT")]


def test_another_program_reads_the_calendar(home: Home) -> None:
    """To the letter, and at its instant; what is cancelled is said to be."""
    home("post", "Prêt ?\n\nOui; 1, 2", "--account", "carnet", "--at", "2030-03-04T09:00")
    put_down(home, ("journal", "2030-03-05T09:00"))
    home("cancel", "2")

    one, two = events(home, "--from", "2030-03-04")

    assert (one["description"], one["dtstart"].isoformat()) == (
        "Prêt ?\n\nOui; 1, 2",
        "2030-03-04T08:00:00+00:00",
    )
    assert (one["status"], two["status"]) == ("CONFIRMED", "CANCELLED")


def test_a_post_that_moves_stays_the_same_event(home: Home) -> None:
    """A calendar that is subscribed to moves it, and does not show it twice."""
    put_down(home, ("carnet", "2030-03-04T09:00"))
    before = events(home, "--from", "2030-03-04")
    home("move", "1", "2030-03-05T09:00")
    after = events(home, "--from", "2030-03-04")

    assert [one["uid"] for one in before] == [one["uid"] for one in after]
    assert before[0]["sequence"] < after[0]["sequence"]


def test_a_calendar_file_tells_of_the_year_to_come(home: Home) -> None:
    """Also where nothing is planned, it is a calendar; a file is not half written."""
    home.queue_one()

    assert [len(events(home)), len(list(home.path.glob(".plan*")))] == [1, 0]
    assert home("calendar", "--ics").out.startswith("BEGIN:VCALENDAR")
    assert home("calendar", "-o", "x").code == 2


def test_what_cannot_be_looked_at_for_gaps_is_named(home: Home) -> None:
    """It may be the article that nobody hears of."""
    (home.article.parent / "leer.md").write_text("Nothing.", encoding="utf-8")

    assert "leer.md: line 1: the article has no title" in home("gaps").err


def test_gaps_are_days_articles_and_tags_that_nobody_hears_of(home: Home) -> None:
    """What is queued fills its days, and its article and tags are heard of; a draft of a day has it already."""
    before = home("gaps", "--days", "60", "--json").json
    home("queue", str(home.article), "--account", "carnet")
    after = home("gaps", "--days", "60", "--json").json

    assert (before["articles"], before["tags"]) == ([str(home.article)], ["Jardin", "Plantes à tisane"])
    assert (after["articles"], after["tags"]) == ([], [])
    filled = {one["publish_at"][:10] for one in home("list", "--json").json}
    assert set(before["days"]["carnet"]) - set(after["days"]["carnet"]) == filled
    assert before["days"]["journal"] == after["days"]["journal"]
    assert "carnet" in home("gaps").out


def test_an_article_whose_file_was_moved_was_promoted_all_the_same(home: Home) -> None:
    """It is known by its link."""
    moved = home.article.with_name("thym-au-jardin.md")
    text = home.article.read_text(encoding="utf-8").replace("---\n", "---\nurl: /thym/\n", 1)
    home.article.write_text(text, encoding="utf-8")
    home("queue", str(home.article), "--account", "carnet")
    home.article.rename(moved)

    assert home("gaps", "--days", "60", "--json").json["articles"] == []
