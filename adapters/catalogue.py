"""The catalogue of the platforms: what each can do, what fits there, and how far its adapter was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from adapters.base import Limits
from adapters.logins import LOGINS
from adapters.powers import Powers, powers
from adapters.registry import usable


@dataclass(frozen=True, slots=True)
class Row:
    """A platform, as its adapter's class tells of it."""

    platform: str
    powers: Powers
    idempotency: str | None
    """What a lost answer leaves to do, from A to F; `None`: an adapter of another package that does not say."""
    checked: str | None
    """What its adapter was tried against: `server`, `description` or `facts only`."""
    limits: Limits
    login: tuple[str, ...]
    """The ways in that `tambour login` knows."""

    def as_json(self) -> dict[str, Any]:
        """Return the row as `tambour platforms --json` prints it."""
        return {
            "platform": self.platform,
            "powers": asdict(self.powers),
            "class": self.idempotency,
            "checked": self.checked,
            "limits": asdict(self.limits),
            "login": list(self.login),
        }


def _nobody(_problem: str) -> None: ...


def catalogue(tell: Callable[[str], None] = _nobody) -> Iterator[Row]:
    """Yield a row for each platform that settings may name; `tell` hears of those of other packages that are broken."""
    for name, adapter in usable(tell):
        yield Row(
            name,
            powers(adapter),
            getattr(adapter, "idempotency", None),
            getattr(adapter, "checked", None),
            adapter.limits,
            tuple(way.name for way in LOGINS.get(name, ())),
        )
