"""A newsletter by mail: a copy for each reader of a list, and a book that says who has one.

    readers   the list: a file with an address a line
    letter    a post as a mail
    office    the mail server, and what its answers mean
    book      what became of each copy, written down before it leaves
    round     handing in what is left of a post

SMTP keeps no keys and can be asked nothing. So a post that was cut off goes on with the readers who have no copy yet;
only the copy whose answer was lost is in doubt, and only a person can tell what became of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from adapters import files
from adapters.base import Connection, Content, Identity, Intent, Limits, Receipt, Refused, Unauthorized, Uncertain
from adapters.email.book import Book, Line, State
from adapters.email.letter import Envelope, copy, frozen, message_id, sender
from adapters.email.office import office
from adapters.email.readers import parsed, readers
from adapters.email.round import Round
from adapters.limits import LIMITS

WEB = "https://[!-;=?-~]+"
"""An address that a header can carry: ASCII, without < and >."""
TOLD = 5
"""Readers who are named one by one where something is told of them."""


class Email:
    """One list of readers."""

    platform: ClassVar[str] = "email"
    limits: ClassVar[Limits] = LIMITS["email"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "server"
    settling: ClassVar[timedelta] = timedelta()
    """The book knows at once."""

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._options = connection.options
        self._folder = Path(connection.options["folder"])

    def verify(self) -> Identity:
        """Log in, and read the list."""
        envelope, listed = self._envelope(), readers(self._folder)
        with office(self._options, envelope.sender.domain).session():
            return Identity(f"{envelope.sender}, readers: {len(listed)}")

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze what the mail says; who gets it is the list's affair until the very end."""
        envelope = self._envelope()
        office(self._options, envelope.sender.domain)
        readers(self._folder)
        return Intent(key, at, frozen(content))

    def publish(self, intent: Intent) -> Receipt:
        """Hand in a copy for each reader who has none.

        Raises Unavailable where some are to be tried again, Uncertain where all others have theirs and somebody's
        answer was lost, Refused where a part of the readers has another text.
        """
        envelope, listed = self._envelope(), readers(self._folder)
        with files.alone(self._place(intent)):
            book = Book(self._place(intent))
            self._same(book, intent)
            going = book.unsent(listed) or [
                line.to for line in book.known(State.LEAVING) if line.to.lower() in book.asked
            ]
            Round(
                office(self._options, envelope.sender.domain),
                book,
                envelope.sender.addr_spec,
                lambda reader: copy(intent.request, envelope, reader, key=intent.key, at=intent.at),
                _digest(intent),
            ).go(going)
            return self._receipt(book, intent)

    def find(self, intent: Intent) -> Receipt | None:
        """Look into the book; `None`: some readers certainly have no copy.

        Raises Uncertain where only a person can tell.
        """
        book = Book(self._place(intent))
        return None if book.unsent(readers(self._folder)) else self._receipt(book, intent)

    def _receipt(self, book: Book, intent: Intent) -> Receipt:
        doubtful, refused = book.known(State.LEAVING), book.known(State.REFUSED)
        taken = len(book.known(State.TAKEN))
        if doubtful:
            for line in doubtful:
                if line.to.lower() not in book.asked:
                    book.note(Line(State.ASKED, line.to))
            names = _named(line.to for line in doubtful)
            raise Uncertain(
                f"{taken} readers have it, and nobody knows whether {names} has: the answer was lost", ask=True
            )
        told = _named(f"{line.to} ({line.words})" for line in refused)
        if not taken:
            raise Refused(f"no reader's address was taken: {told}; correct the list, or ask who runs the server")
        note = f"readers: {taken}; refused were {told}: take them off the list" if refused else None
        return Receipt(message_id(intent.key, self._envelope().sender.domain), note=note)

    def _same(self, book: Book, intent: Intent) -> None:
        """Make sure that readers who have their copy already have this text."""
        had = [*book.known(State.TAKEN), *book.known(State.LEAVING)]
        if any(line.letter != _digest(intent) for line in had):
            raise Refused(
                f"{len(had)} readers have an earlier text of it: cancel this post, and queue a new one for the rest"
            )

    def _envelope(self) -> Envelope:
        author = sender(self._options["sender"])
        if author is None:
            raise Unauthorized("`sender` is no address: write it as Maison Tilleul <news@example.org>")
        way_out = self._options["unsubscribe"]
        if not re.fullmatch(WEB, way_out) and parsed(way_out) is None:
            raise Unauthorized("`unsubscribe` is neither an https address nor a mailbox: readers need a way out")
        return Envelope(author, way_out, self._options.get("footer", ""), self._account)

    def _place(self, intent: Intent) -> Path:
        """Return where the book of a post is: by its key alone, which never changes."""
        return self._folder / "sent" / sha256(intent.key.encode()).hexdigest()[:24]


def _digest(intent: Intent) -> str:
    return sha256(json.dumps(dict(intent.request), sort_keys=True).encode()).hexdigest()


def _named(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - TOLD} more" if len(every) > TOLD else ""
    return f"{', '.join(every[:TOLD])}{more}"
