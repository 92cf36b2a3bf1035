"""How tambour speaks to the fault server: an adapter for each class of platform, through the ordinary seam."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

import httpx

from adapters import http
from adapters.base import (
    Adapter,
    AdapterError,
    Connection,
    Content,
    Counting,
    Duplicate,
    Identity,
    Intent,
    Limits,
    Receipt,
    Refused,
)

SETTLING = timedelta(minutes=1)
"""The slowest request is taken 31 seconds after it left, and shown 10 seconds later."""

CLOCK_SKEW = 60.0
"""Seconds that a search goes further back, as everywhere."""

T = TypeVar("T")


class Absent(Refused):
    """There is no such thing."""


class Blind:
    """Class f: nothing can be asked."""

    platform: ClassVar[str] = "torture"
    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=None)

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._url = f"{connection.options['url']}/{connection.account}"
        self._client = connection.client

    def verify(self) -> Identity:
        return Identity(self._account)

    def composes(self, content: Content) -> bool:
        # half of the accounts take the short way to the platform, half the long one
        return self._account.endswith(("0", "2"))

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        return Intent(key, at, {"key": key, "text": content.text})

    def publish(self, intent: Intent) -> Receipt:
        return self._publish("POST", "posts", intent)

    def _publish(self, method: str, path: str, intent: Intent) -> Receipt:
        request = self._client.build_request(method, f"{self._url}/{path}", json=dict(intent.request))
        return http.publish(self._client, request, _receipt, _exceptions)

    def _ask(self, path: str, read: Callable[[Any], T]) -> T:
        request = self._client.build_request("GET", f"{self._url}/{path}")
        return http.ask(self._client, request, lambda answer: read(answer.json()), _exceptions)


class Placing(Blind):
    """Class a: the record's id is ours."""

    settling: ClassVar[timedelta] = SETTLING
    replay_window: ClassVar[timedelta] = timedelta(days=365)

    def publish(self, intent: Intent) -> Receipt:
        return self._publish("PUT", f"posts/{intent.key}", intent)

    def find(self, intent: Intent) -> Receipt | None:
        try:
            return self._ask(f"posts/{intent.key}", _named)
        except Absent:
            return None


class Listing(Blind):
    """Class e: the account's own posts are listed."""

    settling: ClassVar[timedelta] = SETTLING

    def find(self, intent: Intent) -> Receipt | None:
        since = intent.since.timestamp() - CLOCK_SKEW
        listed = self._ask("posts", lambda posts: {post["text"]: _named(post) for post in posts if post["at"] >= since})
        return listed.get(str(intent.request["text"]))


class Keyed(Listing):
    """Class b: the platform keeps keys for an hour."""

    replay_window: ClassVar[timedelta] = timedelta(minutes=50)


class Containing(Blind):
    """Class c: a container is made first, and knows whether it was published."""

    settling: ClassVar[timedelta] = SETTLING

    def composes(self, content: Content) -> bool:
        return False

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        made = {"key": key, "text": content.text}
        request = self._client.build_request("POST", f"{self._url}/containers", json=made)
        return Intent(key, at, {"key": http.ask(self._client, request, _receipt).id})

    def publish(self, intent: Intent) -> Receipt:
        return self._publish("POST", "publish", intent)

    def find(self, intent: Intent) -> Receipt | None:
        return self._ask(f"containers/{intent.request['key']}", _published)


class Naming(Blind):
    """Class d: the same text is refused, and the refusal names the first post."""

    replay_window: ClassVar[timedelta] = timedelta(days=7)


class Deaf(Blind):
    """Class g: a repeat is believed to be harmless, and is not."""

    replay_window: ClassVar[timedelta] = timedelta(days=7)


CLASSES: dict[str, type[Blind]] = {
    "a": Placing,
    "b": Keyed,
    "c": Containing,
    "d": Naming,
    "e": Listing,
    "f": Blind,
    "g": Deaf,
}


def adapter(account: str, url: str, client: httpx.Client) -> Adapter:
    """Make the adapter of an account, whose name begins with its class."""
    return CLASSES[account[0]](Connection(account, {"url": url}, client, NoVault()))


class NoVault:
    """There are no secrets here."""

    def recall(self) -> dict[str, str]:
        return {}

    def keep(self, secrets: object) -> None:
        raise AssertionError("an adapter of the torture has no secrets")

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()


def _receipt(answer: http.Answer) -> Receipt:
    return _named(answer.json())


def _named(post: dict[str, Any]) -> Receipt:
    return Receipt(str(post["id"]))


def _published(container: dict[str, Any]) -> Receipt | None:
    return _named(container) if container["status"] == "PUBLISHED" else None


def _exceptions(answer: http.Answer) -> AdapterError | None:
    match answer.status:
        case httpx.codes.NOT_FOUND:
            return Absent("there is nothing here")
        case httpx.codes.UNPROCESSABLE_ENTITY:
            return Duplicate("the text is there", receipt=_receipt(answer))
        case _:
            return None
