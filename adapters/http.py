"""What an exchange over HTTP says about a post: a response or an exception becomes an adapter error.

`ask` sends what the public cannot see, `publish` sends the request that makes a post public. They differ in one
thing: when the answer is lost, a question may be asked again, whereas a post may already be public.

    nothing was sent               Unavailable      Unavailable
    answer lost, 408, 5xx          Unavailable      Uncertain
    unreadable answer              Unavailable      Uncertain
    401                            Unauthorized     Unauthorized
    425, 429                       Unavailable      Unavailable
    redirect, other 4xx            Refused          Refused

A platform that says it otherwise passes its `exceptions`, which see every answer first.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.request import getproxies

import httpx

from adapters.base import AdapterError, Refused, Unauthorized, Unavailable, Uncertain
from adapters.guard import LOOPBACK
from adapters.hearing import note
from adapters.waiting import wait

if TYPE_CHECKING:
    import ssl

TIMEOUT = httpx.Timeout(connect=10, write=30, read=30, pool=10)
"""Seconds; the read time-out bounds the silence between two pieces of an answer."""
LONGEST_BODY = 1_000_000
"""Bytes of an answer that are read; platforms answer in a few thousand."""
LONGEST_WORDS = 300
"""Characters of a platform's own words that an error repeats."""
WITHHELD = "withheld"
"""The extension under which a request names the secret in its body, so that no error repeats it."""

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

# its lines repeat whole addresses, and on some platforms an address holds the token
logging.getLogger("httpx").setLevel(logging.WARNING)

T = TypeVar("T")
Lost: TypeAlias = type[Unavailable] | type[Uncertain]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered, read up to `LONGEST_BODY`."""

    request: httpx.Request = field(repr=False)
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    whole: bool = True

    @property
    def host(self) -> str:
        """Name the server, as in an address."""
        return _host(self.request.url)

    def json(self) -> Any:
        """Parse the body.

        Raises ValueError where it is not JSON, or longer than was read.
        """
        if not self.whole:
            raise ValueError(f"longer than {LONGEST_BODY} bytes")
        return json.loads(self.body)

    def told(self) -> dict[str, Any]:
        """Return the object that the body is; an empty one where it is none, since a proxy may have written it."""
        try:
            found = self.json()
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def said(self) -> str:
        """Return the platform's own words on what went wrong: printable, short, without the secrets that were sent."""
        words = _words(self)
        for secret in _secrets(self.request):
            words = words.replace(secret, "[secret]")
        return _printable(words)


Exceptions: TypeAlias = Callable[[Answer], AdapterError | None]


def no_exceptions(_answer: Answer) -> None:
    """Leave every answer to the defaults."""


def client(
    transport: httpx.BaseTransport | None = None,
    *,
    private: Collection[str] = LOOPBACK,
    stopwatch: Callable[[], float] = time.monotonic,
) -> httpx.Client:
    """Make an account's client: time-outs on every phase and on the whole, no redirects, TLS settings shared by all.

    `private` are the hosts and addresses of private networks that it may call. Through a proxy, all are the proxy's,
    and nothing bounds the whole.
    """
    from adapters.line import Line  # noqa: PLC0415  a test's transport needs none

    # where the environment names a proxy, httpx knows best how to go through it
    own = {} if transport or getproxies() else {"all://": Line(_tls(), private, stopwatch=stopwatch)}
    return _Cookieless(
        transport=transport,
        mounts=own,
        verify=_tls(),
        timeout=TIMEOUT,
        follow_redirects=False,
        headers={"User-Agent": f"tambour/{own_version()}", "Accept-Encoding": "identity"},
    )


@cache
def own_version() -> str:
    """Return tambour's version; it stands in a file, which is read once."""
    return version("tambour")


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep none."""


_NONE = _NoCookies()


class _Cookieless(httpx.Client):
    """A client that keeps no cookies: no platform's API needs them, and to look for them costs a tenth of an answer."""

    @property
    def cookies(self) -> httpx.Cookies:
        """Return none."""
        return _NONE

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        """Keep none."""


@lru_cache(maxsize=64)
def address(text: str) -> httpx.URL:
    """Parse an address; an account's few are parsed once.

    Raises httpx.InvalidURL.
    """
    return httpx.URL(text)


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries `token`.

    Raises Unauthorized where no header can.
    """
    if not (token.isascii() and token.isprintable()) or " " in token or not token:
        raise Unauthorized("the token is empty or holds characters that no token has: copy it again, alone on its line")
    return {"Authorization": f"Bearer {token}"}


def ask(
    client: httpx.Client,
    request: httpx.Request,
    read: Callable[[Answer], T],
    exceptions: Exceptions = no_exceptions,
) -> T:
    """Send a request that the public cannot see; return what `read` finds in the answer.

    Raises Unavailable where no readable answer came, and what the table above says.
    """
    return _exchange(client, request, read, exceptions, Unavailable)


def publish(
    client: httpx.Client,
    request: httpx.Request,
    read: Callable[[Answer], T],
    exceptions: Exceptions = no_exceptions,
) -> T:
    """Send the request that makes a post public; return what `read` finds in the answer.

    Raises Uncertain where it was sent and no readable answer came, and what the table above says.
    """
    return _exchange(client, request, read, exceptions, Uncertain)


def _exchange(
    client: httpx.Client, request: httpx.Request, read: Callable[[Answer], T], exceptions: Exceptions, lost: Lost
) -> T:
    answer = _send(client, request, lost)
    problem = exceptions(answer) or _problem(answer, lost)
    if problem:
        raise problem
    try:
        return read(answer)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise lost(f"{answer.host} answered {answer.status} with something unreadable") from error


def _send(client: httpx.Client, request: httpx.Request, lost: Lost) -> Answer:
    host = _host(request.url)
    try:
        with closing(client.send(request, stream=True)) as response:
            body, whole = _body(response)
    except _UNSENT as error:
        raise Unavailable(
            f"{host} cannot be reached ({_printable(str(error)) or type(error).__name__}): "
            "look at the address and the connection"
        ) from error
    except httpx.RequestError as error:
        raise lost(f"the answer of {host} was lost ({type(error).__name__})") from error
    note(response.headers)
    return Answer(request, response.status_code, response.headers, body, whole)


def _body(response: httpx.Response) -> tuple[bytes, bool]:
    """Return a body as far as it is read, and whether that is all of it."""
    if response.headers.get("content-encoding", "identity") != "identity":
        # nobody asked for it, and a thousand bytes may unpack to a million
        return b"", False
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LONGEST_BODY:
            return bytes(body[:LONGEST_BODY]), False
    return bytes(body), True


def _problem(answer: Answer, lost: Lost) -> AdapterError | None:
    if httpx.codes.is_success(answer.status):
        return None
    message = f"{answer.host} answered {answer.status}: {answer.said()}"
    match answer.status // 100, answer.status:
        case 3, _:
            return Refused(f"{answer.host} redirects to {_target(answer)}: put that address in the account's settings")
        case _, httpx.codes.UNAUTHORIZED:
            return Unauthorized(message)
        case _, httpx.codes.TOO_MANY_REQUESTS | httpx.codes.TOO_EARLY:  # neither was acted on: RFC 6585, RFC 8470
            return Unavailable(message, retry_after=wait(answer.headers))
        case (5, _) | (_, httpx.codes.REQUEST_TIMEOUT):
            return Unavailable(message, retry_after=wait(answer.headers)) if lost is Unavailable else lost(message)
        case _:
            return Refused(message)


def _target(answer: Answer) -> str:
    """Return where a redirect leads: the origin alone, for a path or a query may carry a secret."""
    try:
        target = answer.request.url.join(answer.headers.get("location", ""))
    except httpx.InvalidURL:
        return "an address that cannot be read"
    return _printable(f"{target.scheme}://{_host(target)}")


def _host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii")


def _words(answer: Answer) -> str:
    told = answer.told()
    told = {**told, **next((each for each in _within(told) if isinstance(each, dict)), {})}
    words = (told.get(name) for name in ("message", "error_description", "error", "description", "detail"))
    phrase = httpx.codes.get_reason_phrase(answer.status)
    said = next((word for word in words if isinstance(word, str) and word), phrase or "without a reason")
    context = told.get("context")
    return f"{said} {context}" if isinstance(context, str) and context else said


def _within(told: Mapping[str, object]) -> list[object]:
    """Return where an answer may say more of what went wrong."""
    errors = told.get("errors")
    return [told.get("error"), *(errors[:1] if isinstance(errors, list) else ())]


def _secrets(request: httpx.Request) -> list[str]:
    token = request.headers.get("authorization", "").rpartition(" ")[2]
    return [secret for secret in (token, request.extensions.get(WITHHELD)) if secret]


def _printable(words: str) -> str:
    visible = "".join(character if character.isprintable() else " " for character in words)
    short = " ".join(visible.split())
    return short if len(short) <= LONGEST_WORDS else f"{short[:LONGEST_WORDS]}…"


@cache
def _tls() -> ssl.SSLContext:
    """Build the TLS settings once: reading the certificates costs more than a request."""
    return httpx.create_ssl_context()
