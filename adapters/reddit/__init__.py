"""Reddit: posts of one account in one subreddit.

What is known of it comes from Reddit's open sources and praw 8 (2026). It keeps no keys: a post whose answer was lost
is looked for among the account's own, and a link that stands in the subreddit already is refused as a repeat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Limits,
    Part,
    Receipt,
    Sent,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.bearing import Api
from adapters.http import Answer, own_version
from adapters.limits import LIMITS
from adapters.reading import word
from adapters.reddit import post
from adapters.reddit.post import Shown
from adapters.tokens import Kept, renewal

ROOT = "https://oauth.reddit.com"
TOKENS = "https://www.reddit.com/api/v1/access_token"
PAGE = 100
PAGES = 10
"""Pages of the account's own that a search reads; Reddit shows the last thousand."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far Reddit's clock may be behind ours in a search."""


class Reddit:
    """One account and one subreddit."""

    platform: ClassVar[str] = "reddit"
    limits: ClassVar[Limits] = LIMITS["reddit"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "facts only"
    settling: ClassVar[timedelta] = timedelta(minutes=5)  # how soon a list shows what was posted, nobody promises
    comments_only: ClassVar[bool] = True

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._place = options["subreddit"].removeprefix("/").removeprefix("r/").rstrip("/")
        self._flair = {name: options[name] for name in ("flair_id", "flair_text") if name in options}
        client_id, secret = options.get("client_id", ""), options.get("client_secret")
        self._kept = Kept(connection, renewal(connection, TOKENS, client_id, secret, basic=True))
        # who does not name itself in Reddit's way is slowed down
        headers = {"User-Agent": f"server:tambour:{own_version()} (app {client_id})"}
        self._api = Api(connection.client, self._kept, ROOT, post.exceptions, headers)
        self._me: str | None = None

    def verify(self) -> Identity:
        """Ask whose token it is, and whether they may post into the subreddit."""
        self._me = self._api.ask("GET", "/api/v1/me", lambda answer: word(answer.json()["name"]))
        if self._api.ask("GET", f"/r/{_quoted(self._place)}/about", _is_banned):
            raise Unauthorized(f"u/{self._me} is banned from r/{self._place}: name another subreddit in the settings")
        return Identity(f"u/{self._me} in r/{self._place}", f"{post.SITE}/user/{_quoted(self._me)}/submitted")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the post: a link with its title, or a title with a text.

        Raises Unsupported where it has images.
        """
        _refuse_images(content.media)
        return Intent(key, at, {"path": "/api/submit", "form": post.submission(self._place, content, **self._flair)})

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze a comment under the post."""
        _refuse_images(part.media)
        return Intent(key, at, {"path": "/api/comment", "form": post.comment(after[0], part.text)})

    def composes(self, content: Content) -> bool:  # noqa: ARG002  whatever it is
        """Return that there is nobody to ask."""
        return True

    def publish(self, intent: Intent) -> Receipt:
        """Send the post, or the comment.

        Raises Duplicate, with the account's own where it can be found, where the link is there already.
        """
        path, form = str(intent.request["path"]), intent.request["form"]
        read = post.commented if path.endswith("comment") else post.submitted
        try:
            return self._api.publish(path, read, data=form)
        except Duplicate as repeat:
            raise Duplicate(str(repeat), receipt=self._first(intent)) from repeat

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the post, or the comment, among the account's own since the first attempt."""
        form: Any = intent.request["form"]
        kind = "comments" if "thing_id" in form else "submitted"
        shown = self._list(kind, intent.since - CLOCK_SKEW)
        return next((each.receipt for each in shown if each.is_made_of(form) and intent.may_be(each.receipt)), None)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's posts in the subreddit, newest first."""
        mine = self._list("submitted", since)
        return (each.sent() for each in mine if each.place.lower() == self._place.lower())

    def delete(self, receipt: Receipt) -> None:
        """Delete a post or a comment; Reddit says the same of one that is gone."""
        self._api.ask("POST", "/api/del", lambda _: None, data={"id": receipt.id})

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return its score and how many comments it has; Reddit counts no views."""
        return self._api.ask("GET", "/api/info", post.counts, params={"id": receipt.id})

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the comments under a post that Reddit does not fold away."""
        number = receipt.id.removeprefix("t3_")
        yield from self._api.ask("GET", f"/comments/{_quoted(number)}", post.comments, params={"raw_json": "1"})

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again; nobody says."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return from when on the token should be replaced."""
        return self._kept.refresh_due()

    def refresh(self) -> None:
        """Replace the token; what replaces it stays the same."""
        self._kept.refresh()

    def _first(self, intent: Intent) -> Receipt | None:
        """Look for what Reddit says that a post repeats; not finding it proves nothing."""
        try:
            return self.find(intent)
        except AdapterError:
            return None

    def _list(self, kind: str, since: datetime) -> Iterator[Shown]:
        """Yield the account's own, newest first, that are not older than `since`."""
        self._me = self._me or self._api.ask("GET", "/api/v1/me", lambda answer: word(answer.json()["name"]))
        params = {"sort": "new", "limit": str(PAGE), "raw_json": "1"}
        for _ in range(PAGES):
            shown, after = self._api.ask("GET", f"/user/{_quoted(self._me)}/{kind}", post.page, params=params)
            yield from (each for each in shown if each.at >= since)
            # one that is pinned to the profile stands first, whatever its age
            if after is None or (shown and shown[-1].at < since):
                return
            params["after"] = after
        raise Unavailable("the account has more posts than a search reads: look at it yourself")


def _refuse_images(media: tuple[object, ...]) -> None:
    if media:
        raise Unsupported("tambour posts no images to Reddit, which says too late what became of them: leave them out")


def _is_banned(answer: Answer) -> bool:
    about = answer.json()["data"]
    word(about["display_name"])
    return about.get("user_is_banned") is True


def _quoted(name: str) -> str:
    return quote(name, safe="")
