"""What every adapter does, and what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol

from adapters.base.limits import Limits
from adapters.base.values import Content, Identity, Intent, Receipt

if TYPE_CHECKING:
    import httpx


class Vault(Protocol):
    """Where an adapter keeps a secret that changes, such as a session; durable once `keep` returns."""

    def recall(self) -> dict[str, str]:
        """Return what was kept last, or nothing."""

    def keep(self, secrets: Mapping[str, str]) -> None:
        """Replace what is kept."""

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one, on any machine, who replaces what is kept: a secret that is good once is sent once.

        Raises Unavailable where somebody else is at it.
        """


@dataclass(frozen=True, slots=True)
class Connection:
    """What an adapter's constructor takes, its only argument: an account's name, options and means."""

    account: str
    options: Mapping[str, str] = field(repr=False)
    """By `Option.name`: secrets in the clear, folders absolute, absent where optional and left out."""
    client: httpx.Client
    """The account's own, with time-outs on every phase; it follows no redirect."""
    vault: Vault


class Adapter(Protocol):
    """One account on one platform.

    Both calls may raise any `AdapterError`; only `publish` may raise `Uncertain` and `Duplicate`.
    Calls come from several threads, for one account one at a time.
    """

    platform: ClassVar[str]
    limits: ClassVar[Limits]
    """What fits where nothing more exact was read from the server."""

    def verify(self) -> Identity:
        """Ask the platform who the credentials speak for."""

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Do all that is invisible to the public; the same arguments give an intent with the same effect."""

    def publish(self, intent: Intent) -> Receipt:
        """Make the prepared post public, once."""
