"""The fuse of an account: how many requests may leave for it, whatever goes wrong above.

A ceiling blows: the account is held until a person lets it go on. The gap only delays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fuse:
    """The ceilings of an account, for requests that may have left: their intent was made durable."""

    hour: int
    """Most in any 60 minutes."""
    day: int
    """Most in any 24 hours."""
    gap: timedelta = timedelta()
    """Least distance between two."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What an account has used of its ceilings."""

    hour: datetime | None = None
    """When the request left that is `Fuse.hour` places back, the newest counted as one; `None`: not that many yet."""
    day: datetime | None = None
    """Likewise for `Fuse.day`."""
    last: datetime | None = None
    """When the newest left."""


def blown(fuse: Fuse, spent: Spent, *, now: datetime) -> str | None:
    """Say which ceiling the next request would break; `None`: it may leave."""
    # a clock that was set back leaves requests in the future: they count, since nobody knows how old they are
    if fuse.hour <= 0 or (spent.hour is not None and spent.hour > now - HOUR):
        return f"{fuse.hour} requests in an hour is its ceiling"
    if fuse.day <= 0 or (spent.day is not None and spent.day > now - DAY):
        return f"{fuse.day} requests in a day is its ceiling"
    return None


def free_at(gap: timedelta, spent: Spent, *, now: datetime) -> datetime:
    """Return when the gap after the newest request is over; `now` where it is."""
    if spent.last is None:
        return now
    # the same clock: an account never waits longer than one gap
    return max(min(spent.last, now) + gap, now)


_UNBOUNDED = Fuse(hour=10_000, day=100_000)
"""Nothing is sent to anybody: only a loop reaches this."""

_ROOM = Fuse(hour=20, day=100, gap=timedelta(seconds=20))

_SITE = Fuse(hour=12, day=60, gap=timedelta(seconds=20))

USUAL = Fuse(hour=30, day=150, gap=timedelta(seconds=20))
"""For a platform that the table does not name."""

FUSES: dict[str, Fuse] = {
    # its writes allow 1,666 posts an hour (bsky.app's papers on rate limits); readers allow far fewer
    "bluesky": Fuse(hour=30, day=200, gap=timedelta(seconds=20)),
    # a person's day
    "copy": Fuse(hour=20, day=60),
    # each is a letter to every reader
    "email": Fuse(hour=6, day=12, gap=timedelta(minutes=1)),
    "facebook": Fuse(hour=10, day=50, gap=timedelta(minutes=1)),
    "feed": _UNBOUNDED,
    "folder": _UNBOUNDED,
    # 300 requests a minute and project; a business has news a few times a day
    "google_business": Fuse(hour=10, day=30, gap=timedelta(minutes=1)),
    "medium": _UNBOUNDED,
    # one article a second (forem's sources); its readers take a few a day for spam
    "devto": Fuse(hour=6, day=20, gap=timedelta(minutes=2)),
    # one's own site, whose readers may be told of each post by mail
    "ghost": _SITE,
    "micropub": _SITE,
    "wordpress": _SITE,
    # 100 a day through the API (developers.facebook.com)
    "instagram": Fuse(hour=10, day=50, gap=timedelta(minutes=1)),
    # others report about 150 a day and member; a company's page speaks a few times a day
    "linkedin": Fuse(hour=10, day=50, gap=timedelta(minutes=1)),
    "linkedin_page": Fuse(hour=10, day=50, gap=timedelta(minutes=1)),
    # 300 in three hours and account (the server's sources)
    "mastodon": Fuse(hour=30, day=200, gap=timedelta(seconds=20)),
    "memory": _UNBOUNDED,
    # each relay has a bound of its own
    "nostr": Fuse(hour=30, day=200, gap=timedelta(seconds=20)),
    # 1,000 requests a day in all for an app on trial (developers.pinterest.com)
    "pinterest": Fuse(hour=10, day=50, gap=timedelta(minutes=1)),
    # 100 requests a minute; readers and moderators allow far fewer posts
    "reddit": Fuse(hour=4, day=20, gap=timedelta(minutes=10)),
    # 30 a second in all, one a second and chat (core.telegram.org)
    "telegram": Fuse(hour=60, day=300, gap=timedelta(seconds=5)),
    # 250 a day (developers.facebook.com)
    "threads": Fuse(hour=20, day=100, gap=timedelta(minutes=1)),
    # 250 a day (github.com/tumblr/docs)
    "tumblr": Fuse(hour=20, day=100, gap=timedelta(minutes=1)),
    # 100 in 15 minutes and user; others report 50 a day for accounts that are not verified
    "x": Fuse(hour=15, day=50, gap=timedelta(minutes=1)),
    # a program, that can read any number
    "webhook": Fuse(hour=600, day=5_000),
    # rooms where people talk: their servers would allow a message a second
    "apprise": _ROOM,
    "discord": _ROOM,
    "discord_webhook": _ROOM,
    "matrix": _ROOM,
    "slack": _ROOM,
    "slack_webhook": _ROOM,
}


def fuse_of(platform: str) -> Fuse:
    """Return the fuse of an account whose settings give none."""
    return FUSES.get(platform, USUAL)
