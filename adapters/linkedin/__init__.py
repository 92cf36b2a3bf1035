"""LinkedIn, by its Posts API: a member's own profile, and the page of an organisation.

What is known of it comes from learn.microsoft.com (2026) and public clients. A post that is sent again at once is
refused with the name of the first one, a comment is not; only a page's posts and comments can be listed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from adapters import http
from adapters.base import (
    Connection,
    Content,
    Identity,
    Intent,
    Limits,
    Part,
    Receipt,
    Unavailable,
    Unsupported,
)
from adapters.limits import LIMITS
from adapters.linkedin.api import TOKENS, VERSION, Api, Gone, commented, exceptions, posted, quoted, twins
from adapters.linkedin.post import comment, pictures, post
from adapters.reading import word
from adapters.tokens import Kept, renewal

POSTS = "/rest/posts"
VISIBILITIES = ("PUBLIC", "CONNECTIONS", "LOGGED_IN")
PROCESSING_WAIT = timedelta(seconds=15)


class LinkedIn:
    """A member's own profile."""

    platform: ClassVar[str] = "linkedin"
    limits: ClassVar[Limits] = LIMITS["linkedin"]
    idempotency: ClassVar[str] = "D"
    checked: ClassVar[str] = "facts only"
    comments_only: ClassVar[bool] = True
    replay_window: ClassVar[timedelta] = timedelta(minutes=5)  # how long it knows a duplicate, nobody says: "shortly"

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        renewed = renewal(connection, TOKENS, options.get("client_id", ""), options.get("client_secret"))
        self._kept = Kept(connection, renewed)
        self._api = Api(connection.client, self._kept, options.get("version", VERSION))
        self._visibility = options.get("visibility", "public").upper()
        self._uploads: dict[tuple[str, int], str] = {}  # a post's images that are uploaded and perhaps not ready
        self._author: str | None = None

    def verify(self) -> Identity:
        """Ask whose token it is."""
        self._check_visibility()
        return self._api.ask("GET", "/v2/userinfo", _member)[1]

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images and freeze the post.

        Raises Unavailable while LinkedIn is busy with them.
        """
        self._check_visibility()
        author = self._known_author()
        images = self._uploaded(author, key, content)
        return Intent(key, at, {"path": POSTS, "body": post(author, self._visibility, content, images)})

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to upload, and the author is known."""
        return self._author is not None and not content.media and (content.card is None or content.card.image is None)

    def publish(self, intent: Intent) -> Receipt:
        """Send the post, or the comment."""
        path, body = str(intent.request["path"]), intent.request["body"]
        if about := answered(intent):
            return self._api.publish(path, body, partial(commented, post=about), exceptions)
        return self._api.publish(path, body, posted, twins)

    def replays(self, intent: Intent) -> bool:
        """Return whether it is a post: LinkedIn shows a comment that is sent again twice."""
        return answered(intent) is None

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a comment under the post: LinkedIn has no threads."""
        if part.media:
            raise Unsupported("a comment on LinkedIn carries no image: put it into the post")
        about = after[0].id
        body = comment(self._known_author(), about, part.text)
        return Intent(key, at, {"path": comments_of(about), "body": body})

    def delete(self, receipt: Receipt) -> None:
        """Delete a post or a comment."""
        about, _, number = receipt.id.removeprefix("urn:li:comment:(").removesuffix(")").partition(",")
        path = f"{POSTS}/{quoted(about)}"
        if number:
            path = f"{comments_of(about)}/{quoted(number)}?actor={quoted(self._known_author())}"
        try:
            self._api.ask("DELETE", path, lambda _: None, verb="DELETE")
        except Gone:
            return

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return when three quarters of the token's life are over; only some apps are given what replaces it."""
        return self._kept.refresh_due()

    def refresh(self) -> None:
        """Replace the token."""
        self._kept.refresh()

    def _check_visibility(self) -> None:
        if self._visibility not in VISIBILITIES:
            known = ", ".join(VISIBILITIES).lower()
            raise Unsupported(f"visibility {self._visibility.lower()!r} is not one of {known}: correct it")

    def _known_author(self) -> str:
        self._author = self._author or self._api.ask("GET", "/v2/userinfo", _member)[0]
        return self._author

    def _uploaded(self, author: str, key: str, content: Content) -> list[str]:
        """Return the names of a post's images, once LinkedIn is done with them."""
        places = {(key, index): image for index, image in enumerate(pictures(content))}
        missing = [place for place in places if place not in self._uploads]
        for place in missing:
            self._uploads[place] = self._api.upload(author, places[place])
        self._await([self._uploads[place] for place in places], fresh=bool(missing))
        return [self._uploads.pop(place) for place in places]

    def _await(self, names: list[str], *, fresh: bool) -> None:  # noqa: ARG002  a page asks for them by name
        """Give LinkedIn time: a member's token cannot ask for its images."""
        if fresh:
            raise Unavailable("LinkedIn is given time for the images", retry_after=PROCESSING_WAIT)


def answered(intent: Intent) -> str | None:
    """Return the post that an intent comments on, if it is a comment."""
    body = intent.request["body"]
    assert isinstance(body, dict)
    return str(body["object"]) if "object" in body else None


def comments_of(about: str) -> str:
    """Return where a post's comments are."""
    return f"/rest/socialActions/{quoted(about)}/comments"


def _member(answer: http.Answer) -> tuple[str, Identity]:
    member = answer.json()
    # the API does not tell a member's address; this one leads everybody to their own
    return f"urn:li:person:{word(member['sub'])}", Identity(word(member["name"]), "https://www.linkedin.com/in/me/")
