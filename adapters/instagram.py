"""Instagram for professional accounts, by the Graph API: a post is a container first, public once that is published.

Source: developers.facebook.com, 2026. Instagram fetches images from a public address, and has no post without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from adapters.texts import tells_link

SERVER = "https://graph.instagram.com"
"""For tokens from a login with Instagram; those from a login with Facebook belong to graph.facebook.com."""
VERSION = "v26.0"
"""Of the Graph API, where the settings name none; a version lives two years."""

_POSTS = Names("caption", "timestamp", "permalink")
_COMMENTS = Names("text", "timestamp", author="username")
_METRICS = "views,reach,saved,likes,comments,shares"


class Instagram:
    """One professional account."""

    platform: ClassVar[str] = "instagram"
    limits: ClassVar[Limits] = LIMITS["instagram"]
    idempotency: ClassVar[str] = "C"
    checked: ClassVar[str] = "facts only"
    comments_only: ClassVar[bool] = True

    def __init__(self, connection: Connection) -> None:
        self._options = options = connection.options
        self._user = quoted(options["user"])
        server = options.get("url", SERVER).rstrip("/")
        self._lasts = server != SERVER  # a token from a login with Facebook has no end, or none that can be put off
        self._kept = kept(connection, f"{SERVER}/refresh_access_token", "ig_refresh_token")
        root = f"{server}/{options.get('version', VERSION)}"
        self._graph = Graph(connection.client, root, lambda: self._kept.tokens().access)
        self._containers = Containers(self._graph, f"{self._user}/media", Words("status_code", "status"))

    def verify(self) -> Identity:
        """Ask for the account's name."""
        return self._graph.ask("GET", self._user, _me, params={"fields": "username"})

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Make the container, once the platform has fetched the images from where the account shows them.

        Raises Unavailable while it fetches them, and where the day's posts are used up.
        """
        _refuse_what_it_cannot_show(content)
        images = [_image(address(self._options, image), image) for image in content.media]
        self._graph.spend(f"{self._user}/content_publishing_limit")
        container = self._containers.ready(key, {"caption": content.text}, images)
        return Intent(key, at, {"container": container, "text": content.text})

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a comment under the post: Instagram has no threads."""
        if part.media:
            raise Unsupported("a comment on Instagram carries no image: put it into the post")
        return Intent(key, at, {"post": after[0].id, "url": after[0].url, "text": part.text})

    def publish(self, intent: Intent) -> Receipt:
        """Publish the container, or the comment."""
        if "post" in intent.request:
            made = self._graph.publish(_comments(intent), {"message": str(intent.request["text"])}, identifier)
            return _commented(made, intent)
        container = {"creation_id": str(intent.request["container"])}
        made = self._graph.publish(f"{self._user}/media_publish", container, identifier)
        return Receipt(made, self._graph.permalink(made, "permalink"))

    def find(self, intent: Intent) -> Receipt | None:
        """Ask the container whether it was published, and the account where; a comment is looked for in the list.

        Raises Unavailable where it was, and is not shown yet.
        """
        text = str(intent.request["text"])
        if "post" in intent.request:
            comment = self._graph.find(_comments(intent), _COMMENTS, text, intent)
            return comment and _commented(comment.id, intent)
        container = str(intent.request["container"])
        posts = f"{self._user}/media"
        return self._containers.find(container, lambda: self._graph.find(posts, _POSTS, text, intent))

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return views, reach, and how often it was saved, liked, commented and shared."""
        return self._graph.measure(receipt.id, _METRICS)

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the comments under a post."""
        return self._graph.heard(f"{quoted(receipt.id)}/comments", _COMMENTS)

    def quota(self) -> Quota:
        """Return how many of the day's posts are left."""
        return self._graph.quota(f"{self._user}/content_publishing_limit")

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's posts."""
        return self._graph.listed(f"{self._user}/media", _POSTS, since=since)

    def expires_at(self) -> datetime | None:
        """Return when the token ends."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return when three quarters of the token's life are over."""
        return None if self._lasts else due(self._kept.tokens())

    def refresh(self) -> None:
        """Exchange the token for a fresh one."""
        extend(self._kept, self.verify)


def _refuse_what_it_cannot_show(content: Content) -> None:
    if not content.media:
        raise Unsupported("Instagram has no post without an image: add one to the article, or let a card be drawn")
    if not tells_link(content):
        raise Unsupported("nobody can follow a link on Instagram: leave it out, or put it into the text")


def _image(url: str, image: Media) -> dict[str, str]:
    return {"image_url": url, **({"alt_text": image.alt} if image.alt else {})}


def _comments(intent: Intent) -> str:
    return f"{quoted(str(intent.request['post']))}/comments"


def _commented(name: str, intent: Intent) -> Receipt:
    url = intent.request["url"]
    return Receipt(name, url if isinstance(url, str) else None)


def _me(answer: Answer) -> Identity:
    name = word(answer.json()["username"])
    return Identity(f"@{name}", f"https://www.instagram.com/{name}/")
