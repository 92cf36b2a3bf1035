"""Tumblr, by version 2 of its API.

What is known of it comes from github.com/tumblr/docs (2026). It keeps no keys: a post whose answer was lost is looked
for in the blog's own list, by the name that we gave to its address. Tokens last less than an hour, and what replaces
them is good for one use.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

from adapters.base import (
    Connection,
    Content,
    Identity,
    Intent,
    Limits,
    Part,
    Quota,
    Receipt,
    Sent,
    Unauthorized,
    Unavailable,
)
from adapters.bearing import Api
from adapters.enclosed import disclose
from adapters.http import Answer
from adapters.limits import LIMITS
from adapters.reading import number, word
from adapters.tokens import Kept, renewal
from adapters.tumblr import post
from adapters.tumblr.post import Gone, Shown

ROOT = "https://api.tumblr.com/v2"
PAGE = 20
PAGES = 25
"""Pages of the blog's posts that a search reads before it admits that it cannot tell."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far Tumblr's clock may be behind ours in a search."""

T = TypeVar("T")


class Tumblr:
    """One blog of an account."""

    platform: ClassVar[str] = "tumblr"
    limits: ClassVar[Limits] = LIMITS["tumblr"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "facts only"
    settling: ClassVar[timedelta] = timedelta(minutes=5)  # how soon a list shows what was posted, nobody promises

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._blog = options["blog"]
        renewed = renewal(
            connection, f"{ROOT}/oauth2/token", options.get("client_id", ""), options.get("client_secret")
        )
        self._kept = Kept(connection, renewed)
        self._api = Api(connection.client, self._kept, ROOT, post.exceptions)
        self._own = f"/blog/{quote(self._blog, safe='')}"

    def verify(self) -> Identity:
        """Ask whose token it is, and whether the blog is theirs.

        Raises Unauthorized where it is not.
        """
        user, blogs = self._api.ask("GET", "/user/info", _user)
        if not {self._blog.removesuffix(".tumblr.com"), self._blog} & blogs:
            raise Unauthorized(f"{user} has no blog {self._blog!r}: write another into the settings, or log in again")
        return Identity(self._blog, str(post.receipt(self._blog, "").url).removesuffix("post/"))

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the post; its images travel with it, for Tumblr takes them only then."""
        part = Part(content.text, content.media)
        return Intent(key, at, post.freeze(part, key, post.card(content), content.tags))

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a reblog of the last one, which carries all of the thread before it."""
        about = self._shown(post.parent, id=after[-1].id)
        return Intent(key, at, post.freeze(part, key, about=about))

    def composes(self, content: Content) -> bool:
        """Return whether there are no images to write down."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Send the post."""
        return self._api.publish(f"{self._own}/posts", self._receipt, **_sent(intent))

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the post's own name in the blog's list since the first attempt."""
        body: Any = intent.request["body"]
        said = post.text(body["content"])
        shown = self._list(intent.since - CLOCK_SKEW)
        return next(
            (each.receipt for each in shown if each.is_made_of(body["slug"], said) and intent.may_be(each.receipt)),
            None,
        )

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the blog's posts, newest first; of a reblog, what the blog added."""
        return (each.sent() for each in self._list(since))

    def delete(self, receipt: Receipt) -> None:
        """Delete the post; reblogs of it stand on other blogs."""
        try:
            self._api.ask("POST", f"{self._own}/post/delete", lambda _: None, data={"id": receipt.id})
        except Gone:
            return

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return its notes: likes, reblogs and answers together."""
        return {"notes": self._shown(partial(post.notes, blog=self._blog), id=receipt.id)}

    def quota(self) -> Quota:
        """Return how many of the day's posts are left."""
        return self._api.ask("GET", "/user/limits", _quota)

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again; nobody says."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return from when on the tokens should be replaced."""
        return self._kept.refresh_due()

    def refresh(self) -> None:
        """Replace the tokens."""
        self._kept.refresh()

    def _list(self, since: datetime) -> Iterator[Shown]:
        """Yield the blog's posts, newest first, that are not older than `since`."""
        for start in range(0, PAGES * PAGE, PAGE):
            posts = self._shown(partial(post.page, blog=self._blog), limit=str(PAGE), offset=str(start))
            yield from (each for each in posts if each.at >= since)
            # a post that is pinned stands first, whatever its age
            if not posts or posts[-1].at < since:
                return
        raise Unavailable("the blog has more posts than a search reads: look at it yourself")

    def _shown(self, read: Callable[[Answer], T], **params: str) -> T:
        return self._api.ask("GET", f"{self._own}/posts", read, params={**params, "npf": "true"})

    def _receipt(self, answer: Answer) -> Receipt:
        return post.receipt(self._blog, word(answer.json()["response"]["id"]))


def _sent(intent: Intent) -> dict[str, Any]:
    body, enclosed = intent.request["body"], intent.request["files"]
    assert isinstance(enclosed, list)
    if not enclosed:
        return {"json": body}
    files = [(name.partition(".")[0], (name, data, mime)) for name, data, mime in map(disclose, enclosed)]
    return {"files": [("json", (None, json.dumps(body), "application/json")), *files]}


def _user(answer: Answer) -> tuple[str, set[str]]:
    """Read who the account is, and every name that its blogs go by."""
    user = answer.json()["response"]["user"]
    blogs = {str(name) for blog in user["blogs"] for name in (blog["name"], blog.get("uuid"), _host(blog)) if name}
    return word(user["name"]), blogs


def _host(blog: Mapping[str, Any]) -> str:
    return str(blog.get("url") or "").partition("://")[2].partition("/")[0]


def _quota(answer: Answer) -> Quota:
    posts = answer.json()["response"]["user"]["posts"]
    return Quota(number(posts["remaining"]), number(posts["limit"]), timedelta(days=1))
