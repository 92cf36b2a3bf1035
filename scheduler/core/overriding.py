"""What the author of a post wants otherwise on some accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from scheduler.core.model import Override, Teaser

Groups = Mapping[str, Collection[str]]
"""The accounts of each group."""


def is_for(teaser: Teaser, account: str | None, platform: str, groups: Groups) -> bool:
    """Tell whether a post is meant for an account, or for a platform that is only looked at."""
    if teaser.platforms and platform not in teaser.platforms:
        return False
    return account is None or not teaser.accounts or _names(teaser.accounts, account, groups)


def told_on(teaser: Teaser, account: str | None, groups: Groups) -> Teaser:
    """Return a post as its author wants it on an account: the first exception that names it counts."""
    named = (one for one in teaser.otherwise if account is not None and _names(one.accounts, account, groups))
    found = next(named, None)
    return teaser if found is None else _changed(teaser, found)


def _changed(teaser: Teaser, other: Override) -> Teaser:
    text = teaser.text if other.text is None else other.text
    return replace(
        teaser,
        text=text,
        source=other.source if other.text is not None else teaser.source,
        picture=other.picture or teaser.picture,
        link=other.link or teaser.link,
        at=other.at or teaser.at,
    )


def _names(names: Collection[str], account: str, groups: Groups) -> bool:
    return account in names or any(account in groups.get(name, ()) for name in names)


def strangers(teaser: Teaser, accounts: Collection[str], groups: Groups) -> Iterator[str]:
    """Yield the names in a post's wishes that are neither an account's nor a group's."""
    for name in (*teaser.accounts, *(name for one in teaser.otherwise for name in one.accounts)):
        if name not in accounts and name not in groups:
            yield name
