"""Pictures on the web: fetched from the hosts that the settings name, and from no other machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from ipaddress import ip_address
from time import monotonic
from typing import TypeAlias

import httpx

from adapters.guard import LOOPBACK
from adapters.http import client
from scheduler.errors import MediaError
from scheduler.media import LARGEST_FILE

LONGEST = 30.0
"""Seconds that a picture may take to come."""
REDIRECTS = 3

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
    """Fetch a picture from one of `hosts`, over `https` or from this machine.

    Redirects are followed on the same host only. An address of a private network has to be among `hosts` itself: a
    name that suddenly leads there is not followed, and the address that was looked at is the one that is called.
    Raises MediaError.
    """
    named, until = _named(url), tick() + LONGEST
    try:
        with client(transport, private={*hosts, *LOOPBACK}) as web:
            target = httpx.URL(url)
            for _ in range(REDIRECTS + 1):
                with closing(web.send(_request(web, target, hosts, resolve), stream=True)) as response:
                    if not response.has_redirect_location:
                        return _body(response, named, until, tick)
                    target = _followed(target, response.headers["location"])
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise MediaError(f"{named} cannot be fetched ({type(error).__name__}); save it beside the article") from error
    raise MediaError(f"{named} redirects too often; name the picture's own address")


def _request(web: httpx.Client, target: httpx.URL, hosts: Collection[str], resolve: Resolve) -> httpx.Request:
    named = _named(str(target))
    if target.host not in hosts:
        raise MediaError(f"{named} is on the web; save it beside the article, or add its host to pictures: hosts:")
    if target.userinfo:
        raise MediaError(f"{named} holds a user name or a password; save the picture beside the article")
    address = _address(target.host, hosts, resolve)
    if target.scheme != "https" and not ip_address(address).is_loopback:
        raise MediaError(f"{named} is not protected on its way; write https://")
    return web.build_request(
        "GET",
        target.copy_with(host=address),
        headers={"Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.host},
    )


def _address(host: str, hosts: Collection[str], resolve: Resolve) -> str:
    found = resolve(host)
    for address in found:
        known = address in hosts or (host == "localhost" and ip_address(address).is_loopback)
        if not (known or ip_address(address).is_global):
            raise MediaError(f"{host} leads into a private network, to {address}; add that address to pictures: hosts:")
    return found[0]


def _followed(target: httpx.URL, location: str) -> httpx.URL:
    following = target.join(location)
    if following.host != target.host:
        raise MediaError(f"{_named(str(target))} redirects to {following.host}; name the picture's own address")
    return following


def _body(response: httpx.Response, named: str, until: float, tick: Callable[[], float]) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise MediaError(f"{named} was answered with {response.status_code}; correct the address")
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > LARGEST_FILE:
            raise MediaError(f"{named} is larger than {LARGEST_FILE:,} bytes; use a smaller picture")
        if tick() > until:
            raise MediaError(f"{named} takes longer than {LONGEST:.0f} s to come; save it beside the article")
    return bytes(body)


def _named(url: str) -> str:
    """Return an address without what may be a secret in it."""
    page = url.partition("?")[0].partition("#")[0]
    scheme, _, rest = page.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
