"""Whether the world is still the one that a plan was made for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

MOST = 3
"""Names in a sentence."""


def moved(before: Mapping[int, str], after: Mapping[int, str], touched: Collection[int]) -> str | None:
    """Return what has changed among the posts that may change still, by their seals; `None`: nothing that matters.

    A post that the plan leaves alone may have gone out since.
    """
    come = sorted(after.keys() - before.keys())
    changed = sorted(number for number in before.keys() & after.keys() if before[number] != after[number])
    gone = sorted(number for number in before.keys() - after.keys() if number in touched)
    told = [
        (come, "is new", "are new"),
        (changed, "has changed", "have changed"),
        (gone, "is not waiting any more", "are not waiting any more"),
    ]
    return ", and ".join(_told(numbers, one, many) for numbers, one, many in told if numbers) or None


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the articles that are other ones, or in one world only, by their digests."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _told(numbers: list[int], one: str, many: str) -> str:
    named = ", ".join(map(str, numbers[:MOST])) + (", …" if len(numbers) > MOST else "")
    return f"post{'s' if len(numbers) > 1 else ''} {named} {many if len(numbers) > 1 else one}"
