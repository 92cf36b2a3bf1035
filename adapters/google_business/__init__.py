"""Google Business Profile: local posts of one location, by version 4 of the API, which is the only one that has them.

What is known of it comes from developers.google.com/my-business (2026). It keeps no keys: a post whose answer was lost
is looked for in the location's list. Google looks at each post before it shows it, and fetches images by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from adapters import hosting
from adapters.base import Connection, Content, Identity, Intent, Limits, Receipt, Sent, Unavailable
from adapters.bearing import Api
from adapters.google_business import post
from adapters.google_business.post import Gone, Shown
from adapters.http import Answer
from adapters.limits import LIMITS
from adapters.reading import word
from adapters.tokens import Kept, renewal

ROOT = "https://mybusiness.googleapis.com/v4"
INFORMATION = "https://mybusinessbusinessinformation.googleapis.com/v1"
TOKENS = "https://oauth2.googleapis.com/token"
PAGE = 100
PAGES = 20
"""Pages of the location's posts that a search reads before it admits that it cannot tell: Google names no order."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far Google's clock may be behind ours in a search."""


class GoogleBusiness:
    """One location of a business."""

    platform: ClassVar[str] = "google_business"
    limits: ClassVar[Limits] = LIMITS["google_business"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "facts only"
    settling: ClassVar[timedelta] = timedelta(minutes=5)  # how soon a list shows what was posted, nobody promises

    def __init__(self, connection: Connection) -> None:
        self._options = options = connection.options
        self._location = quote(options["location"].strip("/"))
        self._button = options.get("button", post.BUTTONS[0])
        renewed = renewal(connection, TOKENS, options.get("client_id", ""), options.get("client_secret"))
        self._kept = Kept(connection, renewed)
        self._api = Api(connection.client, self._kept, ROOT, post.exceptions)
        self._information = Api(connection.client, self._kept, INFORMATION, post.exceptions)

    def verify(self) -> Identity:
        """Ask for the location's name, and whether its posts may be read.

        Raises Unauthorized where a setting is not one, or the project was not let in.
        """
        post.button(self._button)
        self._api.ask("GET", self._posts, post.page, params={"pageSize": "1"})
        own = self._location[self._location.find("locations/") :]
        return self._information.ask("GET", f"/{own}", _identity, params={"readMask": "name,title,metadata"})

    def read_limits(self) -> Limits:
        """Return what fits where the settings name a public place for images, or none; nobody is asked."""
        return self.limits if hosting.is_given(self._options) else replace(self.limits, images=0)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the post, once its image stands where Google can fetch it."""
        post.refuse_what_it_cannot_show(content.media)
        images = [hosting.address(self._options, image) for image in content.media]
        return Intent(key, at, post.freeze(content, post.button(self._button), images[0] if images else None))

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to write to the disk."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Make the post.

        Raises Refused where Google rejects it at once.
        """
        return self._api.publish(self._posts, post.receipt, json=dict(intent.request))

    def find(self, intent: Intent) -> Receipt | None:
        """Look for a post of that text and link since the first attempt; one that Google rejected is none."""
        wanted: Any = intent.request
        shown = self._list(intent.since - CLOCK_SKEW)
        return next((each.receipt for each in shown if each.is_made_of(wanted) and intent.may_be(each.receipt)), None)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the location's posts, newest first, without those that Google shows nobody."""
        shown = (each for each in self._list(since) if each.state != post.REJECTED)
        return (each.sent() for each in sorted(shown, key=lambda each: each.at, reverse=True))

    def delete(self, receipt: Receipt) -> None:
        """Delete the post."""
        try:
            self._api.ask("DELETE", f"/{quote(receipt.id)}", lambda _: None)
        except Gone:
            return

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again; Google says so only of projects that it has not verified."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return from when on the token should be replaced."""
        return self._kept.refresh_due()

    def refresh(self) -> None:
        """Replace the token; what replaces it stays the same."""
        self._kept.refresh()

    @property
    def _posts(self) -> str:
        return f"/{self._location}/localPosts"

    def _list(self, since: datetime) -> Iterator[Shown]:
        """Yield the location's posts that are not older than `since`, in whatever order Google has."""
        params = {"pageSize": str(PAGE)}
        for _ in range(PAGES):
            posts, following = self._api.ask("GET", self._posts, post.page, params=params)
            yield from (each for each in posts if each.at >= since)
            if following is None:
                return
            params["pageToken"] = following
        raise Unavailable("the location has more posts than a search reads: look at it yourself")


def _identity(answer: Answer) -> Identity:
    found = answer.json()
    url = (found.get("metadata") or {}).get("mapsUri")
    return Identity(word(found["title"]), url if isinstance(url, str) and url.startswith("https://") else None)
