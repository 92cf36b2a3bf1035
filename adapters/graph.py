"""The Graph API, which Facebook, Instagram and Threads share: how to ask, what an error means, how lists go on.

Sources: developers.facebook.com and the specifications in Meta's own SDK (26.0, 2026); what the subcodes of media
mean is secondary. An error stands in the body, whatever the status: its `code` says what to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from adapters import http
from adapters.base import (
    AdapterError,
    Heard,
    Intent,
    Quota,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Uncertain,
)
from adapters.reading import word
from adapters.texts import letters
from adapters.waiting import LONGEST_WAIT, wait

PAGES = 10
"""Pages of a list that a search reads before it admits that it cannot tell."""
PAGE = 100
CLOCK_SKEW = timedelta(minutes=1)
"""How far the platform's clock may be behind ours in a search."""
QUOTA_WAIT = timedelta(hours=1)
"""The quotas count the last 24 hours: some of it may be free again by then."""

_TOKEN = frozenset({102, 190})
_BUSY = frozenset({4, 17, 32, 613, 80001, 80002})
_TRANSIENT = frozenset({1, 2})
_SPENT = 2207042
_MEDIA_NOT_READY = frozenset({2207001, 2207003, 2207027, 2207032, 2207053, 2207082})
_ABSENT = (100, 33)

T = TypeVar("T")


class Absent(Refused):
    """There is no such object, or none that the token may see."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a list calls what a post is made of."""

    text: str
    at: str
    url: str | None = None
    author: str | None = None
    """Where a field of a field tells it, as `from{name}`."""


@dataclass(frozen=True, slots=True)
class Graph:
    """An account's way into the API."""

    client: httpx.Client = field(repr=False)
    root: str
    token: Callable[[], str] = field(repr=False)

    def ask(self, method: str, path: str, read: Callable[[http.Answer], T], **body: Any) -> T:
        """Send a request that the public cannot see; `path` is quoted already where it holds what was answered."""
        request = self._request(method, path, **body)
        return http.ask(self.client, request, read, partial(_problem, lost=Unavailable))

    def publish(
        self,
        path: str,
        fields: Mapping[str, str],
        read: Callable[[http.Answer], T],
        exceptions: http.Exceptions = http.no_exceptions,
    ) -> T:
        """Send the request that makes a post public; `exceptions` see its answer first."""
        request = self._request("POST", path, data=dict(fields))
        return http.publish(
            self.client, request, read, lambda answer: exceptions(answer) or _problem(answer, lost=Uncertain)
        )

    def delete(self, name: str) -> None:
        """Delete an object; one that cannot be seen any more is deleted.

        Raises Refused where it is still there, since an error says the same of a missing permission.
        """
        try:
            self.ask("DELETE", quoted(name), _success)
        except Absent:
            if self._stands(name):
                raise

    def listed(self, path: str, names: Names, *, since: datetime, **params: str) -> Iterator[Sent]:
        """Yield what stands in a list since an instant.

        Raises Unavailable where there is more than a search reads.
        """
        for found in self._pages(path, names, _sent, **params):
            recent = [sent for sent in found if sent.at >= since]
            yield from recent
            if not recent:
                return

    def heard(self, path: str, names: Names) -> Iterator[Heard]:
        """Yield the answers in a list."""
        return (heard for found in self._pages(path, names, _heard) for heard in found)

    def find(self, path: str, names: Names, text: str, intent: Intent, **params: str) -> Receipt | None:
        """Look for a text in a list, from shortly before the intent's first attempt on."""
        sent = self.listed(path, names, since=intent.since - CLOCK_SKEW, **params)
        same = (each.receipt for each in sent if letters(each.text) == letters(text))
        return next(filter(intent.may_be, same), None)

    def measure(self, name: str, metrics: str) -> dict[str, int]:
        """Return an object's numbers; `metrics` are their names, with commas."""
        return self.ask("GET", f"{quoted(name)}/insights", _insights, params={"metric": metrics})

    def spend(self, path: str, used: str = "quota_usage", config: str = "config") -> None:
        """Find out whether the account may publish once more today.

        Raises Unavailable where it may not.
        """
        if self.quota(path, used, config).left < 1:
            raise Unavailable("the account has published all that it may within 24 hours", retry_after=QUOTA_WAIT)

    def quota(self, path: str, used: str = "quota_usage", config: str = "config") -> Quota:
        """Ask how many more posts the account may publish."""
        read = partial(_quota, used=used, config=config)
        return self.ask("GET", path, read, params={"fields": f"{used},{config}"})

    def _pages(
        self, path: str, names: Names, read: Callable[[Mapping[str, Any], Names], T], **params: str
    ) -> Iterator[list[T]]:
        """Yield a list page by page, as far as a search reads."""
        fields = ",".join(filter(None, ("id", names.text, names.at, names.url, names.author)))
        asked = {"fields": fields, "limit": str(PAGE), **params}
        for _ in range(PAGES):
            found, after = self.ask("GET", path, partial(_page, read=lambda item: read(item, names)), params=asked)
            yield found
            if after is None:
                return
            asked["after"] = after
        raise Unavailable("there is more than a search reads: look at the account yourself")

    def permalink(self, name: str, field: str) -> str | None:
        """Ask where a post is shown; the post is no less public where the platform does not tell."""
        try:
            return self.ask("GET", quoted(name), lambda answer: word(answer.json()[field]), params={"fields": field})
        except AdapterError:
            return None

    def _stands(self, name: str) -> bool:
        try:
            return bool(self.ask("GET", quoted(name), identifier, params={"fields": "id"}))
        except Absent:
            return False

    def _request(self, method: str, path: str, **body: Any) -> httpx.Request:
        # never as a parameter: addresses end up in logs
        return self.client.build_request(method, f"{self.root}/{path}", headers=http.bearer(self.token()), **body)


def quoted(name: str) -> str:
    """Return an object's id as a part of a path."""
    return quote(name, safe="")


def identifier(answer: http.Answer) -> str:
    """Read the id of what was made or asked for."""
    return word(answer.json()["id"])


def code(answer: http.Answer) -> tuple[int, int]:
    """Return the numbers of an error, its own and the finer one; 0 where there is none."""
    try:
        error = answer.json()["error"]
        return int(error.get("code", 0)), int(error.get("error_subcode", 0))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return 0, 0


def media_problem(words: str) -> AdapterError:
    """Return what the platform's words about an image that it gave up mean: its own fault passes."""
    transient = any(str(number) in words for number in _MEDIA_NOT_READY)
    kind = Unavailable if transient else Refused
    return kind(f"the platform could not use an image ({words[:200]!r}): can anybody open it under media_url?")


def _problem(answer: http.Answer, *, lost: http.Lost) -> AdapterError | None:
    number, finer = code(answer)
    message = f"{answer.host} answered {number}/{finer}: {answer.said()}"
    if number in _TOKEN:
        return Unauthorized(message)
    if finer == _SPENT:
        return Unavailable(message, retry_after=QUOTA_WAIT)
    if number in _BUSY or finer in _MEDIA_NOT_READY:
        return Unavailable(message, retry_after=_asked(answer.headers))
    if number in _TRANSIENT:
        return lost(message)
    return Absent(message) if (number, finer) == _ABSENT else None


def _asked(headers: Mapping[str, str]) -> timedelta | None:
    asked = wait(headers)
    return _until_regained(headers) if asked is None else asked


def _until_regained(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long the platform counts on being left alone, which it tells in minutes."""
    try:
        usage = json.loads(headers.get("x-business-use-case-usage", ""))
        minutes = [int(use.get("estimated_time_to_regain_access", 0)) for uses in usage.values() for use in uses]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    longest = min(max(minutes, default=0), LONGEST_WAIT // timedelta(minutes=1))
    return timedelta(minutes=longest) if longest > 0 else None


def _success(answer: http.Answer) -> None:
    if answer.json()["success"] is not True:
        raise ValueError("no success")


def _page(answer: http.Answer, read: Callable[[Mapping[str, Any]], T]) -> tuple[list[T], str | None]:
    page = answer.json()
    paging = page.get("paging") or {}
    # the address of the next page is not followed: it carries the token
    after = word(paging["cursors"]["after"]) if "next" in paging else None
    return [read(item) for item in page["data"]], after


def _sent(item: Mapping[str, Any], names: Names) -> Sent:
    at = datetime.fromisoformat(item[names.at])
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    text, url = item.get(names.text), item.get(names.url or "")
    # a post of pictures alone has no text, and a comment no address
    return Sent(Receipt(word(item["id"]), word(url) if url else None), word(text) if text else "", at)


def _heard(item: Mapping[str, Any], names: Names) -> Heard:
    sent = _sent(item, names)
    name, _, inner = str(names.author).rstrip("}").partition("{")
    author = (item.get(name) or {}).get(inner) if inner else item.get(name)
    return Heard(sent.receipt, str(author or ""), sent.text, sent.at)


def _insights(answer: http.Answer) -> dict[str, int]:
    return {word(each["name"]): _number(each) for each in answer.json()["data"]}


def _number(metric: Mapping[str, Any]) -> int:
    return int(metric["total_value"]["value"] if "total_value" in metric else metric["values"][-1]["value"])


def _quota(answer: http.Answer, used: str, config: str) -> Quota:
    told = answer.json()["data"][0]
    most = int(told[config]["quota_total"])
    return Quota(most - int(told[used]), most, timedelta(days=1))
