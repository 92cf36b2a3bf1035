"""A login from its first word to its last: the way is walked, the secret tried, and only then kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import assert_never

from adapters.base import AdapterError, Connection, Identity
from adapters.http import client
from adapters.logins import LOGINS, OAuth1, OAuth2, Paste, Way, gives
from adapters.registry import load
from adapters.tokens import words
from scheduler.app import Tambour
from scheduler.errors import CredentialError, NotFound
from scheduler.logins.granting import granted
from scheduler.logins.loopback import REDIRECT
from scheduler.logins.pasting import pasted
from scheduler.logins.person import Desk, Given
from scheduler.logins.signing import signed
from scheduler.settings import AccountSettings


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to log in."""

    way: str | None = None
    """A way's name; the platform's first where it is left out."""
    redirect: str | None = None
    """Where the browser is sent back to; what the platform knows this machine by where it is left out."""
    paste: bool = False
    """Whether the browser's answer is pasted, for want of a browser on this machine."""


def chosen(account: AccountSettings, name: str | None) -> Way:
    """Return the way into an account's platform.

    Raises NotFound where there is none of that name, or none at all.
    """
    ways = LOGINS.get(account.platform, ())
    if not ways:
        raise NotFound(f"{account.platform} needs no login; its page in the docs says what it needs")
    found = next((way for way in ways if name in {None, way.name}), None)
    if found is None:
        raise NotFound(f"{account.platform} knows no way {name!r}; there is {', '.join(way.name for way in ways)}")
    return found


def log_in(tambour: Tambour, account: AccountSettings, desk: Desk, wish: Wish) -> Identity:
    """Walk a person through the way into an account, and return who it speaks for; what is wrong is not kept.

    Raises NotFound, CredentialError.
    """
    way = chosen(account, wish.way)
    _check_free(account, way)
    _introduce(way, desk, wish)
    try:
        return _kept(tambour, account, desk, _walk(way, desk, wish))
    except AdapterError as error:
        raise CredentialError(f"{account.platform} does not accept it, and nothing has changed: {error}") from error


def _kept(tambour: Tambour, account: AccountSettings, desk: Desk, given: Given) -> Identity:
    """Keep what a way gave, once the platform has said who it speaks for."""
    trial = Trial(tambour.vault.for_account(account.name).recall() if given.tokens is None else {})
    options = {**desk.options, **{name: value for name, value in given.options.items() if value}}
    if given.tokens is not None:
        trial.keep(words(given.tokens, options))
    with client(private=tambour.reachable(options)) as web:
        identity = load(account.platform)(Connection(account.name, options, web, trial)).verify()
    if given.options:
        known = tambour.vault.for_login(account.name).recall() | dict(given.options)
        tambour.vault.for_login(account.name).keep({name: value for name, value in known.items() if value})
    tambour.vault.for_account(account.name).keep(trial.recall())
    return identity


def _check_free(account: AccountSettings, way: Way) -> None:
    """Make sure that what the login gives is used: the settings come first."""
    secret = {name for name in gives(way) if not isinstance(account.options.get(name, ""), str)}
    taken = sorted(secret - set(way.app if isinstance(way, OAuth1 | OAuth2) else ()))
    if taken:
        raise CredentialError(
            f"the settings say where the {taken[0]} of {account.name!r} is kept; take that line out, or renew it there"
        )


def _introduce(way: Way, desk: Desk, wish: Wish) -> None:
    desk.person.tell(f"page: {desk.place(way.page)}")
    desk.person.tell(f"there: {way.steps}")
    if way.scopes:
        desk.person.tell(f"scopes: {', '.join(way.scopes)}, and no more")
    if isinstance(way, OAuth2) and not way.register and (way.loopback or wish.redirect):
        desk.person.tell(f"redirect address, to the letter: {_redirect(way, wish)}")


def _redirect(way: OAuth2, wish: Wish) -> str:
    return wish.redirect or way.redirect or REDIRECT


def _walk(way: Way, desk: Desk, wish: Wish) -> Given:
    match way:
        case Paste():
            return pasted(way, desk)
        case OAuth2():
            return granted(way, desk, redirect=_redirect(way, wish), paste=wish.paste)
        case OAuth1():
            return signed(way, desk)
        case _:  # pragma: no cover
            assert_never(way)


class Trial:
    """A vault for a login that has still to prove itself."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._kept = dict(kept)

    def recall(self) -> dict[str, str]:
        """Return what was kept last."""
        return dict(self._kept)

    def keep(self, secrets: Mapping[str, str]) -> None:
        """Replace what is kept."""
        self._kept = dict(secrets)

    def alone(self) -> AbstractContextManager[None]:
        """Let it in: nobody else knows of it."""
        return nullcontext()
