"""X, by version 2 of its API.

What is known of it comes from docs.x.com and its description of the API, 2.167 (2026-08), and from those who live
with it. It keeps no keys: a post whose answer was lost is looked for among the account's own, and a text that X
refuses as a repeat is looked for as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from mimetypes import guess_extension
from typing import Any, ClassVar, TypeVar

from adapters import http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Duplicate,
    Identity,
    Intent,
    Json,
    Limits,
    Media,
    Part,
    Receipt,
    Sent,
    Unavailable,
)
from adapters.limits import LIMITS
from adapters.reading import number, word
from adapters.x.access import Prove, access
from adapters.x.post import Gone, Shown, exceptions, receipt, shown

HOST = "https://api.x.com"
PAGES = 4
"""Pages of own posts, of a hundred each, that a search reads before it admits that it cannot tell: each costs money."""
ALL_PAGES = 32
"""Pages that a list reads; X shows no more than the last 3,200 posts."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far X's clock may be behind ours in a search."""

T = TypeVar("T")


class X:
    """One account."""

    platform: ClassVar[str] = "x"
    limits: ClassVar[Limits] = LIMITS["x"]
    idempotency: ClassVar[str] = "D"
    checked: ClassVar[str] = "facts only"

    def __init__(self, connection: Connection) -> None:
        self._client = connection.client
        self._access, self._kept = access(connection)
        self._me: tuple[str, str] | None = None  # asked once: each question costs money
        self._uploads: dict[tuple[str, int], str] = {}  # a post's images that are uploaded while others are not yet

    def verify(self) -> Identity:
        """Ask whose account it is."""
        self._me = self._ask("GET", "/2/users/me", _me)
        return Identity(f"@{self._me[1]}", f"https://x.com/{self._me[1]}")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Upload the images with their alternative texts, and freeze the post."""
        return Intent(key, at, self._post(key, Part(content.text, content.media)))

    def prepare_reply(
        self,
        part: Part,
        content: Content,  # noqa: ARG002  the part has words of its own, and X tells languages apart by itself
        *,
        after: tuple[Receipt, ...],
        key: str,
        at: datetime,
    ) -> Intent:
        """Freeze an answer to the account's last one."""
        return Intent(key, at, {**self._post(key, part), "reply": {"in_reply_to_tweet_id": after[-1].id}})

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to upload."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Send the post.

        Raises Duplicate, with the first one where it can be found, where X says that it repeats another.
        """
        try:
            return self._sent(http.publish, "POST", "/2/tweets", receipt, json=dict(intent.request))
        except Duplicate as repeat:
            raise Duplicate(str(repeat), receipt=self._first(intent)) from repeat

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the text among the account's posts since the first attempt."""
        wanted = str(intent.request["text"])
        mine = self._timeline(intent.since - CLOCK_SKEW, PAGES)
        return next((each.receipt for each in mine if each.says(wanted) and intent.may_be(each.receipt)), None)

    def delete(self, receipt: Receipt) -> None:
        """Delete the post."""
        try:
            self._ask("DELETE", f"/2/tweets/{receipt.id}", lambda _answer: None)
        except Gone:
            return

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return X's public counts."""
        params = {"tweet.fields": "public_metrics"}
        return self._ask("GET", f"/2/tweets/{receipt.id}", _counts, params=params)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's posts, newest first, without what it only passed on."""
        return (each.sent() for each in self._timeline(since, ALL_PAGES))

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again; signed requests need no new login."""
        return self._kept.expires_at() if self._kept else None

    def refresh_due(self) -> datetime | None:
        """Return from when on the tokens should be replaced."""
        return self._kept.refresh_due() if self._kept else None

    def refresh(self) -> None:
        """Replace the tokens, where they end."""
        if self._kept:
            self._kept.refresh()

    def _first(self, intent: Intent) -> Receipt | None:
        """Look for what X says that a post repeats; not finding it proves nothing."""
        try:
            return self.find(intent)
        except AdapterError:
            return None

    def _post(self, key: str, part: Part) -> dict[str, Json]:
        images: list[Json] = [self._uploaded((key, index), image) for index, image in enumerate(part.media)]
        for index in range(len(images)):
            del self._uploads[key, index]
        return {"text": part.text, **({"media": {"media_ids": images}} if images else {})}

    def _uploaded(self, place: tuple[str, int], image: Media) -> str:
        """Return the id of an image that carries its alternative text; kept only then, for a second try."""
        if place not in self._uploads:
            file = (f"image{guess_extension(image.mime) or ''}", image.data, image.mime)
            form = {"media_category": "tweet_image", "media_type": image.mime}
            uploaded = self._ask("POST", "/2/media/upload", _id, files={"media": file}, data=form)
            if image.alt:
                told = {"id": uploaded, "metadata": {"alt_text": {"text": image.alt}}}
                self._ask("POST", "/2/media/metadata", lambda _answer: None, json=told)
            self._uploads[place] = uploaded
        return self._uploads[place]

    def _timeline(self, since: datetime, pages: int) -> Iterator[Shown]:
        """Yield the account's posts, newest first, that are not older than `since`."""
        account, _ = self._me = self._me or self._ask("GET", "/2/users/me", _me)
        params = {
            "max_results": "100",
            "exclude": "retweets",
            "start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tweet.fields": "created_at,entities",
        }
        for _ in range(pages):
            posts, following = self._ask("GET", f"/2/users/{account}/tweets", _page, params=params)
            yield from (post for post in posts if post.at >= since)
            if following is None:
                return
            params["pagination_token"] = following
        raise Unavailable("X has more of the account's posts than a search reads: look at the account yourself")

    def _ask(self, method: str, path: str, read: Callable[[http.Answer], T], **rest: Any) -> T:
        return self._sent(http.ask, method, path, read, **rest)

    def _sent(
        self, send: Callable[..., Any], method: str, path: str, read: Callable[[http.Answer], T], **rest: Any
    ) -> T:
        def call(prove: Prove) -> T:
            request = prove(self._client.build_request(method, f"{HOST}{path}", **rest))
            found: T = send(self._client, request, read, exceptions)
            return found

        return self._access.use(call)


def _me(answer: http.Answer) -> tuple[str, str]:
    found = answer.json()["data"]
    return word(found["id"]), word(found["username"])


def _id(answer: http.Answer) -> str:
    return word(answer.json()["data"]["id"])


def _page(answer: http.Answer) -> tuple[list[Shown], str | None]:
    found = answer.json()
    following = found["meta"].get("next_token")
    return [shown(post) for post in found.get("data") or ()], following and word(following)


def _counts(answer: http.Answer) -> dict[str, int]:
    counts = answer.json()["data"]["public_metrics"]
    return {name: number(count) for name, count in counts.items()}
