"""A stand-in for a relay: it speaks the server's side of a WebSocket, and checks every event by its own arithmetic."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpcore
import httpx
from coincurve import PrivateKey, PublicKeyXOnly
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side
from websockets.utils import accept_key

from adapters.testing import AT, Seen

SECRET = "7f7ff03d123792d6ac594bfa67bf6d0c0ab55b6b1fdb6241303fe861f1ccba9a"
NSEC = "nsec10allq0gjx7fddtzef0ax00mdps9t2kmtrldkysfs8l5xruwvh2dqm9w35p"
ME = PrivateKey(bytes.fromhex(SECRET)).public_key.format()[1:].hex()
OTHER = "11" * 32
NEAR, FAR = "wss://near.example", "wss://far.example/nostr"


@dataclass
class Relay:
    """One relay; set an attribute to change what it does."""

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: list[Any] = field(default_factory=list)
    answer: str | None = None
    """What it refuses every event with."""
    opens: int = 101
    """The status with which it answers who knocks."""
    challenge: str | None = None
    """It takes and shows nothing before who asks has proved it."""
    pieces: Callable[[bytes], list[bytes | Exception]] = lambda data: [data]
    """What becomes of its answers on their way."""
    limits: dict[str, Any] | None = None
    page: int = 500

    def says(self, asked: Any) -> list[Any]:
        """Answer a message."""
        self.heard.append(asked)
        match asked:
            case ["AUTH", event]:
                self._let_in(event)
                return [["OK", event["id"], True, ""]]
            case ["EVENT", event] if self.challenge:
                return [
                    ["NOTICE", "hello"],
                    ["AUTH", self.challenge],
                    ["OK", event["id"], False, "auth-required: who?"],
                ]
            case ["REQ", name, _] if self.challenge:
                return [["AUTH", self.challenge], ["CLOSED", name, "auth-required: who?"]]
            case ["EVENT", event]:
                return [["OK", event["id"], *self._taken(event)]]
            case ["REQ", name, wanted]:
                return [*(["EVENT", name, event] for event in self.wanted(wanted)), ["EOSE", name]]
        raise AssertionError(f"relays know no {asked}")

    def wanted(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the events that a filter lets through, newest first."""
        newest_first = sorted(self.events.values(), key=lambda event: -event["created_at"])
        return [event for event in newest_first if _passes(event, wanted)][: min(self.page, wanted["limit"])]

    def _taken(self, event: dict[str, Any]) -> tuple[bool, str]:
        if self.answer is not None:
            return False, self.answer
        if not is_sound(event) or len(event["content"]) > 4000:
            return False, "invalid: no"
        if event["id"] in self.events:
            return True, "duplicate: already have this event"
        self.events[event["id"]] = event
        if event["kind"] == 5:
            for gone in (tag[1] for tag in event["tags"] if tag[0] == "e"):
                if self.events.get(gone, {}).get("pubkey") == event["pubkey"]:
                    del self.events[gone]
        return True, ""

    def _let_in(self, event: dict[str, Any]) -> None:
        told = dict(event["tags"])
        assert is_sound(event)
        assert (event["kind"], told["challenge"], told["relay"]) == (22242, self.challenge, NEAR)
        self.challenge = None


class Stream(httpcore.NetworkStream):
    """A line to a relay that has opened a WebSocket."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._protocol = Protocol(Side.SERVER)
        self._coming: list[bytes | Exception] = []

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        assert timeout
        self._protocol.receive_data(buffer)
        for frame in self._protocol.events_received():
            assert isinstance(frame, Frame)
            if frame.opcode is Opcode.TEXT:
                for answer in self._relay.says(json.loads(bytes(frame.data))):
                    self._protocol.send_text(json.dumps(answer).encode())
        self._coming += self._relay.pieces(b"".join(self._protocol.data_to_send()))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        assert timeout
        if not self._coming:
            raise httpcore.ReadTimeout("nobody says anything")
        piece = self._coming.pop(0)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None:
        pass


class FakeNostr:
    """Two relays, and the way to them."""

    def __init__(self) -> None:
        self.near, self.far = Relay(), Relay()
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        assert request.url.scheme == "https"
        relay = {httpx.URL(NEAR).host: self.near, httpx.URL(FAR).host: self.far}[request.url.host]
        if request.headers.get("upgrade") != "websocket":
            return httpx.Response(200, json={"name": "a relay", "limitation": relay.limits})
        if relay.opens != 101:
            return httpx.Response(relay.opens, headers={"Retry-After": "60"})
        headers = {"Sec-WebSocket-Accept": accept_key(request.headers["sec-websocket-key"])}
        return httpx.Response(101, headers=headers, extensions={"network_stream": Stream(relay)})

    def public(self) -> Sequence[Seen]:
        """Return what the account's readers see on any relay."""
        events = {event["id"]: event for relay in (self.near, self.far) for event in relay.events.values()}
        return [Seen(event["content"], _alts(event)) for event in events.values() if event["kind"] == 1]

    @property
    def notes(self) -> list[dict[str, Any]]:
        return list(self.near.events.values())


def is_sound(event: dict[str, Any]) -> bool:
    """Compute an event's name and look at its signature."""
    whole = [0, event["pubkey"], event["created_at"], event["kind"], event["tags"], event["content"]]
    name = sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    author = PublicKeyXOnly(bytes.fromhex(event["pubkey"]))
    return event["id"] == name.hex() and author.verify(bytes.fromhex(event["sig"]), name)


def made(content: str, *tags: list[str], at: float = AT.timestamp(), kind: int = 1, by: str = SECRET) -> dict[str, Any]:
    """Sign an event, as any program does."""
    key = PrivateKey(bytes.fromhex(by))
    event: dict[str, Any] = {"pubkey": key.public_key.format()[1:].hex(), "created_at": int(at), "kind": kind}
    event |= {"tags": list(tags), "content": content}
    whole = [0, *(event[name] for name in ("pubkey", "created_at", "kind", "tags", "content"))]
    name = sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    return {**event, "id": name.hex(), "sig": key.sign_schnorr(name).hex()}


def _passes(event: dict[str, Any], wanted: dict[str, Any]) -> bool:
    tagged = {tag[1] for tag in event["tags"] if tag[0] == "e"}
    return (
        event["id"] in wanted.get("ids", [event["id"]])
        and event["pubkey"] in wanted.get("authors", [event["pubkey"]])
        and event["kind"] in wanted.get("kinds", [event["kind"]])
        and wanted.get("since", 0) <= event["created_at"] <= wanted.get("until", 10**12)
        and ("#e" not in wanted or bool(tagged & set(wanted["#e"])))
    )


def _alts(event: dict[str, Any]) -> tuple[str, ...]:
    images = ([word for word in tag if word.startswith("alt ")] for tag in event["tags"] if tag[0] == "imeta")
    return tuple(words[0].removeprefix("alt ") if words else "" for words in images)
