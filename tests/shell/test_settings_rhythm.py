"""Rules of the rhythm in the settings: what is written is what is planned, and what cannot be is named."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.almanac import Holidays
from scheduler.core.model import Choice, Taste
from scheduler.errors import SettingsError
from scheduler.settings import AccountSettings

SITE = """\
site:
  timezone: Europe/Paris
  closed: [2026-12-25]
  holidays: {{country: FR, region: 57, bridges: yes}}
accounts:
  a:
    platform: feed
    folder: public
    rhythm: {{{rhythm}}}
    only: {{kinds: [quote], tags: [Herbs]}}
"""


def read(tmp_path: Path, rhythm: str) -> AccountSettings:
    file = tmp_path / "tambour.yaml"
    file.write_text(SITE.format(rhythm=rhythm), encoding="utf-8")
    return settings.load(file, platforms=PLATFORMS).accounts["a"]


def test_a_rhythm_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Each key has its effect."""
    account = read(
        tmp_path,
        'by_day: {sat: ["10:30"], sun: []}, most: {day: 2, week: 6}, quiet: ["21:00-8:00"],'
        " closed: [2027-01-01..2027-01-02], jitter: 10m",
    )
    rhythm = account.rhythm

    assert (rhythm.times_on(6), rhythm.times_on(7), rhythm.times_on(1)) == ((time(10, 30),), (), (time(9),))
    assert (rhythm.most_a_day, rhythm.most_a_week, rhythm.jitter) == (2, 6, timedelta(minutes=10))
    assert rhythm.quiet == ((time(21), time(8)),)
    assert sorted(rhythm.closed) == [date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 2)]
    assert account.holidays == Holidays("FR", "57", bridges=True)
    assert account.taste == Taste(only=Choice(frozenset({"quote"}), frozenset({"herbs"})))


def test_an_account_may_keep_the_holidays_of_another_country(tmp_path: Path) -> None:
    """Its readers are there."""
    assert read(tmp_path, "holidays: {country: BE}").holidays == Holidays("BE")


@pytest.mark.parametrize(
    ("rhythm", "why"),
    [
        ('quiet: ["8:00-10:00"]', "this rhythm has no slot: all its times lie in its quiet hours"),
        ("by_day: {mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: []}", "this rhythm has no slot"),
        ("quiet: [night]", "'night' are no quiet hours"),
        ('quiet: ["8:00-8:00"]', "'8:00-8:00' are no quiet hours"),
        ("closed: [Christmas]", "'Christmas' is no day"),
        ("closed: [2027-01-02..2026-12-24]", "is no range of days"),
        ("jitter: 2d", "a slot may come 12h late at most"),
        ("most: {day: 0}", "'0' is no number of posts"),
        ("by_day: {samedi: []}", "'samedi' is no day"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_with_its_line(tmp_path: Path, rhythm: str, why: str) -> None:
    """Not found out in three weeks, by silence."""
    with pytest.raises(SettingsError, match=f"line 9: .*{why}"):
        read(tmp_path, rhythm)
