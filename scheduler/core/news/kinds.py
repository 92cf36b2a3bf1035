"""Which lines of the log are news: what somebody should hear of without asking."""

from __future__ import annotations

from enum import StrEnum


class News(StrEnum):
    """A kind of news, as the settings name it; the most urgent first."""

    UNCERTAIN = "uncertain"
    """A post may be public, and only a person can tell."""
    HANDED = "handed"
    """A post is a person's to make public."""
    FUSE = "fuse"
    """An account tried more than its fuse allows, and is held."""
    CREDENTIALS = "credentials"
    """A platform refused an account's credentials, or will soon."""
    BUDGET = "budget"
    """A post would go beyond its account's budget, and waits."""
    PAGE = "page"
    """The page that a post points to is missing, and the post waits."""
    FAILED = "failed"
    MISSED = "missed"
    BACKLOG = "backlog"
    """Late posts of an account wait behind all the slots that there are."""
    ACCOUNTS = "accounts"
    """Posts wait for an account that the settings do not name."""


EXPIRING = "credentials expire"
"""The event of an account whose credentials will be refused soon."""

BACKLOG = "backlog"
"""The event of an account whose late posts wait in line for slots."""

EVENTS = {
    "asked": News.UNCERTAIN,
    "handed over": News.HANDED,
    "held: fuse": News.FUSE,
    "held: credentials": News.CREDENTIALS,
    EXPIRING: News.CREDENTIALS,
    "held: budget": News.BUDGET,
    "page missing": News.PAGE,
    "failed": News.FAILED,
    "missed": News.MISSED,
    BACKLOG: News.BACKLOG,
    "held: settings": News.ACCOUNTS,
}
"""The lines of the log that are news, by the names of their events."""


class Tongue(StrEnum):
    """A language that notices are written in."""

    FR = "fr"
    EN = "en"
