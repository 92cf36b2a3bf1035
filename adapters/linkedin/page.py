"""The page of an organisation on LinkedIn, whose posts can be listed and measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from adapters import http
from adapters.base import Connection, Heard, Identity, Intent, Receipt, Refused, Sent, Unavailable
from adapters.linkedin import POSTS, PROCESSING_WAIT, LinkedIn, answered, comments_of
from adapters.linkedin.api import moment, page, quoted
from adapters.littletext import read
from adapters.reading import word
from adapters.texts import letters

CLOCK_SKEW = timedelta(minutes=1)
"""How far LinkedIn's clock may be behind ours in a search."""
PAGE = 100
PAGES = 10
"""Pages of own posts that a search reads before it admits that it cannot tell."""


class LinkedInPage(LinkedIn):
    """An organisation's page: all that a member's profile does, and more that LinkedIn shows."""

    platform: ClassVar[str] = "linkedin_page"
    idempotency: ClassVar[str] = "E"
    replay_window: ClassVar[timedelta] = timedelta()  # looking is surer than sending again

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._organization = connection.options["organization"]
        self._author = f"urn:li:organization:{self._organization}"

    def verify(self) -> Identity:
        """Ask for the organisation's name."""
        self._check_visibility()
        return self._api.ask("GET", f"/rest/organizations/{quoted(self._organization)}", self._identity)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the text among the page's posts, or the comments, since the first attempt."""
        since, wanted = intent.since - CLOCK_SKEW, letters(_text(intent))
        about = answered(intent)
        found = iter(self._commented(intent, about)) if about else self.sent(since=since)
        mine = (sent for sent in found if sent.at >= since and letters(sent.text) == wanted)
        return next((sent.receipt for sent in mine if intent.may_be(sent.receipt)), None)

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return impressions, clicks, likes, comments and shares."""
        kind = "ugcPosts" if receipt.id.startswith("urn:li:ugcPost:") else "shares"
        # the lists of Rest.li are no ordinary parameters: their brackets stand as they are
        asked = f"q=organizationalEntity&organizationalEntity={quoted(self._known_author())}"
        path = f"/rest/organizationalEntityShareStatistics?{asked}&{kind}=List({quoted(receipt.id)})"
        return self._api.ask("GET", path, _statistics)

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the comments under a post; LinkedIn tells their authors by number."""
        path = f"{comments_of(receipt.id)}?count={PAGE}"
        return iter(self._api.ask("GET", path, partial(_heard, about=receipt.id)))

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the page's posts.

        Raises Unavailable where there are more than a search reads.
        """
        for start in range(0, PAGES * PAGE, PAGE):
            params = f"author={quoted(self._known_author())}&q=author&start={start}&count={PAGE}&sortBy=LAST_MODIFIED"
            found = self._api.ask("GET", f"{POSTS}?{params}", _posts, verb="FINDER")
            yield from (sent for sent, _ in found if sent.at >= since)
            if len(found) < PAGE or found[-1][1] < since:
                return
        raise Unavailable("the page has more posts than a search reads: look at it yourself")

    def _commented(self, intent: Intent, about: str) -> list[Sent]:
        path = f"{intent.request['path']}?count={PAGE}"
        return self._api.ask("GET", path, partial(_comments, author=self._known_author(), about=about))

    def _await(self, names: list[str], *, fresh: bool) -> None:  # noqa: ARG002  it is asked, fresh or not
        """Ask for each image whether LinkedIn is done with it."""
        for name in names:
            state = self._api.ask("GET", f"/rest/images/{quoted(name)}", _state)
            if state == "PROCESSING_FAILED":
                self._uploads = {place: known for place, known in self._uploads.items() if known != name}
                raise Refused("LinkedIn could not use an image: look whether it opens, or take another")
            if state != "AVAILABLE":
                raise Unavailable("LinkedIn is still busy with an image", retry_after=PROCESSING_WAIT)

    def _identity(self, answer: http.Answer) -> Identity:
        organization = answer.json()
        name = organization.get("vanityName") or self._organization
        return Identity(word(organization["localizedName"]), f"https://www.linkedin.com/company/{quoted(name)}/")


def _text(intent: Intent) -> str:
    """Return what a reader sees of a post or a comment."""
    body: Any = intent.request["body"]
    return str(body["message"]["text"]) if "message" in body else read(body["commentary"])


def _state(answer: http.Answer) -> str:
    return word(answer.json()["status"])


def _posts(answer: http.Answer) -> list[tuple[Sent, datetime]]:
    """Read posts, each with the time of its last change, by which LinkedIn sorts them."""
    return [(_sent(each), moment(each["lastModifiedAt"])) for each in answer.json()["elements"]]


def _sent(element: Mapping[str, Any]) -> Sent:
    name = word(element["id"])
    return Sent(Receipt(name, page(name)), read(element.get("commentary") or ""), moment(element["createdAt"]))


def _comments(answer: http.Answer, author: str, about: str) -> list[Sent]:
    own = (each for each in answer.json()["elements"] if each.get("actor", author) == author)
    return [_comment(each, about) for each in own]


def _heard(answer: http.Answer, about: str) -> list[Heard]:
    told = ((each, _comment(each, about)) for each in answer.json()["elements"])
    return [Heard(sent.receipt, str(each.get("actor") or ""), sent.text, sent.at) for each, sent in told]


def _comment(element: Mapping[str, Any], about: str) -> Sent:
    receipt = Receipt(f"urn:li:comment:({about},{word(element['id'])})", page(about))
    return Sent(receipt, word(element["message"]["text"]), moment(element["created"]["time"]))


def _statistics(answer: http.Answer) -> dict[str, int]:
    totals = answer.json()["elements"][0]["totalShareStatistics"]
    return {name: count for name, count in totals.items() if isinstance(count, int)}
