"""What is fetched from the web: from the hosts that the settings name, and from no other machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from ipaddress import ip_address
from time import monotonic
from typing import TypeAlias

import httpx

from adapters.guard import LOOPBACK
from adapters.http import client
from scheduler.errors import MediaError, TambourError
from scheduler.media import LARGEST_FILE

LONGEST = 30.0
"""Seconds that anything may take to come."""
REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Errand:
    """What is fetched, and how an error speaks of it."""

    thing: str
    most: int
    """Bytes."""
    hosts_in: str
    """Where the settings name the hosts."""
    else_do: str
    """What helps where it cannot be fetched."""
    smaller: str
    error: type[TambourError]


PICTURE = Errand(
    "picture", LARGEST_FILE, "pictures: hosts:", "save it beside the article", "use a smaller picture", MediaError
)


@dataclass(frozen=True, slots=True)
class Got:
    """What came."""

    body: bytes
    """Empty where nothing is new."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    is_new: bool = True
    """Whether it has changed since what the request said is known."""


Resolve: TypeAlias = Callable[[str], Sequence[str]]


def addresses(host: str) -> Sequence[str]:
    """Ask the system for a host's IP addresses; raises OSError where it knows none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def fetch(
    url: str,
    hosts: Collection[str],
    *,
    transport: httpx.BaseTransport | None = None,
    resolve: Resolve = addresses,
    tick: Callable[[], float] = monotonic,
) -> bytes:
    """Fetch a picture from one of `hosts`, as `get` does.

    Raises MediaError.
    """
    return get(url, hosts, PICTURE, transport=transport, resolve=resolve, tick=tick).body


def get(
    url: str,
    hosts: Collection[str],
    errand: Errand,
    *,
    known: Mapping[str, str] | None = None,
    transport: httpx.BaseTransport | None = None,
    resolve: Resolve = addresses,
    tick: Callable[[], float] = monotonic,
) -> Got:
    """Fetch what one of `hosts` has, over `https` or from this machine; `known` are headers that say what we have.

    Redirects are followed on the same host only. An address of a private network has to be among `hosts` itself: a
    name that suddenly leads there is not followed, and the address that was looked at is the one that is called.
    Raises the error of the errand.
    """
    shown, until = named(url), tick() + LONGEST
    try:
        with client(transport, private={*hosts, *LOOPBACK}) as web:
            target = httpx.URL(url)
            for _ in range(REDIRECTS + 1):
                request = _request(web, target, hosts, resolve, errand)
                request.headers.update(known or {})
                with closing(web.send(request, stream=True)) as response:
                    if not response.has_redirect_location:
                        return _got(response, shown, errand, until, tick)
                    target = _followed(target, response.headers["location"], errand)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise errand.error(f"{shown} cannot be fetched ({type(error).__name__}); {errand.else_do}") from error
    raise errand.error(f"{shown} redirects too often; name the {errand.thing}'s own address")


def _request(
    web: httpx.Client, target: httpx.URL, hosts: Collection[str], resolve: Resolve, errand: Errand
) -> httpx.Request:
    shown = named(str(target))
    if target.host not in hosts:
        raise errand.error(f"{shown} is on the web; {errand.else_do}, or add its host to {errand.hosts_in}")
    if target.userinfo:
        raise errand.error(f"{shown} holds a user name or a password; {errand.else_do}")
    address = _address(target.host, hosts, resolve, errand)
    if target.scheme != "https" and not ip_address(address).is_loopback:
        raise errand.error(f"{shown} is not protected on its way; write https://")
    return web.build_request(
        "GET",
        target.copy_with(host=address),
        headers={"Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.host},
    )


def _address(host: str, hosts: Collection[str], resolve: Resolve, errand: Errand) -> str:
    found = resolve(host)
    for address in found:
        known = address in hosts or (host == "localhost" and ip_address(address).is_loopback)
        if not (known or ip_address(address).is_global):
            told = f"{host} leads into a private network, to {address}; add that address to {errand.hosts_in}"
            raise errand.error(told)
    return found[0]


def _followed(target: httpx.URL, location: str, errand: Errand) -> httpx.URL:
    following = target.join(location)
    if following.host != target.host:
        raise errand.error(f"{named(str(target))} redirects to {following.host}; name the {errand.thing}'s own address")
    return following


def _got(response: httpx.Response, shown: str, errand: Errand, until: float, tick: Callable[[], float]) -> Got:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code == httpx.codes.NOT_MODIFIED:
        return Got(b"", headers, is_new=False)
    if response.status_code != httpx.codes.OK:
        raise errand.error(f"{shown} was answered with {response.status_code}; correct the address")
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > errand.most:
            raise errand.error(f"{shown} is larger than {errand.most:,} bytes; {errand.smaller}")
        if tick() > until:
            raise errand.error(f"{shown} takes longer than {LONGEST:.0f} s to come; {errand.else_do}")
    return Got(bytes(body), headers)


def named(source: str) -> str:
    """Return an address without what may be a secret in it; a path as it is."""
    if "://" not in source:
        return source
    scheme, _, rest = source.partition("?")[0].partition("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
