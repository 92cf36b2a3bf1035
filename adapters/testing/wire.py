"""What an adapter makes of a line that fails, for those that speak HTTP."""

from __future__ import annotations

import gzip
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import ClassVar, TypeVar

import httpx

from adapters import http
from adapters.base import (
    Adapter,
    AdapterError,
    Connection,
    Intent,
    Refused,
    Replays,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.testing.faults import Fake, Fault, Flood, Packed, Wire, answering, echoing, raising
from adapters.testing.rules import AT, KEY, Drawer, Rules, Stage, failure, repeat

T = TypeVar("T")

BROKEN = (408, *range(500, 512), *range(520, 531), 598, 599)
"""Statuses that say nothing of what became of the request: those of RFC 9110, and of proxies in the wild."""
REFUSING = tuple(status for status in range(400, 452) if status not in {401, 408, 429})
BUSY = frozenset({402, 409, 423, 425})
"""Those of them that a platform may mean as `not now`, one that charges included."""

RATE_DATE = "Sat, 01 May 2010 10:00:00 GMT"
RATE_SHAPES = (
    ("Retry-After", "120"),  # RFC 9110: Slack, Matrix
    ("Retry-After", "120.0"),  # Discord
    ("Retry-After", "Sat, 01 May 2010 10:02:00 GMT"),  # RFC 9110
    ("X-RateLimit-Reset", "2010-05-01T10:02:00.000000Z"),  # Mastodon
    ("X-RateLimit-Reset", "1272708120"),  # X, and some GoToSocial
    ("X-RateLimit-Reset", "1272708120.000"),  # Discord
    ("X-RateLimit-Reset", "120"),  # Reddit
    ("RateLimit-Reset", "1272708120"),  # Bluesky
    ("RateLimit-Reset", "120"),  # the draft of the IETF
)
"""How platforms say that they want to be left alone until two minutes past ten."""


class WireRules(Rules):
    """What an adapter does over HTTP; a subclass names its stand-in and how to connect."""

    options: ClassVar[Mapping[str, str]]
    """The account's, secrets included."""
    fake: ClassVar[Callable[[], Fake]]
    """Makes a stand-in on which the account has posted nothing."""
    refusal: ClassVar[Fault] = answering(401)
    """How the platform refuses a token."""

    def connect(self, connection: Connection) -> Adapter:
        """Make the adapter."""
        raise NotImplementedError

    def wire(self) -> Wire:
        """Lay a line to a new stand-in."""
        return Wire(type(self).fake())

    def stage(self) -> Stage:
        """Set up an account on a sound line."""
        return self._stage(self.wire())

    def _stage(self, wire: Wire) -> Stage:
        client, drawer = http.client(httpx.MockTransport(wire)), Drawer()
        connection = Connection("the account", self.options, client, drawer)
        return Stage(lambda: self.connect(connection), wire.fake.public, self.secrets)

    def _failed(self, fault: Fault) -> tuple[AdapterError, Wire]:
        """Publish into a fault."""
        wire = self.wire()
        adapter = self._stage(wire).connect()
        intent = adapter.prepare(self.plain, key=KEY, at=AT)
        wire.fault = fault
        return failure(lambda: adapter.publish(intent)), wire

    def _failed_each(self, faults: Mapping[T, Fault]) -> dict[T, AdapterError]:
        """Publish one post into each fault, over one line."""
        wire = self.wire()
        adapter = self._stage(wire).connect()
        intent = adapter.prepare(self.plain, key=KEY, at=AT)
        found: dict[T, AdapterError] = {}
        for name, fault in faults.items():
            wire.fault = fault
            found[name] = failure(lambda: adapter.publish(intent))
        assert not wire.fake.public(), "something was published after all"
        return found

    def test_a_platform_that_cannot_be_reached_has_nothing(self) -> None:
        """Nothing was sent, so that trying again is safe."""
        for error in (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            found, _ = self._failed(raising(error, arrived=False))

            assert type(found) is Unavailable, f"{error.__name__} became {found!r}"

    def test_a_lost_answer_is_uncertain(self) -> None:
        """The post may be public: sent again in the belief that it is not, it would be there twice."""
        for error in (httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.RemoteProtocolError):
            found, _ = self._failed(raising(error, arrived=True))

            assert type(found) is Uncertain, f"{error.__name__} became {found!r}"

    def test_a_broken_platform_is_uncertain(self) -> None:
        """A proxy in between answers so too, after the platform has published."""
        for status, found in self._failed_each({status: answering(status) for status in BROKEN}).items():
            assert type(found) is Uncertain, f"{status} became {found!r}"

        found, _ = self._failed(answering(502, arrived=True, headers={"Retry-After": "1"}))

        assert type(found) is Uncertain, f"502 with a wait became {found!r}"

    def test_no_other_status_is_taken_for_a_success(self) -> None:
        """Nor for a reason to send again at once: what refuses may stand before the platform."""
        for status, found in self._failed_each({status: answering(status) for status in REFUSING}).items():
            assert not isinstance(found, Unavailable) or status in BUSY, f"{status} became {found!r}"

    def test_an_unreadable_answer_is_uncertain(self) -> None:
        """Something was said, perhaps that the post is public."""
        for body in ("<html>welcome</html>", '{"id": "1', "[]", "{}", "null", ""):
            found, _ = self._failed(answering(200, arrived=True, body=body))

            assert type(found) is Uncertain, f"{body!r} became {found!r}"

    def test_a_lost_answer_and_a_repeat_are_one_post(self) -> None:
        """That is what a repeat is for."""
        wire = self.wire()
        adapter = self._stage(wire).connect()
        intent = adapter.prepare(self.plain, key=KEY, at=AT)
        wire.fault = raising(httpx.ReadError, arrived=True)
        failure(lambda: adapter.publish(intent))
        wire.fault = None
        if isinstance(adapter, Replays) and adapter.replay_window:
            repeat(adapter, intent)

        assert len(wire.fake.public()) == 1, "the repeat published it again"

    def test_too_many_requests_is_waited_out_by_the_platforms_clock(self) -> None:
        """Ours may be wrong, and a platform that is not left alone shuts the account out."""
        faults = {told: answering(429, headers={**dict([told]), "Date": RATE_DATE}) for told in RATE_SHAPES}
        for told, found in self._failed_each(faults).items():
            assert type(found) is Unavailable, f"429 became {found!r}"
            assert found.retry_after == timedelta(minutes=2), f"{told!r} became {found.retry_after}"

    def test_refused_credentials_are_unauthorized(self) -> None:
        """The account is held and the post kept, until a person has renewed them."""
        found, _ = self._failed(type(self).refusal)

        assert type(found) is Unauthorized, f"refused credentials became {found!r}"

    def test_a_redirect_is_refused_and_named(self) -> None:
        """A client that follows it repeats the post as a GET, or sends the token to a stranger."""
        for status in (301, 302, 307, 308):
            found, _ = self._failed(answering(status, headers={"Location": "https://moved.example/x?token=1"}))

            assert isinstance(found, Refused), f"{status} became {found!r}"
            assert "https://moved.example" in str(found), "the error does not say where to"

    def test_a_refusal_is_told_in_few_printable_words(self) -> None:
        """It goes into a log and onto a terminal."""
        found, _ = self._failed(echoing)

        assert isinstance(found, Refused), f"422 became {found!r}"
        assert len(str(found)) <= 500, "the error is endless"  # noqa: PLR2004 - a few lines
        assert str(found).isprintable(), "the error writes control characters"

    def test_an_endless_answer_is_not_read_to_its_end(self) -> None:
        """One hostile or broken server must not take the whole daemon's memory."""
        flood = Flood()
        found, _ = self._failed(lambda _fake, request: httpx.Response(200, stream=flood, request=request))

        assert type(found) is Uncertain, f"an endless answer became {found!r}"
        assert flood.taken <= 64, "more than 4 MB were read"  # noqa: PLR2004 - pieces of 64 KiB

    def test_an_answer_that_unpacks_to_more_is_not_unpacked(self) -> None:
        """Nobody asked for it, and a few bytes may become a gigabyte."""
        packed = gzip.compress(b" " * 10_000_000)
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        found, _ = self._failed(
            lambda _fake, request: httpx.Response(200, headers=headers, stream=Packed(packed), request=request)
        )

        assert type(found) is Uncertain, f"a packed answer became {found!r}"

    def test_a_lost_answer_before_publishing_is_safe(self) -> None:
        """Nothing public was asked for."""
        for fault in (raising(httpx.ReadTimeout, arrived=True), answering(502), answering(200, body="?")):
            wire = self.wire()
            adapter = self._stage(wire).connect()
            wire.fault, wire.where = fault, _everywhere
            verified, prepared = _error(adapter.verify), _error(partial(self._illustrated, adapter))

            assert type(verified) is Unavailable, f"verify() raised {verified!r}"
            assert prepared is None or isinstance(prepared, (Unavailable, Unsupported)), (
                f"prepare() raised {prepared!r}"
            )

    def test_no_error_and_no_log_line_shows_a_secret(self) -> None:
        """They are copied into bug reports."""
        for fault in (echoing, type(self).refusal, answering(500), raising(httpx.ReadError, arrived=True)):
            with _logged() as lines:
                words = self._words_of_failures(fault)

            told = "\n".join((*words, *lines))
            assert not [secret for secret in self.secrets if secret in told], f"a secret is in {words!r}"

    def _illustrated(self, adapter: Adapter) -> Intent:
        return adapter.prepare(self.illustrated, key=KEY, at=AT)

    def _words_of_failures(self, fault: Fault) -> list[str]:
        """Return all that is said when every request meets a fault, on a first connection and on a used one."""
        wire = self.wire()
        stage = self._stage(wire)
        intent = stage.connect().prepare(self.plain, key=KEY, at=AT)
        used, new = stage.connect(), self._stage(wire).connect()
        wire.fault, wire.where = fault, _everywhere
        calls = (used.verify, new.verify, lambda: self._illustrated(used), lambda: used.publish(intent))
        errors = (_error(call) for call in calls)
        return [f"{error!r} {''.join(traceback.format_exception(error))}" for error in errors if error]


def _everywhere(_request: httpx.Request) -> bool:
    return True


def _error(call: Callable[[], object]) -> AdapterError | None:
    try:
        call()
    except AdapterError as error:
        return error
    return None


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Gather every log line, whoever writes it."""
    root, handler = logging.getLogger(), _Lines()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
