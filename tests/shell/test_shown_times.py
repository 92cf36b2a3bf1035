"""Rules of times on the screen: nobody has to guess whose clocks are meant, or which day it is in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.cli.show import both, state, wall
from scheduler.core.model import PostSummary
from scheduler.core.state import State
from tests.shell.command import make_home

TOKYO, PARIS = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris")
MORNING = datetime(2026, 12, 2, 8, 2, 39, tzinfo=TOKYO)


def test_a_time_names_its_zone_where_the_sites_clocks_show_another() -> None:
    """An account may live elsewhere."""
    assert wall(MORNING, PARIS) == "Wed 02 Dec 2026 08:02 JST"
    assert wall(MORNING, TOKYO) == "Wed 02 Dec 2026 08:02"
    assert wall(datetime(2026, 12, 2, 9, tzinfo=PARIS), ZoneInfo("Europe/Brussels")) == "Wed 02 Dec 2026 09:00"


def test_a_time_in_utc_names_its_day_where_that_is_another() -> None:
    """Else it would be read a day late."""
    assert both(MORNING) == "Wed 02 Dec 2026 08:02:39 JST (Tue 01 Dec 2026 23:02:39 UTC)"
    assert both(datetime(2026, 12, 2, 9, tzinfo=PARIS)) == "Wed 02 Dec 2026 09:00 CET (08:00 UTC)"
    assert both(datetime(2026, 12, 2, 9, tzinfo=ZoneInfo("UTC"))) == "Wed 02 Dec 2026 09:00 UTC"


def test_a_wait_until_another_day_names_it() -> None:
    """A platform may ask for a day of patience: the hour alone would seem to be past."""
    waits = [MORNING + timedelta(minutes=5), MORNING + timedelta(days=1)]
    posts = [PostSummary(1, "a", "x", "own", MORNING, State.QUEUED, "", None, None, None, until) for until in waits]

    assert [state(one) for one in posts] == ["queued (again at 08:07)", "queued (again at Thu 03 Dec 08:02)"]


def test_lists_and_rehearsals_name_the_zone_of_an_account_that_lives_elsewhere(tmp_path: Path) -> None:
    """The same post is at the same time wherever it is shown."""
    home = make_home(tmp_path)
    settings = home.config.read_text(encoding="utf-8")
    there = settings.replace('{times: ["12:15"]}', '{times: ["08:15"], timezone: Asia/Tokyo}')
    home.config.write_text(there, encoding="utf-8")
    queued = home("queue", str(home.article), "--account", "carnet").out

    assert "08:15 JST" in queued
    assert "08:15 JST" in home("list").out
    assert "08:15 JST" in home("rehearse").out
