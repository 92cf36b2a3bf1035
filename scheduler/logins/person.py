"""Who logs in, as the ways see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from adapters.logins import OAuth1, OAuth2
from adapters.tokens import Tokens
from scheduler.errors import CredentialError


class Person(Protocol):
    """Reads, answers, and goes to pages in a browser."""

    def tell(self, words: str) -> None:
        """Show a line."""

    def ask(self, question: str, *, secret: bool) -> str:
        """Return the answer, without white space around it; a secret is not shown as it is typed."""

    def visit(self, page: str) -> None:
        """Open a page in a browser, where there is one."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a login gave."""

    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What a way needs to be walked."""

    person: Person
    client: httpx.Client
    options: Mapping[str, str] = field(repr=False)
    """What the settings say of the account, secrets included."""
    dice: Callable[[], str]
    """Makes words that nobody can guess."""

    def place(self, address: str) -> str:
        """Return an address of the account's own server."""
        return address.replace("{url}", self.options.get("url", ""))

    def app(self, way: OAuth1 | OAuth2) -> tuple[str, str]:
        """Return what names the app and what proves it, asking for what the settings do not say.

        Raises CredentialError where nothing names it: the platform would show a page that explains nothing.
        """
        name, proof = way.app
        named = self.options.get(name) or self.person.ask(name, secret=False)
        if not named:
            raise CredentialError(f"no {name} was given; nothing has changed")
        proven = self.options.get(proof) or self.person.ask(f"{proof}, empty where the app has none", secret=True)
        return named, proven
