"""The ways in that there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Paste:
    """A person makes secrets on a page of the platform and pastes them."""

    name: ClassVar[str] = "paste"
    page: str
    steps: str
    """What to do on the page."""
    options: tuple[str, ...]
    """The options that the secrets are."""
    scopes: tuple[str, ...] = ()
    """The least that the platform has to allow of."""


@dataclass(frozen=True, slots=True)
class Longer:
    """How a token of an hour becomes one that lasts."""

    place: str
    grant: str
    """What the platform calls that."""
    token: str
    """Under which name it takes the short one."""


@dataclass(frozen=True, slots=True)
class OAuth2:
    """A person allows it in a browser (RFC 6749, with PKCE where the platform has it: RFC 7636)."""

    name: ClassVar[str] = "oauth2"
    page: str
    steps: str
    authorize: str
    """Where the person is sent."""
    token: str
    """Where the code becomes tokens."""
    scopes: tuple[str, ...]
    option: str | None = None
    """The option that the access token is; `None`: the adapter keeps the tokens and refreshes them."""
    basic: bool = False
    """Whether the app proves itself in a header, and not in the body."""
    loopback: bool = True
    """Whether the platform sends the person back to this machine without TLS."""
    register: str | None = None
    """Where an app makes itself known; elsewhere, a person does that on the page."""
    app: tuple[str, str] = ("client_id", "client_secret")
    """The options that name the app and prove it."""
    keeps_app: bool = True
    """Whether the adapter needs the app again, to replace the tokens."""
    redirect: str | None = None
    """Where the person is sent back to, where this machine is known to the platform by this address alone."""
    pkce: bool = True
    """Whether a code may be asked for with a verifier: LinkedIn refuses it then."""
    separator: str = " "
    """What stands between two scopes."""
    longer: Longer | None = None
    pages: str | None = None
    """Where the pages of the person are told, each with a token of its own: that of the option `page` is kept."""
    more: tuple[tuple[str, str], ...] = ()
    """What the page where the person is sent has to be told besides."""


@dataclass(frozen=True, slots=True)
class OAuth1:
    """A person allows it in a browser and reads a number off (RFC 5849)."""

    name: ClassVar[str] = "oauth1"
    page: str
    steps: str
    request: str
    authorize: str
    access: str
    app: tuple[str, str]
    """The options that name the app and prove it."""
    options: tuple[str, str]
    """The options that the token and its secret are."""
    scopes: tuple[str, ...] = ()


Way: TypeAlias = Paste | OAuth2 | OAuth1
