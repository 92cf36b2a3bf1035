"""A platform with books of its own, whose answers are scripted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import ClassVar

from adapters.base import Content, Counting, Identity, Intent, Limits, Receipt

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

Step = Callable[[], None]


def nothing() -> None:
    """Let the platform take the post."""


def raising(error: Exception) -> Step:
    """Make the platform answer with an error, before it takes the post."""

    def step() -> None:
        raise error

    return step


@dataclass
class Platform:
    """What the platform holds, and how it answers."""

    published: list[tuple[str, str]] = field(default_factory=list)
    """Key and text of everything public, in order."""
    before: Iterator[Step] = field(default_factory=lambda: iter(()))
    """What happens before each post is taken."""
    after: Iterator[Step] = field(default_factory=lambda: iter(()))
    """What happens after each post was taken, before the answer."""
    preparing: Iterator[Step] = field(default_factory=lambda: iter(()))
    """What happens in each preparation."""
    verifying: Iterator[Step] = field(default_factory=lambda: iter(()))
    age: Callable[[], timedelta] = timedelta
    """How long ago it took its first post."""
    clock: Callable[[], datetime] = lambda: START
    """Its own, which is right."""
    at: list[datetime] = field(default_factory=list)
    """When it took each post."""

    def take(self, key: str, text: str) -> Receipt:
        """Make a post public, and name it."""
        self.published.append((key, text))
        self.at.append(self.clock())
        return Receipt(f"{len(self.published)}")

    def texts(self) -> list[str]:
        """Return what a reader sees."""
        return [text for _, text in self.published]


class Plain:
    """An adapter that can do nothing about a lost answer: class F."""

    platform: ClassVar[str] = "plain"
    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=500, images=4)

    def __init__(self, platform: Platform) -> None:
        self.books = platform

    def verify(self) -> Identity:
        next(self.books.verifying, nothing)()
        return Identity("tester")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        next(self.books.preparing, nothing)()
        return Intent(key, at, {"text": content.text})

    def publish(self, intent: Intent) -> Receipt:
        next(self.books.before, nothing)()
        self.books.take(intent.key, str(intent.request["text"]))
        next(self.books.after, nothing)()
        return Receipt(intent.key, f"https://plain.example/{intent.key}")


class Composing(Plain):
    """An adapter that prepares by computing alone."""

    def composes(self, content: Content) -> bool:
        return True


class Keyed(Plain):
    """An adapter whose platform keeps keys for an hour: class B."""

    platform: ClassVar[str] = "keyed"
    replay_window: ClassVar[timedelta] = timedelta(hours=1)

    def publish(self, intent: Intent) -> Receipt:
        if intent.key in dict(self.books.published):
            return Receipt(intent.key, f"https://keyed.example/{intent.key}")
        return super().publish(intent)


class Listed(Plain):
    """An adapter whose platform can be searched: class E."""

    platform: ClassVar[str] = "listed"

    def find(self, intent: Intent) -> Receipt | None:
        next(self.books.verifying, nothing)()
        if intent.key in dict(self.books.published):
            return Receipt(intent.key, f"https://listed.example/{intent.key}")
        return None


class Numbered(Plain):
    """An adapter whose platform numbers its posts."""

    def publish(self, intent: Intent) -> Receipt:
        next(self.books.before, nothing)()
        receipt = self.books.take(intent.key, str(intent.request["text"]))
        next(self.books.after, nothing)()
        return receipt


class Forgetful(Numbered):
    """An adapter whose platform knows a key for an hour, by its own clock."""

    platform: ClassVar[str] = "forgetful"
    replay_window: ClassVar[timedelta] = timedelta(minutes=50)

    def publish(self, intent: Intent) -> Receipt:
        next(self.books.before, nothing)()
        kept = zip(self.books.published, self.books.at, strict=True)
        for number, ((key, _), at) in enumerate(kept, 1):
            if key == intent.key and self.books.clock() - at < timedelta(hours=1):
                return Receipt(f"{number}")
        receipt = self.books.take(intent.key, str(intent.request["text"]))
        next(self.books.after, nothing)()
        return receipt


class Searched(Numbered):
    """An adapter whose platform is searched by text, from the newest post back."""

    platform: ClassVar[str] = "searched"

    def find(self, intent: Intent) -> Receipt | None:
        next(self.books.verifying, nothing)()
        since = intent.since - timedelta(minutes=1)
        shown = [
            Receipt(f"{number}")
            for number, ((_, text), at) in enumerate(zip(self.books.published, self.books.at, strict=True), 1)
            if text == intent.request["text"] and at >= since
        ]
        return next((receipt for receipt in reversed(shown) if intent.may_be(receipt)), None)


class ForgetfulSearched(Forgetful, Searched):
    """Likewise, and it knows a key for an hour."""


@dataclass
class Gate:
    """Holds a step until it is opened, and tells when the step was reached."""

    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def __call__(self) -> None:
        self.reached.set()
        assert self.opened.wait(10)
