"""Rules of `evergreen:` in the settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.platforms import PLATFORMS
from scheduler import settings
from scheduler.core.model import Evergreen
from scheduler.errors import SettingsError


def read(folder: Path, rule: str) -> Evergreen:
    """Return the only rule of a settings file."""
    file = folder / "tambour.yaml"
    file.write_text(f"site: {{timezone: Europe/Paris}}\nevergreen:\n  - {{{rule}}}\n", encoding="utf-8")
    (found,) = settings.load(file, platforms=PLATFORMS).brand.evergreen
    return found


def test_what_is_written_is_what_returns(tmp_path: Path) -> None:
    """The last day is one of them, on the clocks of the site."""
    rule = read(
        tmp_path, "articles: [a/*], tags: [Été], distance: 30d, season: 11-01..02-28, until: 2028-12-31, again: yes"
    )

    assert rule == Evergreen(
        ("a/*",),
        frozenset({"été"}),
        timedelta(days=30),
        ((11, 1), (2, 28)),
        datetime.fromisoformat("2029-01-01T00:00:00+01:00"),
        again=True,
    )
    assert read(tmp_path, "") == Evergreen()


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("season: spring", "'spring' is no season"),
        ("season: 03-01..13-01", "is no season"),
        ("distance: 3h", "write 1d at least"),
        ("until: never", "'never' is no day"),
        ("most: 0", "'0' is no number of posts"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_line(tmp_path: Path, rule: str, why: str) -> None:
    """Not found out in two years, by silence."""
    with pytest.raises(SettingsError, match=f"line 3: .*{why}"):
        read(tmp_path, rule)
