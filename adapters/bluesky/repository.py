"""The records of an account, on its own server: written, read, listed and deleted, each by its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import httpx

from adapters import http
from adapters.base import Json, Media, Unavailable
from adapters.bluesky.record import COLLECTION, Place, earliest_key, place_of
from adapters.bluesky.session import Session, Sessions, exceptions
from adapters.reading import word

PAGE = 100
PAGES = 100
"""Pages of own records that a list reads before it admits that there are more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as its server has it."""

    place: Place
    cid: str
    """The mark of this very record: whoever answers it has to name it."""
    value: Mapping[str, Any]


class Repository:
    """An account's posts, and its way to the server."""

    def __init__(self, client: httpx.Client, sessions: Sessions) -> None:
        self._client = client
        self._sessions = sessions

    def did(self) -> str:
        """Return the account's permanent name."""
        return self._sessions.did()

    def upload(self, image: Media) -> Json:
        """Upload an image, which a record may then name."""
        headers = {"Content-Type": image.mime}
        return self.ask("POST", "com.atproto.repo.uploadBlob", _blob, headers=headers, content=image.data)

    def put(self, request: Mapping[str, Json], read: Callable[[http.Answer], T]) -> T:
        """Send the request that makes a record public."""
        return self._sent(http.publish, "POST", "com.atproto.repo.putRecord", read, json=dict(request))

    def get(self, place: Place) -> Stored:
        """Read a record.

        Raises Absent where there is none.
        """
        read = partial(_record, place=place)
        return self.ask("GET", "com.atproto.repo.getRecord", read, params=place.asked())

    def delete(self, place: Place) -> None:
        """Delete a record; where there is none, the server has nothing to do."""
        self.ask("POST", "com.atproto.repo.deleteRecord", lambda _answer: None, json=place.asked())

    def listed(self, since: datetime) -> Iterator[Stored]:
        """Yield the account's records, the newest place first, down to the first place of an instant or further.

        Raises Unavailable where there are more than a list reads.
        """
        params = {"repo": self.did(), "collection": COLLECTION, "limit": str(PAGE)}
        for _ in range(PAGES):
            found, following = self.ask("GET", "com.atproto.repo.listRecords", _page, params=params)
            yield from found
            if following is None or not found or found[-1].place.rkey < earliest_key(since):
                return
            params["cursor"] = following
        raise Unavailable("the account has more posts than a list reads: look at it yourself")

    def ask(self, method: str, call: str, read: Callable[[http.Answer], T], **rest: Any) -> T:
        """Send a request that the public cannot see."""
        return self._sent(http.ask, method, call, read, **rest)

    def _sent(
        self,
        send: Callable[..., Any],
        method: str,
        call: str,
        read: Callable[[http.Answer], T],
        headers: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> T:
        def within(session: Session) -> T:
            proven = {**http.bearer(session.access), **(headers or {})}
            request = self._client.build_request(method, f"{session.host}/xrpc/{call}", headers=proven, **rest)
            found: T = send(self._client, request, read, exceptions)
            return found

        return self._sessions.use(within)


def _blob(answer: http.Answer) -> Json:
    found = answer.json()["blob"]
    word(found["ref"]["$link"])
    blob: Json = found
    return blob


def _record(answer: http.Answer, place: Place) -> Stored:
    return _stored(answer.json(), place)


def _page(answer: http.Answer) -> tuple[list[Stored], str | None]:
    page = answer.json()
    following = page.get("cursor")
    return [_stored(each, place_of(word(each["uri"]))) for each in page["records"]], following and word(following)


def _stored(found: Mapping[str, Any], place: Place) -> Stored:
    return Stored(place, word(found["cid"]), dict(found["value"]))
