"""The composition root: here, and nowhere else, the parts are put together."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from adapters.base import Adapter, AdapterError, Connection, Limits, ReadsLimits
from adapters.logins import given, needed
from adapters.platforms import PLATFORMS
from scheduler import settings as configuration
from scheduler.clock import Clock, SystemClock
from scheduler.core.expressing import placed
from scheduler.core.model import Rhythm
from scheduler.core.place import Place, Server
from scheduler.errors import CredentialError, NotFound, PlanError, SettingsError
from scheduler.settings import AccountSettings, DatabaseServer, SecretRef, Settings
from scheduler.store import Store, accounts, exists, open_store

if TYPE_CHECKING:
    from adapters.powers import Powers
    from scheduler.core.admission import Terms
    from scheduler.dispatch import Dispatcher
    from scheduler.intake import Destination, House
    from scheduler.vault import VaultFile

LIMITS_KEEP = timedelta(days=1)
"""How long what a server said fits is believed."""


@dataclass(frozen=True)
class Tambour:
    """An installation: its settings, its database and its clock."""

    settings: Settings
    environ: Mapping[str, str] = field(repr=False)
    clock: Clock = field(default_factory=SystemClock)
    secrets: set[str] = field(default_factory=set, repr=False)
    """Every secret that was fetched, so that the log can mask it."""
    closing: ExitStack = field(default_factory=ExitStack, repr=False)
    """What is to be closed at the end."""
    earlier: Tambour | None = field(default=None, repr=False)
    """The installation before its settings were read again; this one goes on with its database."""

    @cached_property
    def place(self) -> Place:
        """Return where the database is, with its password.

        Raises CredentialError where that is not to be had.
        """
        return self.at(self.settings.database)

    def at(self, database: Path | DatabaseServer) -> Place:
        """Return where a database is, with its password.

        Raises CredentialError where that is not to be had.
        """
        if isinstance(database, Path):
            return database
        return Server(database.address, None if database.password is None else self.fetch(database.password))

    @cached_property
    def store(self) -> Store:
        """Return the database, opened when it is first needed."""
        if self.earlier is not None:
            return self.earlier.store
        store = open_store(self.place)
        self.closing.callback(store.close)
        return store

    @contextmanager
    def unwritten(self) -> Iterator[Store]:
        """Yield a database to read from, without making one where there is none."""
        if exists(self.place):
            yield self.store
            return
        with TemporaryDirectory() as folder:
            store = open_store(Path(folder) / "empty.db")
            yield store
            store.close()

    @cached_property
    def vault(self) -> VaultFile:
        """Return where secrets are kept that tambour itself came by."""
        from scheduler.vault import KeyPlace, VaultFile, leased  # noqa: PLC0415  most commands need none

        path = self.settings.sessions or self.settings.beside("sessions")
        lease = leased(lambda: self.store, self.clock.now)
        return VaultFile(path, KeyPlace(path, self.environ), lease, self.secrets)

    @cached_property
    def house(self) -> House:
        """Return who publishes, with the rewriter that the settings name.

        Raises SettingsError where it is not installed.
        """
        from scheduler.intake import House  # noqa: PLC0415  most commands read no article
        from scheduler.wording import rewriter  # noqa: PLC0415

        named = self.settings.rewriter
        return House(self.settings.site, self.settings.brand, None if named is None else rewriter(named))

    def account(self, name: str) -> AccountSettings:
        """Return an account of the settings.

        Raises NotFound.
        """
        if name not in self.settings.accounts:
            known = ", ".join(self.settings.accounts) or "none"
            raise NotFound(f"there is no account {name!r} in {self.settings.path}; it names: {known}")
        return self.settings.accounts[name]

    def chosen(self, names: Sequence[str]) -> list[AccountSettings]:
        """Return the accounts named, or all where none is.

        Raises NotFound.
        """
        if not self.settings.accounts:
            raise NotFound(f"{self.settings.path} names no account; add one under accounts:")
        return [self.account(name) for name in dict.fromkeys(names or self.settings.accounts)]

    def rhythms(self) -> dict[str, Rhythm]:
        """Return every account's rhythm."""
        return {name: account.rhythm for name, account in self.settings.accounts.items()}

    def adapter(self, account: AccountSettings) -> Adapter:
        """Make the adapter of an account.

        Raises CredentialError where its secret is not to be had.
        """
        from adapters.http import client  # noqa: PLC0415  slow to import, and most commands need no network
        from adapters.registry import load  # noqa: PLC0415

        options = self.options(account)
        web = client(private=self.reachable(options))
        self.closing.callback(web.close)
        return load(account.platform)(Connection(account.name, options, web, self.vault.for_account(account.name)))

    def reachable(self, options: Mapping[str, str]) -> frozenset[str]:
        """Return the hosts of private networks that an account with these options may call: those that are named."""
        from adapters.guard import named  # noqa: PLC0415  slow to import, and most commands need no network

        return self.settings.private_hosts | named(options.values())

    def options(self, account: AccountSettings) -> dict[str, str]:
        """Return an account's options.

        Raises CredentialError where one is missing, or not to be had.
        """
        options = self.known_options(account)
        for name in sorted(needed(account.platform) - options.keys()):
            way = f"run `tambour login {account.name}`, or name it in the settings"
            raise CredentialError(f"account {account.name!r} has no {name}: {way}")
        return options

    def known_options(self, account: AccountSettings) -> dict[str, str]:
        """Return what the settings say of an account, and what a login gave where they say nothing.

        Raises CredentialError where a secret is not where they say.
        """
        options = {name: self._value(account, name, value) for name, value in account.options.items()}
        absent = given(account.platform) - options.keys()
        kept = self.vault.for_login(account.name).recall() if absent else {}
        return options | {name: kept[name] for name in absent & kept.keys()}

    def allowed(self, account: AccountSettings) -> list[str]:
        """Return the scopes that an account's platform allowed at its last login, as far as it told."""
        parts = (self.vault.for_login(account.name), self.vault.for_account(account.name))
        return [scope for part in parts for scope in part.recall().get("scopes", "").split()]

    def _value(self, account: AccountSettings, name: str, value: str | SecretRef) -> str:
        if not isinstance(value, SecretRef):
            return value
        try:
            return self.fetch(value)
        except CredentialError as error:
            raise CredentialError(f"account {account.name!r}, {name}: {error}") from error

    def fetch(self, reference: SecretRef) -> str:
        """Return a secret, and remember to mask it.

        Raises CredentialError.
        """
        secret = configuration.resolve(reference, environ=self.environ)
        self.secrets.add(secret)
        return secret

    def limits(self, account: AccountSettings, *, keep: bool) -> tuple[Limits, str | None]:
        """Return what fits on an account, with its links where it wants them; a notice where its server was not there.

        What the server says is believed for a day; `keep` stores it.

        Raises PlanError where the platform has no place for its links.
        """
        found, notice = self._told_limits(account, keep=keep)
        return placed(found, account.link, platform_powers(account.platform), account=account.name), notice

    def destination(self, account: AccountSettings, limits: Limits | None = None) -> Destination:
        """Return an account as a place to plan for; without `limits`, with those that are known offline.

        Raises PlanError where its platform cannot do what the account wants.
        """
        from scheduler.intake import Destination  # noqa: PLC0415  most commands read no article

        able = platform_powers(account.platform)
        fitting = limits or placed(platform_limits(account.platform), account.link, able, account=account.name)
        if account.thread and not able.threads:
            raise PlanError(f"account {account.name!r}: {account.platform} has no threads; take out thread: yes")
        return Destination(account.name, account.platform, fitting, able, thread=account.thread)

    def _told_limits(self, account: AccountSettings, *, keep: bool) -> tuple[Limits, str | None]:
        known = platform_limits(account.platform)
        cached = self._kept_limits(account, known)
        if cached is not None and self.clock.now() - cached[1] < LIMITS_KEEP:
            return cached[0], None
        try:
            found = self._ask_limits(account)
        except (AdapterError, CredentialError) as error:
            return cached[0] if cached else known, f"{account.name}: using the limits last known, because {error}"
        if found is None:
            return known, None
        if keep:
            self.keep_limits(account, found)
        return found, None

    def _kept_limits(self, account: AccountSettings, known: Limits) -> tuple[Limits, datetime] | None:
        if not exists(self.place):
            return None
        with self.store.read() as tx:
            return accounts.limits(tx, account.name, known=known)

    def _ask_limits(self, account: AccountSettings) -> Limits | None:
        from adapters.registry import load  # noqa: PLC0415  slow to import, and most commands need no network

        if not hasattr(load(account.platform), "read_limits"):
            return None
        adapter = self.adapter(account)
        return adapter.read_limits() if isinstance(adapter, ReadsLimits) else None

    def keep_limits(self, account: AccountSettings, found: Limits) -> None:
        """Remember what an account's server says fits."""
        with self.store.write() as tx:
            accounts.know(tx, {account.name: account.platform})
            accounts.keep_limits(tx, account.name, found, now=self.clock.now())

    def dispatcher(self) -> Dispatcher:
        """Make the pump; an account whose secret is not to be had is held, the others go on."""
        from scheduler.core.admission import Bulkheads  # noqa: PLC0415  only the daemon needs it
        from scheduler.dispatch import Dispatcher, Rules  # noqa: PLC0415  likewise

        return Dispatcher(
            self.store,
            self.connect(),
            self.terms(),
            clock=self.clock,
            dice=random.SystemRandom().random,
            rules=Rules(bulkheads=Bulkheads(host=self.settings.in_flight)),
        )

    def connect(self) -> dict[str, Adapter]:
        """Make every account's adapter, and hold the accounts whose secret is not to be had."""
        made: dict[str, Adapter] = {}
        missing: dict[str, CredentialError] = {}
        for name, account in self.settings.accounts.items():
            try:
                made[name] = self.adapter(account)
            except CredentialError as error:
                missing[name] = error
        self._start_accounts(missing)
        return made

    def terms(self) -> dict[str, Terms]:
        """Return on what terms each account is served."""
        from scheduler.core.admission import Terms  # noqa: PLC0415  only the daemon needs it

        return {
            name: Terms(
                account.rhythm,
                account.fuse,
                account.late,
                account.in_flight,
                account.host,
                account.budget,
                account.place,
            )
            for name, account in self.settings.accounts.items()
        }

    def _start_accounts(self, missing: Mapping[str, CredentialError]) -> None:
        now = self.clock.now()
        with self.store.write() as tx:
            accounts.know(tx, {name: account.platform for name, account in self.settings.accounts.items()})
            refused = [one.account for one in accounts.holds(tx) if one.hold == accounts.CREDENTIALS]
            accounts.release(tx, refused, now=now, reason="the daemon has read the credentials again")
            for name, error in missing.items():
                accounts.hold(tx, name, accounts.CREDENTIALS, reason=str(error), now=now)
        self.ease()

    def ease(self) -> None:
        """Let posts go on that fit their account's budget again."""
        from scheduler.budgets import ease  # noqa: PLC0415  only the daemon needs it

        ease(self.store, self.terms(), now=self.clock.now())

    def reread(self) -> Tambour:
        """Return the installation as its settings are now; what it opens is closed by itself.

        Raises SettingsError where they are wrong, or name another database.
        """
        read = configuration.load(self.settings.path, platforms=PLATFORMS)
        if read.database != self.settings.database:
            raise SettingsError(f"{read.path} names another database; stop the daemon and start it again")
        return replace(self, settings=read, closing=ExitStack(), earlier=self.earlier or self)

    def apart(self) -> Tambour:
        """Return the same installation; what it opens is closed by itself."""
        return replace(self, closing=ExitStack(), earlier=self.earlier or self)

    def close(self) -> None:
        """Close what was opened."""
        self.closing.close()


def platform_limits(platform: str) -> Limits:
    """Return what fits on a platform whose server has not been asked, also on one that has no adapter yet.

    Raises NotFound.
    """
    from adapters.limits import LIMITS  # noqa: PLC0415  most commands need none
    from adapters.registry import UnknownPlatform, load  # noqa: PLC0415  slow to import

    try:
        return load(platform).limits
    except UnknownPlatform as error:
        if platform in LIMITS and platform not in PLATFORMS:
            return LIMITS[platform]
        raise NotFound(str(error)) from error


def platform_powers(platform: str) -> Powers:
    """Return what a platform's adapter can do; one that has no adapter yet can do nothing."""
    from adapters.powers import Powers, powers  # noqa: PLC0415  most commands need none
    from adapters.registry import UnknownPlatform, load  # noqa: PLC0415  slow to import

    try:
        return powers(load(platform))
    except UnknownPlatform:
        return Powers()


@contextmanager
def opened(config: Path | None, *, environ: Mapping[str, str], folder: Path) -> Iterator[Tambour]:
    """Find and read the settings, and close on the way out whatever was opened.

    Raises SettingsError.
    """
    path = configuration.find(config, environ=environ, folder=folder)
    tambour = Tambour(configuration.load(path, platforms=PLATFORMS), environ)
    try:
        yield tambour
    finally:
        tambour.close()
