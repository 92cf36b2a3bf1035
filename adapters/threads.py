"""Threads, by its Graph API: a post is a container first, and public when the container is published.

Source: developers.facebook.com and Meta's sample of the Threads API, 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from adapters.base import (
    Connection,
    Content,
    Heard,
    Identity,
    Intent,
    Limits,
    Media,
    Part,
    Quota,
    Receipt,
    Sent,
    Unsupported,
)
from adapters.containers import Containers, Words
from adapters.extending import due, extend, kept
from adapters.graph import Graph, Names, identifier, quoted
from adapters.hosting import address
from adapters.http import Answer
from adapters.limits import LIMITS
from adapters.reading import word
from adapters.texts import makes_card, tells_link

ROOT = "https://graph.threads.net/v1.0"
"""Its version is its own: it does not follow that of the Graph API."""
REFRESH = "https://graph.threads.net/refresh_access_token"

_NAMES = Names("text", "timestamp", "permalink")
_ANSWERS = replace(_NAMES, author="username")
_METRICS = "views,likes,replies,reposts,quotes,shares"


class Threads:
    """One profile."""

    platform: ClassVar[str] = "threads"
    limits: ClassVar[Limits] = LIMITS["threads"]
    idempotency: ClassVar[str] = "C"
    checked: ClassVar[str] = "facts only"

    def __init__(self, connection: Connection) -> None:
        self._options = connection.options
        self._kept = kept(connection, REFRESH, "th_refresh_token")
        self._graph = Graph(connection.client, ROOT, lambda: self._kept.tokens().access)
        self._containers = Containers(self._graph, "me/threads", Words("status", "error_message"))

    def verify(self) -> Identity:
        """Ask whose token it is."""
        return self._graph.ask("GET", "me", _me, params={"fields": "id,username"})

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Make the container, once the platform has fetched the images from where the account shows them.

        Raises Unavailable while it fetches them, and where the day's posts are used up.
        """
        if content.media and not tells_link(content):
            raise Unsupported("Threads shows images or a link card, not both: put the link into the text")
        post = {"text": content.text}
        if content.link and makes_card(content):
            post["link_attachment"] = content.link
        self._graph.spend("me/threads_publishing_limit")
        return self._intent(post, content.media, key, at)

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Make the container of an answer to the part before."""
        self._graph.spend("me/threads_publishing_limit", "reply_quota_usage", "reply_config")
        return self._intent({"text": part.text, "reply_to_id": after[-1].id}, part.media, key, at)

    def publish(self, intent: Intent) -> Receipt:
        """Publish the container."""
        made = self._graph.publish("me/threads_publish", {"creation_id": str(intent.request["container"])}, identifier)
        return Receipt(made, self._graph.permalink(made, "permalink"))

    def find(self, intent: Intent) -> Receipt | None:
        """Ask the container whether it was published, and the profile where.

        Raises Unavailable where it was, and is not shown yet.
        """
        edge = "me/replies" if intent.request["reply"] else "me/threads"
        text, container = str(intent.request["text"]), str(intent.request["container"])
        return self._containers.find(container, lambda: self._graph.find(edge, _NAMES, text, intent))

    def delete(self, receipt: Receipt) -> None:
        """Delete a post."""
        self._graph.delete(receipt.id)

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return views, likes, replies, reposts, quotes and shares."""
        return self._graph.measure(receipt.id, _METRICS)

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the answers to a post, and the answers to them."""
        return self._graph.heard(f"{quoted(receipt.id)}/conversation", _ANSWERS)

    def quota(self) -> Quota:
        """Return how many of the day's posts are left."""
        return self._graph.quota("me/threads_publishing_limit")

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the profile's posts."""
        return self._graph.listed("me/threads", _NAMES, since=since)

    def expires_at(self) -> datetime | None:
        """Return when the token ends."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return when three quarters of the token's life are over."""
        return due(self._kept.tokens())

    def refresh(self) -> None:
        """Exchange the token for a fresh one."""
        extend(self._kept, self.verify)

    def _intent(self, post: dict[str, str], media: tuple[Media, ...], key: str, at: datetime) -> Intent:
        images = [_image(address(self._options, image), image.alt) for image in media]
        container = self._containers.ready(key, {"media_type": "TEXT", **post}, images)
        return Intent(key, at, {"container": container, "text": post["text"], "reply": "reply_to_id" in post})


def _image(url: str, alt: str) -> dict[str, str]:
    return {"media_type": "IMAGE", "image_url": url, **({"alt_text": alt} if alt else {})}


def _me(answer: Answer) -> Identity:
    name = word(answer.json()["username"])
    return Identity(f"@{name}", f"https://www.threads.com/@{name}")
