"""Nostr: notes that an account signs itself and hands to several relays, none of which is needed.

What is known of it comes from the NIPs (2026). An event is named by what it says, so that handing it over again
changes nothing: the same one goes to every relay, as often as it takes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from adapters import hosting
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Heard,
    Identity,
    Intent,
    Json,
    Limits,
    Part,
    Receipt,
    Refused,
    Sent,
    Unavailable,
    Uncertain,
)
from adapters.limits import LIMITS
from adapters.nostr import bech32, event
from adapters.nostr.event import Event, Tag
from adapters.nostr.key import Key
from adapters.nostr.relay import Relay, addresses

PAGE = 500
PAGES = 10
"""Pages of a relay that a list reads before it admits that there is more."""
ENVELOPE = 1_000
"""Bytes of a message that are not its text."""

COUNTED = {event.REACTION: "reactions", event.REPOST: "reposts", event.NOTE: "replies", event.ZAP: "zaps"}
"""Kinds of events about a note, and what they are called."""

log = logging.getLogger(__name__)

T = TypeVar("T")


class Nostr:
    """One key, and the relays that it speaks to."""

    platform: ClassVar[str] = "nostr"
    limits: ClassVar[Limits] = LIMITS["nostr"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=30)  # there is no end to it; but relays refuse what is old

    def __init__(
        self,
        connection: Connection,
        clock: Callable[[], float] = time.time,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account = connection.account
        self._client = connection.client
        self._options = connection.options
        self._key = Key(connection.options["key"])
        self._clock = clock
        self._stopwatch = stopwatch

    def verify(self) -> Identity:
        """Ask the relays how the account calls itself; its key says who it is.

        Raises Unavailable where none of them answers.
        """
        me = self._key.public
        found = self._each(lambda relay: relay.ask(kinds=[event.PROFILE], authors=[me], limit=1))
        profiles = [one for one in self._mine(found) if one.kind == event.PROFILE]
        newest = max(profiles, key=lambda one: one.at, default=None)
        name = bech32.encode("npub", bytes.fromhex(me))
        return Identity((newest and event.name_of(newest)) or name, f"https://njump.me/{name}")

    def read_limits(self) -> Limits:
        """Ask the relays how long a note may be; one that tells nothing sets no bound."""
        told = list(self._told())
        texts = [number for limits in told if (number := _bound(limits.get("max_content_length")))]
        whole = [number - ENVELOPE for limits in told if (number := _bound(limits.get("max_message_length")))]
        images = self.limits.images if hosting.is_given(self._options) else 0
        return replace(self.limits, text=min(texts, default=None), text_bytes=min(whole, default=None), images=images)

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Sign the note; its images are put where everybody can fetch them."""
        return self._intent(Part(content.text, content.media), content, [], key, at)

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        """Sign an answer to the last one."""
        tags = event.answering(after, self._addresses[0], self._key.public)
        return self._intent(part, content, tags, key, at)

    def composes(self, content: Content) -> bool:
        """Return whether there is nothing to write to the disk."""
        return not content.media

    def publish(self, intent: Intent) -> Receipt:
        """Hand the note to every relay; it is published once one of them has it.

        Raises Uncertain where none says so and one may have it.
        """
        note: Any = intent.request["event"]
        answers = [relay.take(note) for relay in self._relays()]
        problems = [answer for answer in answers if answer]
        if None not in answers:
            raise _worst(problems)
        if problems:
            log.warning("%s: not on every relay: %s", self._account, _joined(problems))
        return self._receipt(note["id"], note["pubkey"])

    def find(self, intent: Intent) -> Receipt | None:
        """Ask the relays for the note by its name.

        Raises Unavailable where none has it, and one of them did not say so.
        """
        note: Any = intent.request["event"]
        silent = None
        for relay in self._relays():
            try:
                found = relay.ask(ids=[note["id"]], limit=1)
            except AdapterError as error:
                silent = error
                continue
            if any(_is(one, note["id"]) for one in found):
                return self._receipt(note["id"], note["pubkey"])
            if found:
                silent = Unavailable(f"{relay.name} shows something else than it was asked for")
        if silent is not None:
            raise Unavailable(f"no relay has the note, but not all have said so: {silent}") from silent
        return None

    def sent(self, *, since: datetime) -> Iterator[Sent]:
        """Yield the account's notes, as far as its relays have them."""
        notes = {each.id: each for each in self._each(lambda relay: self._notes(relay, since))}
        for note in sorted(notes.values(), key=lambda each: each.at, reverse=True):
            if note.kind == event.NOTE and event.moment(note.at) >= since:
                yield Sent(self._receipt(note.id, note.author), note.text, event.moment(note.at))

    def delete(self, receipt: Receipt) -> None:
        """Ask the relays to delete a note: who has a copy may keep it."""
        tags = [["e", receipt.id], ["k", str(event.NOTE)]]
        wish = event.signed(self._key, int(self._clock()), event.DELETION, tags, "")
        answers = [relay.take(wish) for relay in self._relays()]
        if all(isinstance(answer, Refused) for answer in answers):
            raise Refused(_joined([answer for answer in answers if answer]))
        # a relay that refuses the wish would have refused the note as well
        if deaf := [answer for answer in answers if answer and not isinstance(answer, Refused)]:
            raise Unavailable(f"not every relay has heard the wish: {_joined(deaf)}")

    def measure(self, receipt: Receipt) -> Mapping[str, int]:
        """Return how many reactions, reposts, answers of others and zaps the relays have."""
        about = [each.kind for each in self._about(receipt, *COUNTED) if each.author != self._key.public]
        return {name: about.count(kind) for kind, name in COUNTED.items()}

    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        """Yield the notes that answer a note, as far as the relays have them."""
        for each in sorted(self._about(receipt, event.NOTE), key=lambda each: each.at):
            author = bech32.encode("npub", bytes.fromhex(each.author))
            yield Heard(self._receipt(each.id, each.author), author, each.text, event.moment(each.at))

    @property
    def _addresses(self) -> list[str]:
        return addresses(self._options["relays"])

    def _relays(self) -> list[Relay]:
        return [Relay(url, self._client, self._stopwatch, self._proof) for url in self._addresses]

    def _proof(self, relay: str, challenge: str) -> Mapping[str, Json]:
        tags = [["relay", relay], ["challenge", challenge]]
        return event.signed(self._key, int(self._clock()), event.PROOF, tags, "")

    def _intent(self, part: Part, content: Content, more: list[Tag], key: str, at: datetime) -> Intent:
        images = [(hosting.address(self._options, image), image) for image in part.media]
        text, described = event.shown(part.text, images)
        tags = [*more, *described, *event.labels(content.tags, content.language), [event.KEY, key]]
        return Intent(key, at, {"event": event.signed(self._key, int(at.timestamp()), event.NOTE, tags, text)})

    def _receipt(self, name: str, author: str) -> Receipt:
        return event.receipt(name, author, self._addresses[0])

    def _each(self, ask: Callable[[Relay], list[T]]) -> list[T]:
        """Return what all relays have together; those that do not answer are left out while one does."""
        found: list[T] = []
        silent: list[AdapterError] = []
        relays = self._relays()
        for relay in relays:
            try:
                found += ask(relay)
            except AdapterError as error:
                silent.append(error)
        if len(silent) == len(relays):
            raise Unavailable(_joined(silent))
        return found

    def _mine(self, found: Sequence[Any]) -> list[Event]:
        return [each for each in map(event.read, found) if each and each.author == self._key.public]

    def _about(self, receipt: Receipt, *kinds: int) -> list[Event]:
        """Return what the relays have together about a note, each event once."""
        about: Json = [receipt.id]
        found = self._each(lambda relay: relay.ask(kinds=[*kinds], limit=PAGE, **{"#e": about}))
        known = {each.id: each for each in map(event.read, found) if each}
        return [each for each in known.values() if ("e", receipt.id) in {tag[:2] for tag in each.tags}]

    def _notes(self, relay: Relay, since: datetime) -> list[Event]:
        """Return the account's notes on one relay, page by page."""
        wanted: dict[str, Json] = {"kinds": [event.NOTE], "authors": [self._key.public], "limit": PAGE}
        found: dict[str, Event] = {}
        for _ in range(PAGES):
            page = {each.id: each for each in self._mine(relay.ask(**wanted, since=int(since.timestamp())))}
            if not page:
                return list(found.values())
            # several notes of one second may be parted by the end of a page
            seen = page.keys() <= found.keys()
            wanted["until"] = min(each.at for each in page.values()) - seen
            found |= page
        raise Unavailable(f"{relay.name} has more of the account's notes than a list reads")

    def _told(self) -> Iterator[Mapping[str, Any]]:
        for relay in self._relays():
            try:
                yield relay.told()
            except AdapterError:  # most tell something, and none has to
                continue


def _worst(problems: Sequence[AdapterError]) -> AdapterError:
    """Return what several relays' answers come to: what may have been taken, or may still be, is not refused."""
    words = _joined(problems)
    if any(isinstance(problem, Uncertain) for problem in problems):
        return Uncertain(words)
    waits = [problem for problem in problems if isinstance(problem, Unavailable)]
    asked = [wait for problem in waits if (wait := problem.retry_after) is not None]
    return Unavailable(words, retry_after=min(asked, default=None)) if waits else Refused(words)


def _joined(problems: Sequence[AdapterError]) -> str:
    return "; ".join(map(str, problems))


def _is(found: object, name: str) -> bool:
    shown = event.read(found)
    return shown is not None and shown.id == name


def _bound(told: object) -> int | None:
    return told if type(told) is int and told > ENVELOPE else None
