"""The sections `people:` and `approval:`: who there is, and who has to approve what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from scheduler.core import approval as core
from scheduler.core.approval import Role
from scheduler.settings.model import Model


def _person(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError(f"{value!r} is no name of a person")
    return value


def _roles(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


PersonName = Annotated[str, AfterValidator(_person)]
Roles = Annotated[tuple[Role, ...], BeforeValidator(_roles)]


class Demand(Model):
    """Some posts, and who has to approve them."""

    by: Annotated[str, Field(min_length=1)]
    accounts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()


def asking(people: Mapping[str, tuple[Role, ...]], demands: tuple[Demand, ...]) -> core.Approval:
    """Return who approves what as the core takes it."""
    return core.Approval(
        {name: frozenset(roles) for name, roles in people.items()},
        tuple(
            core.Demand(one.by, frozenset(one.accounts), frozenset(one.kinds), frozenset(one.campaigns))
            for one in demands
        ),
    )


def unanswerable(approval: core.Approval) -> Iterator[tuple[int, str]]:
    """Yield the demands that nobody can meet, by their place, each with the reason."""
    for place, demand in enumerate(approval.demands):
        if approval.missing([demand.by], approval.people):
            known = ", ".join(approval.people) or "nobody"
            roles = ", ".join(Role)
            yield place, f"nobody under people: is {demand.by!r}; people are: {known}; roles are: {roles}"
