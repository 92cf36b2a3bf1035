"""Rules of the page on fitting: its table is the one that the code keeps."""

from adapters.limits import LIMITS
from tests.docs.pages import ROOT, rows


def test_the_table_of_limits_is_the_one_that_posts_are_fitted_to() -> None:
    """A reader plans by it."""
    shown = {tuple(row[:5]) for row in rows(ROOT / "docs" / "fitting.md")}
    kept = {
        (name, str(limits.text or "none"), str(limits.counting), str(limits.link_place), str(limits.hashtags))
        for name, limits in LIMITS.items()
    }

    assert kept <= shown
