"""Public holidays of a country, as plain dates, from the library `holidays`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from scheduler.core.holidays import bridges
from scheduler.errors import SettingsError

YEARS = 12
"""How far ahead they are looked up: further than anything is planned, and longer than a daemon runs."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """Whose holidays an account keeps."""

    country: str
    """ISO 3166-1, such as `FR`."""
    region: str | None = None
    """As ISO 3166-2 names it within the country."""
    bridges: bool = False
    """Whether a working day alone between two days off is one too."""


class UnknownHolidays(SettingsError):
    """The library knows no such country or region."""

    def __init__(self, key: str, why: str) -> None:
        """Name the key of `holidays:` that is wrong, and say why."""
        super().__init__(why)
        self.key = key


@cache
def days_off(wanted: Holidays, *, year: int) -> Mapping[date, str]:
    """Return the days off from the year before `year` on, each with its name.

    Raises UnknownHolidays.
    """
    from holidays import country_holidays, list_supported_countries  # noqa: PLC0415  slow, and few ask for holidays

    known = list_supported_countries()
    if wanted.country not in known:
        raise UnknownHolidays("country", f"there is no country {wanted.country!r}; write two letters, such as FR")
    if wanted.region is not None and wanted.region not in known[wanted.country]:
        possible = ", ".join(known[wanted.country]) or "none"
        raise UnknownHolidays("region", f"{wanted.country} has no region {wanted.region!r}; possible are: {possible}")
    found = country_holidays(wanted.country, subdiv=wanted.region, years=range(year - 1, year + YEARS))
    named = {day: str(name) for day, name in sorted(found.items())}
    extra = dict.fromkeys(bridges(named), "a bridge day") if wanted.bridges else {}
    return MappingProxyType(named | extra)
