"""What an adapter may be able to do besides, each a protocol of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Protocol, runtime_checkable

from adapters.base.limits import Limits
from adapters.base.values import Content, Heard, Intent, Part, Quota, Receipt, Sent


@runtime_checkable
class ReadsLimits(Protocol):
    """An adapter whose server tells its own limits."""

    def read_limits(self) -> Limits:
        """Ask the server."""


@runtime_checkable
class Replays(Protocol):
    """An adapter that may `publish` one intent again, within `replay_window` of `intent.at`, and never post twice."""

    replay_window: ClassVar[timedelta]
    """No time at all where the account's server is not known to keep keys."""


@runtime_checkable
class ReplaysSome(Protocol):
    """An adapter that `Replays`, and of whose intents some are published again each time: its comments, say."""

    def replays(self, intent: Intent) -> bool:
        """Return whether `replay_window` holds for an intent; otherwise it is only looked for, or a person is asked."""


@runtime_checkable
class Finds(Protocol):
    """An adapter that can tell whether an intent was carried out."""

    def find(self, intent: Intent) -> Receipt | None:
        """Look for what `publish(intent)` would have made; `None`: it is not there, or not shown yet.

        Where texts are compared: from `intent.since` on, and passing over what `intent.may_be` rules out.
        """


@runtime_checkable
class Settles(Protocol):
    """An adapter that says how long its platform may take to show a post; a minute where it says nothing."""

    settling: ClassVar[timedelta]
    """For so long after a request, `find` proves nothing by not finding."""


@runtime_checkable
class Replies(Protocol):
    """An adapter that can answer a post of its own account: so it publishes threads, and links as a first comment."""

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Prepare a part of `content`, as `prepare` does; `after` names what is published of it, first to last."""


@runtime_checkable
class Composes(Protocol):
    """An adapter that prepares some contents by computing alone, without asking anybody: they are sent sooner."""

    def composes(self, content: Content) -> bool:
        """Return whether `prepare` only computes for this content, in no time to speak of."""


@runtime_checkable
class Fits(Protocol):
    """An adapter whose limits follow from its account's options."""

    @classmethod
    def limits_for(cls, options: Mapping[str, str]) -> Limits:
        """Return what fits on an account with these options, secrets aside; nobody is asked.

        Raises Unauthorized where they do not tell.
        """


@runtime_checkable
class HandsOver(Protocol):
    """An adapter whose `publish` puts a post into a person's hands, who makes it public and says where."""

    def handover(self) -> str:
        """Return where the person is to post it, as people call it."""


@runtime_checkable
class Deletes(Protocol):
    """An adapter that can take back what it published."""

    def delete(self, receipt: Receipt) -> None:
        """Delete a post; one that is gone already is deleted."""


@runtime_checkable
class Lists(Protocol):
    """An adapter that can list what its account has published."""

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's own posts from the newest back to `since`."""


@runtime_checkable
class Measures(Protocol):
    """An adapter that can tell how a post is received."""

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return the platform's own counts, by their names: likes, replies, views."""


@runtime_checkable
class Hears(Protocol):
    """An adapter that can tell what people answer."""

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the answers to a post, its own thread's among them, as far as the platform shows them."""


@runtime_checkable
class Rations(Protocol):
    """An adapter whose platform tells how many more posts it takes."""

    def quota(self) -> Quota:
        """Ask the platform."""


@runtime_checkable
class Permits(Protocol):
    """An adapter whose platform tells what the credentials allow of."""

    def scopes(self) -> tuple[str, ...]:
        """Ask the platform, in its own words; nothing where this server does not tell."""


@runtime_checkable
class Expires(Protocol):
    """An adapter whose credentials end some day."""

    def expires_at(self) -> datetime | None:
        """Return when they end, UTC; `None` where nobody knows."""


@runtime_checkable
class Refreshes(Protocol):
    """An adapter that replaces its credentials before they end; `Expires` then tells when that is over."""

    def refresh_due(self) -> datetime | None:
        """Return from when on they should be replaced, UTC; `None` where nobody knows."""

    def refresh(self) -> None:
        """Replace them; the fresh ones are durable in the vault before they are used.

        Raises Unauthorized where only a person can log in again, Unavailable where it is to be tried again.
        """
