"""Rules of what is missing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.calendar.gaps import empty_days, neglected
from scheduler.core.model import Rhythm

PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = Rhythm(frozenset(range(1, 6)), (time(9), time(17)), "Europe/Paris", timedelta())
MONDAY, NEXT = datetime(2026, 5, 4, tzinfo=PARIS), datetime(2026, 5, 11, tzinfo=PARIS)


def test_a_day_is_empty_where_the_rhythm_speaks_and_the_account_does_not() -> None:
    """One post fills a day; a weekend without a slot is nobody's fault."""
    said = [datetime(2026, 5, 5, 17, tzinfo=PARIS), datetime(2026, 5, 7, 9, tzinfo=PARIS)]

    empty = empty_days(WEEKDAYS, "journal", MONDAY, NEXT, said)

    assert empty == (date(2026, 5, 4), date(2026, 5, 6), date(2026, 5, 8))


def test_a_day_is_the_accounts_own() -> None:
    """A post of Tuesday evening in New York is one of Wednesday in Paris."""
    said = [datetime(2026, 5, 5, 20, tzinfo=ZoneInfo("America/New_York"))]

    assert date(2026, 5, 6) not in empty_days(WEEKDAYS, "journal", MONDAY, NEXT, said)


def test_a_rhythm_without_a_slot_has_no_empty_days() -> None:
    """An account that posts by hand alone owes nothing."""
    never = Rhythm(frozenset(), (), "Europe/Paris", timedelta())

    assert empty_days(never, "journal", MONDAY, NEXT, []) == ()


def test_a_tag_is_neglected_where_none_of_its_articles_is_heard_of() -> None:
    """One article is enough to keep a subject alive."""
    tags = {"thym": ["a", "b"], "sauge": ["c"], "menthe": ["b", "c"]}

    assert neglected(tags, {"a"}) == ("menthe", "sauge")
