"""The section `dispatch:`, and the same keys of an account: how much, how late and how much at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from scheduler.core import fuse as core
from scheduler.core import lateness
from scheduler.settings.model import Model, Section
from scheduler.settings.values import Duration, Pause


def _count(value: Any) -> int:
    if not re.fullmatch(r"[1-9]\d{0,6}", str(value)):
        raise ValueError(f"{value!r} is no number of posts; write one, such as 10")
    return int(value)


Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 1})]


class Fuse(Model):
    """The most that an account may try; what is left out comes from `dispatch.fuse`, then from its platform."""

    hour: Count | None = None
    day: Count | None = None
    gap: Pause | None = None
    """Least distance between two tries."""


class Late(Model):
    """What becomes of a post that is late; what is left out comes from `dispatch.late`."""

    after: Duration | None = None
    then: lateness.Then | None = None


class Dispatch(Model):
    """What holds for every account that says nothing else."""

    fuse: Annotated[Fuse, Section] = Fuse()
    late: Annotated[Late, Section] = Late()
    in_flight: Count = 4
    """Posts under way at one host."""


def fused(platform: str, *chosen: Fuse) -> core.Fuse:
    """Return the fuse of an account on `platform`: the first of `chosen` that says a value decides it."""
    known = core.fuse_of(platform)
    return core.Fuse(
        hour=_first([one.hour for one in chosen], known.hour),
        day=_first([one.day for one in chosen], known.day),
        gap=_first([one.gap for one in chosen], known.gap),
    )


def belated(*chosen: Late) -> lateness.Late:
    """Return what becomes of a late post: the first of `chosen` that says a value decides it."""
    known = lateness.Late()
    return lateness.Late(
        after=_first([one.after for one in chosen], known.after), then=_first([one.then for one in chosen], known.then)
    )


def _first(said: list[Any], known: int | timedelta | lateness.Then) -> Any:
    return next((value for value in said if value is not None), known)
