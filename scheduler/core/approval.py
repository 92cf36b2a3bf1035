"""Who has to approve what before it goes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from shlex import quote


class Role(StrEnum):
    """What somebody answers for."""

    CONTENT = "content manager"
    SOCIAL = "social media manager"
    COMMUNITY = "community manager"


@dataclass(frozen=True, slots=True)
class Demand:
    """Some posts, and who has to approve them."""

    by: str
    """A role, or a person."""
    accounts: frozenset[str] = frozenset()
    """None: all; likewise below."""
    kinds: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()

    def covers(self, account: str, kind: str, campaign: str) -> bool:
        """Tell whether a post is one of those."""
        return (
            (not self.accounts or account in self.accounts)
            and (not self.kinds or kind in self.kinds)
            and (not self.campaigns or campaign in self.campaigns)
        )


@dataclass(frozen=True, slots=True)
class Approval:
    """Who there is, and who has to approve what."""

    people: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    demands: tuple[Demand, ...] = ()

    def asked(self, account: str, kind: str, campaign: str) -> list[str]:
        """Return the roles and people that have to approve a post, each once."""
        return list(dict.fromkeys(one.by for one in self.demands if one.covers(account, kind, campaign)))

    def missing(self, asked: Collection[str], by: Collection[str]) -> list[str]:
        """Return those of the roles and people asked that none of the people in `by` is."""
        there = {*by, *(str(role) for person in by for role in self.people.get(person, ()))}
        return [one for one in asked if one not in there]

    def waits_for(self, number: int, missing: Sequence[str]) -> str:
        """Say whom a draft waits for, and how they approve it; nobody in particular where none is missing."""
        if not missing:
            name = " --as NAME" if len(self.people) > 1 else ""
            return f"it waits for a person: `tambour approve {number}{name}`"
        named = ", ".join(self._named(one) for one in missing)
        who = dict.fromkeys(name for one in missing for name in self._able(one)[:1])
        how = " and ".join(f"`tambour approve {number} --as {quote(name)}`" for name in who)
        return f"it waits for {named}: {how}"

    def _named(self, asked: str) -> str:
        able = " or ".join(self._able(asked))
        return asked if able == asked else f"the {asked} ({able})"

    def _able(self, asked: str) -> list[str]:
        """Return the people that somebody asked for may be."""
        return [name for name, roles in self.people.items() if asked == name or asked in roles]

    def awaits(self, account: str, kind: str, campaign: str) -> str | None:
        """Return why a post is a draft at first; `None`: nobody has to approve it."""
        return waiting_for(self.asked(account, kind, campaign))


ALONE = Approval()
"""Nobody has to approve anything."""


def waiting_for(missing: Collection[str]) -> str | None:
    """Say who has to approve a post still; `None`: nobody."""
    return f"to be approved by: {', '.join(missing)}" if missing else None
