"""Which machines may be called: none in a private network that the settings do not name, none but this without TLS.

What a platform answers may hold addresses: where to send an image, which server an account has moved to. None of them
may lead a request, and the secret in it, to a machine that only this one can reach.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Iterable, Sequence
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

import httpcore

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine, as its settings name it."""

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for a host's IP addresses; raises OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def allowed(host: str, port: int, private: Collection[str], ask: Resolve = resolve) -> list[str]:
    """Return the addresses under which a host may be called; `private` are hosts and addresses of private networks.

    Raises httpcore.ConnectError where there are none.
    """
    try:
        found = ask(host, port)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    open_to_us = [address for address in found if _may_call(host, address, private)]
    if not open_to_us:
        raise httpcore.ConnectError(
            f"it leads into a private network, to {', '.join(found)}; if that is yours, name it under private_hosts"
        )
    return open_to_us


def _may_call(host: str, address: str, private: Collection[str]) -> bool:
    return ip_address(address).is_global or host in private or address in private


def named(settings: Iterable[str]) -> frozenset[str]:
    """Return the machines that an account's settings name by their address, or as this one."""
    words = (word for value in settings for word in value.replace(",", " ").split() if "://" in word)
    hosts = (urlsplit(word).hostname or "" for word in words)
    return frozenset(host for host in hosts if host == "localhost" or _is_address(host))


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def is_this_machine(host: str) -> bool:
    """Tell whether a host, as it is written, is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
