"""A relay: one conversation for each thing that is asked of it (NIPs 1, 11 and 42, 2026)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from adapters import guard, http
from adapters.base import AdapterError, Json, Refused, Unauthorized, Unavailable, Uncertain
from adapters.nostr.event import json_of
from adapters.nostr.websocket import CONNECT, Broken, Held, Socket, connected

MOST = 10
"""Relays that an account may have."""
MESSAGES = 1_000
"""Messages of a relay after which it is not listened to any longer."""
LONGEST_WORDS = 120
"""Characters of a relay's own words that an error repeats."""
_ASKED = "tambour"
_LATER = {"rate-limited", "error"}

Proof = Callable[[str, str], Mapping[str, Json]]
"""Makes the event that proves to a relay, by its address and its challenge, who asks."""


@dataclass(frozen=True, slots=True)
class Relay:
    """One relay of an account."""

    url: str
    client: httpx.Client = field(repr=False)
    stopwatch: Callable[[], float] = field(repr=False)
    proof: Proof = field(repr=False)

    @property
    def name(self) -> str:
        """Return how an error names it."""
        return self.url.partition("://")[2]

    def take(self, event: Mapping[str, Json]) -> AdapterError | None:
        """Hand over an event; return why the relay does not have it, `None` where it has.

        An event that it had already is one that it has.
        """
        lost: type[Unavailable | Uncertain] = Unavailable
        try:
            with connected(self.client, self.url, self.stopwatch) as socket:
                lost = Uncertain
                self._hand_over(socket, event)
        except Held as error:
            return Unavailable(f"{self.name}: {error}")
        except Broken as error:
            return lost(f"{self.name}: its answer was lost ({error})")
        except AdapterError as error:
            return error
        return None

    def ask(self, **wanted: Json) -> list[Any]:
        """Return what a relay has of what is wanted (a filter of NIP-1), as it says.

        Raises Unavailable where it does not answer to the end.
        """
        try:
            with connected(self.client, self.url, self.stopwatch) as socket:
                return list(self._asked(socket, wanted))
        except (Broken, Held) as error:
            raise Unavailable(f"{self.name}: {error}") from error

    def told(self) -> Mapping[str, Any]:
        """Return the limits that a relay tells (NIP-11).

        Raises AdapterError where it tells none.
        """
        address = http.address(self.url.replace("ws", "http", 1))
        request = self.client.build_request(
            "GET", address, headers={"Accept": "application/nostr+json"}, timeout=CONNECT
        )
        return http.ask(self.client, request, lambda answer: dict(answer.json()["limitation"]))

    def _hand_over(self, socket: Socket, event: Mapping[str, Json]) -> None:
        for message in self._spoken(socket, f'["EVENT",{json_of(event)}]'):
            match message:
                case ["OK", str(name), True, *_] if name == event["id"]:
                    return
                # some relays leave the name of what they refuse empty; there is only one event that it can be
                case ["OK", str(name), False, *words] if name in {event["id"], ""}:
                    self._refuse(_first(words))
                    return
                case _:
                    continue

    def _refuse(self, words: str) -> None:
        prefix = words.partition(":")[0]
        if prefix == "duplicate":
            return
        kind = Unavailable if prefix in _LATER else Refused
        raise kind(f"{self.name}: {_printable(words) or 'refused without a reason'}")

    def _asked(self, socket: Socket, wanted: Mapping[str, Json]) -> Iterator[Any]:
        for message in self._spoken(socket, f'["REQ","{_ASKED}",{json_of(wanted)}]'):
            match message:
                case ["EVENT", str(name), event] if name == _ASKED:
                    yield event
                case ["EOSE", str(name), *_] if name == _ASKED:
                    return
                case ["CLOSED", str(name), *words] if name == _ASKED:
                    raise Unavailable(f"{self.name}: {_printable(_first(words)) or 'it does not want to be asked'}")
                case _:
                    continue

    def _spoken(self, socket: Socket, asked: str) -> Iterator[Any]:
        """Ask, and yield what a relay says; once, who asks is proved to one that wants to know, and asked again."""
        socket.send(asked)
        challenge = None
        for _ in range(MESSAGES):
            match socket.receive():
                case ["AUTH", str(words)] if words.isprintable():
                    challenge = words
                case ["OK" | "CLOSED", *words] if challenge is not None and _wants_proof(words):
                    socket.send(f'["AUTH",{json_of(self.proof(self.url, challenge))}]')
                    socket.send(asked)
                    challenge = None
                case message:
                    yield message
        raise Broken("it speaks of other things")


def addresses(written: str) -> list[str]:
    """Return the relays that the settings name.

    Raises Unauthorized where one has no address that is safe: then the account waits until it has.
    """
    found = list(dict.fromkeys(word.rstrip("/") for word in written.replace(",", " ").split()))
    for url in found:
        if not _is_safe(url):
            shown = "this" if "@" in url else repr(url[:100])  # a password before the @ is never repeated
            raise Unauthorized(f"relays: {shown} is no relay; write wss:// and its name, such as wss://nos.lol")
    if not 0 < len(found) <= MOST:
        raise Unauthorized(f"relays: name at least one and at most {MOST}, with spaces in between")
    return found


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port, httpx.URL(url)  # checked when they are read
    except (ValueError, httpx.InvalidURL):
        return False
    if not parts.hostname or "@" in parts.netloc or not url.isprintable():
        return False
    return parts.scheme == "wss" or (parts.scheme == "ws" and guard.is_this_machine(parts.hostname))


def _wants_proof(words: Sequence[object]) -> bool:
    return str(words[-1]).startswith("auth-required:") if words else False


def _first(words: Sequence[object]) -> str:
    return str(words[0]) if words else ""


def _printable(words: str) -> str:
    visible = "".join(character if character.isprintable() else " " for character in words)
    return " ".join(visible.split())[:LONGEST_WORDS]
