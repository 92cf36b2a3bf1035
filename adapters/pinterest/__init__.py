"""Pinterest, by version 5 of its API: Pins on one board, each with an image.

Its own description of the API (5.23.0, 2026) judges the adapter in the tests. It keeps no keys: a Pin whose answer
was lost is looked for on the board. Apps with Trial access make Pins that only their owner sees, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import quote

from adapters.base import Connection, Content, Identity, Intent, Limits, Receipt, Sent, Unavailable
from adapters.bearing import Api
from adapters.limits import LIMITS
from adapters.pinterest import pin
from adapters.pinterest.pin import Gone, Shown
from adapters.reading import word
from adapters.tokens import Kept, renewal

SERVER = "https://api.pinterest.com"
"""Where Pins are made whose settings name no other, such as the one for trying things out."""
PAGE = 250
PAGES = 20
"""Pages of the board that a search reads before it admits that it cannot tell: Pinterest names no order."""
CLOCK_SKEW = timedelta(minutes=1)
"""How far Pinterest's clock may be behind ours in a search."""


class Pinterest:
    """One board of an account."""

    platform: ClassVar[str] = "pinterest"
    limits: ClassVar[Limits] = LIMITS["pinterest"]
    idempotency: ClassVar[str] = "E"
    checked: ClassVar[str] = "description"
    settling: ClassVar[timedelta] = timedelta(minutes=5)  # how soon a list shows what was posted, nobody promises

    def __init__(self, connection: Connection) -> None:
        options = connection.options
        self._board = options["board"]
        root = f"{options.get('url', SERVER).rstrip('/')}/v5"
        client_id, secret = options.get("client_id", ""), options.get("client_secret")
        self._kept = Kept(connection, renewal(connection, f"{root}/oauth/token", client_id, secret, basic=True))
        self._api = Api(connection.client, self._kept, root, pin.exceptions)

    def verify(self) -> Identity:
        """Ask whose token it is, and for the board's name."""
        user = self._api.ask("GET", "/user_account", lambda answer: word(answer.json()["username"]))
        board = self._api.ask("GET", f"/boards/{_quoted(self._board)}", lambda answer: word(answer.json()["name"]))
        return Identity(f"{user}, board {board}", f"https://www.pinterest.com/{user}/")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the Pin; its images travel with it.

        Raises Unsupported where it has none, or more words than Pinterest has room for.
        """
        return Intent(key, at, pin.freeze(self._board, content))

    def publish(self, intent: Intent) -> Receipt:
        """Make the Pin."""
        return self._api.publish("/pins", pin.receipt, json=dict(intent.request))

    def find(self, intent: Intent) -> Receipt | None:
        """Look on the board for a Pin of that text and link since the first attempt."""
        shown = self._list(str(intent.request["board_id"]), intent.since - CLOCK_SKEW)
        mine = (each.receipt for each in shown if each.is_made_of(intent.request))
        return next(filter(intent.may_be, mine), None)

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the board's Pins, newest first."""
        newest_first = sorted(self._list(self._board, since), key=lambda shown: shown.at, reverse=True)
        return (each.sent() for each in newest_first)

    def delete(self, receipt: Receipt) -> None:
        """Delete the Pin; what others have saved of it is theirs."""
        try:
            self._api.ask("DELETE", f"/pins/{_quoted(receipt.id)}", lambda _: None)
        except Gone:
            return

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return impressions, clicks, comments and reactions since the Pin was made."""
        return self._api.ask("GET", f"/pins/{_quoted(receipt.id)}", pin.counts, params={"pin_metrics": "true"})

    def expires_at(self) -> datetime | None:
        """Return when a person must log in again."""
        return self._kept.expires_at()

    def refresh_due(self) -> datetime | None:
        """Return from when on the tokens should be replaced."""
        return self._kept.refresh_due()

    def refresh(self) -> None:
        """Replace the tokens."""
        self._kept.refresh()

    def _list(self, board: str, since: datetime) -> Iterator[Shown]:
        """Yield the Pins of a board that are not older than `since`, in whatever order Pinterest has."""
        params = {"page_size": str(PAGE)}
        for _ in range(PAGES):
            pins, bookmark = self._api.ask("GET", f"/boards/{_quoted(board)}/pins", pin.page, params=params)
            yield from (each for each in pins if each.at >= since)
            if bookmark is None:
                return
            params["bookmark"] = bookmark
        raise Unavailable("the board has more Pins than a search reads: look at it yourself")


def _quoted(name: str) -> str:
    return quote(name, safe="")
