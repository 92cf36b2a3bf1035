"""Rules of public holidays: whose they are, and what is not known is named."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.almanac import Holidays, days_off
from scheduler.errors import SettingsError


def test_a_region_has_holidays_of_its_own() -> None:
    """Good Friday is a day off in Metz, and none in Paris."""
    good_friday = date(2027, 3, 26)

    assert good_friday in days_off(Holidays("FR", "57"), year=2027)
    assert good_friday not in days_off(Holidays("FR"), year=2027)


def test_a_bridge_is_a_day_off_where_it_is_wanted() -> None:
    """The Friday after Ascension Day."""
    bridge = date(2026, 5, 15)

    assert days_off(Holidays("FR", bridges=True), year=2026)[bridge] == "a bridge day"
    assert bridge not in days_off(Holidays("FR"), year=2026)


@pytest.mark.parametrize(
    ("unknown", "why"),
    [(Holidays("XX"), "there is no country 'XX'"), (Holidays("FR", "99"), "FR has no region '99'; possible are: 57")],
)
def test_a_country_or_region_that_nobody_knows_is_refused(unknown: Holidays, why: str) -> None:
    """Else posts would go out on days that were meant to be off."""
    with pytest.raises(SettingsError, match=why):
        days_off(unknown, year=2026)
