"""Publishes into a list: for rehearsals and tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from adapters.base import Connection, Content, Counting, Identity, Intent, Json, Limits, Part, Receipt, Sent


@dataclass(frozen=True, slots=True)
class Posted:
    """What the public would see."""

    receipt: Receipt
    intent: Intent


class Memory:
    """An account whose public is the list `posts`, oldest first."""

    platform: ClassVar[str] = "memory"
    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=None, language=True, images=10)
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=365)

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self.posts: list[Posted] = []

    def verify(self) -> Identity:
        """Name the account."""
        return Identity(self._account)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze what the public would see."""
        alts: list[Json] = [image.alt for image in content.media]
        return Intent(key, at, {"text": content.text, "link": content.link, "language": content.language, "alts": alts})

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Freeze a part of a thread, and what it answers."""
        said: dict[str, Json] = {"text": part.text, "language": content.language, "answers": after[-1].id}
        return Intent(key, at, said | {"alts": [image.alt for image in part.media]})

    def composes(self, content: Content) -> bool:  # noqa: ARG002  it has no server
        """Return that nobody is asked."""
        return True

    def publish(self, intent: Intent) -> Receipt:
        """Add the post to the list, unless it is there."""
        if found := self.find(intent):
            return found
        receipt = Receipt(intent.key, f"memory:{self._account}/{intent.key}")
        self.posts.append(Posted(receipt, intent))
        return receipt

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the intent's key in the list."""
        return next((posted.receipt for posted in self.posts if posted.intent.key == intent.key), None)

    def delete(self, receipt: Receipt) -> None:
        """Take the post out of the list."""
        self.posts = [posted for posted in self.posts if posted.receipt != receipt]

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the posts of the list, newest first."""
        for posted in reversed(self.posts):
            if posted.intent.at >= since:
                yield Sent(posted.receipt, str(posted.intent.request["text"]), posted.intent.at)
