"""When people are told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

LEASE = timedelta(minutes=5)
"""How long a daemon may take to tell a target before another one tries."""
REST = timedelta(minutes=5)
"""Least distance between two notices to a target; what happens meanwhile is told together."""


def digest_day(now: datetime, at: time) -> date:
    """Return the last day whose digest is due; `now` is in the zone of the site.

    Days are compared, not instants: whatever the clocks do at night, a day has one digest.
    """
    today = now.date()
    return today if now.time() >= at else today - timedelta(days=1)
