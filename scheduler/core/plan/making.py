"""A world becomes a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from scheduler.core.plan.judging import Findings, judge
from scheduler.core.plan.returning import Returns
from scheduler.core.plan.sharing import Desk, Minutes
from scheduler.core.plan.values import Clash, Entry, Plan, Refusal, World
from scheduler.core.planning import conflict


def make(world: World) -> Plan:
    """Compare what the queue should be with what it is.

    The same world gives the same plan; a world in which it was carried out gives one that changes nothing.

    Raises PlanError where an account's rhythm has no slot.
    """
    found, minutes = Findings(), Minutes()
    desks = {served.name: Desk(served, world, minutes, found) for served in world.accounts}
    for subject in world.subjects:
        if subject.out is not None:
            found.refused.append(Refusal(subject.path, None, subject.out))
        for desk in desks.values():
            if (line := judge(subject, desk.account, world, found)) is not None:
                desk.lines.append(line)
    for desk in desks.values():
        desk.keep(one for one in found.staying if one.post.account == desk.account.name)
    for desk in desks.values():
        desk.appoint()
    for desk in desks.values():
        desk.fill()
    for desk in desks.values():
        returns = Returns(desk)
        returns.keep()
        returns.fill()
        found.clashes += _clashes(desk)
    entries = tuple(sorted(found.entries, key=_when))
    return Plan(
        world.now,
        world.until,
        entries,
        tuple(found.refused),
        tuple(found.corrections),
        tuple(found.clashes),
        tuple(world.subjects),
    )


def _when(entry: Entry) -> tuple[object, ...]:
    return entry.at.astimezone(UTC), entry.account, entry.post or 0, entry.idea or ""


def _clashes(desk: Desk) -> Iterator[Clash]:
    """Yield what stands against the times that people chose."""
    for one in desk.account.fixed:
        if one.is_waiting and one.at > desk.world.now and (why := conflict(desk.account.rhythm, one.at)):
            yield Clash(one.id, desk.account.name, one.at, why)
