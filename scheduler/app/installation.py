"""An installation: its settings, its database, its clock, and what is made from them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from adapters.base import Adapter, AdapterError, Connection, Limits
from adapters.logins import given, needed
from adapters.registry import Offered, UnknownPlatform, load
from scheduler import settings as configuration
from scheduler.almanac import UnknownHolidays, days_off
from scheduler.app.limits import told_limits
from scheduler.app.platforms import account_limits, platform_powers
from scheduler.clock import Clock, SystemClock
from scheduler.core.expressing import placed
from scheduler.core.model import Campaign, Rhythm
from scheduler.core.place import Place, Server
from scheduler.errors import CredentialError, NotFound, PlanError, SettingsError
from scheduler.settings import AccountSettings, DatabaseServer, SecretRef, Settings
from scheduler.store import Store, exists, open_store

if TYPE_CHECKING:
    from adapters.registry import AdapterClass
    from scheduler.intake import Destination, House
    from scheduler.vault import VaultFile

log = logging.getLogger(__name__)


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
    durable: bool = True
    """Whether what is written to its database is flushed; a rehearsal throws it away."""

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
        store = open_store(self.place, durable=self.durable)
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
        from scheduler.intake import Destined, House  # noqa: PLC0415  most commands read no article
        from scheduler.wording import rewriter  # noqa: PLC0415

        named = self.settings.rewriter
        rewording = None if named is None else rewriter(named)
        known = Destined(frozenset(self.settings.accounts), self.settings.groups)
        return House(self.settings.site, self.settings.brand, rewording, known, self.settings.approval)

    def account(self, name: str) -> AccountSettings:
        """Return an account of the settings.

        Raises NotFound.
        """
        if name in self.settings.groups:
            raise NotFound(f"{name!r} is a group; name one of its accounts: {', '.join(self.settings.groups[name])}")
        if name not in self.settings.accounts:
            known = ", ".join([*self.settings.accounts, *self.settings.groups]) or "none"
            raise NotFound(f"there is no account {name!r} in {self.settings.path}; it names: {known}")
        return self.settings.accounts[name]

    def person(self, name: str | None) -> str:
        """Return who acts; without a name, the one person there is, or nobody where the settings name none.

        Capitals matter only where the settings tell two people apart by them.

        Raises NotFound.
        """
        people = self.settings.approval.people
        if name is None and len(people) <= 1:
            return next(iter(people), "")
        if name is None:
            raise NotFound(f"say who approves, with --as; {self.settings.path} names: {', '.join(people)}")
        alike = [one for one in people if one == name] or [one for one in people if one.casefold() == name.casefold()]
        if len(alike) != 1:
            raise NotFound(
                f"{self.settings.path} names no {name!r} under people:; it names: {', '.join(people) or 'none'}"
            )
        return alike[0]

    def campaign(self, name: str) -> Campaign:
        """Return a campaign of the settings.

        Raises NotFound.
        """
        named = {one.name: one for one in self.settings.brand.campaigns}
        if name not in named:
            known = ", ".join(named) or "none"
            raise NotFound(f"there is no campaign {name!r} in {self.settings.path}; it names: {known}")
        return named[name]

    def chosen(self, names: Sequence[str]) -> list[AccountSettings]:
        """Return the accounts named, or all where none is.

        Raises NotFound.
        """
        if not self.settings.accounts:
            raise NotFound(f"{self.settings.path} names no account; add one under accounts:")
        return [self.account(name) for name in self.spread(names or list(self.settings.accounts))]

    def spread(self, names: Sequence[str]) -> list[str]:
        """Return names with the accounts of a group in place of its name, each once."""
        return list(dict.fromkeys(one for name in names for one in self.settings.groups.get(name, (name,))))

    def rhythms(self) -> dict[str, Rhythm]:
        """Return every account's rhythm, without its country's holidays.

        Raises SettingsError where a country or region is unknown.
        """
        return {name: self._rested(account) for name, account in self.settings.accounts.items()}

    def _rested(self, account: AccountSettings) -> Rhythm:
        if account.holidays is None:
            return account.rhythm
        try:
            off = days_off(account.holidays, year=self.clock.now().year)
        except UnknownHolidays as error:
            raise configuration.misplaced_holidays(self.settings.path, account.name, error.key, str(error)) from error
        return replace(account.rhythm, closed={**off, **account.rhythm.closed})

    def adapter(self, account: AccountSettings) -> Adapter:
        """Make the adapter of an account.

        Raises CredentialError where its secret is not to be had, or where its package is broken.
        """
        from adapters.http import client  # noqa: PLC0415  slow to import, and most commands need no network

        kind, options = self._adapter_class(account), self.options(account)
        web = client(private=self.reachable(options))
        self.closing.callback(web.close)
        connection = Connection(account.name, options, web, self.vault.for_account(account.name))
        try:
            return kind(connection)
        except Exception as error:
            log.exception("the adapter cannot be made", extra={"action": "connect", "account": account.name})
            told = str(error) if isinstance(error, AdapterError) else type(error).__name__
            raise CredentialError(f"account {account.name!r}: its adapter cannot be made ({told})") from error

    def _adapter_class(self, account: AccountSettings) -> AdapterClass:
        try:
            return load(account.platform)
        except UnknownPlatform as error:
            raise CredentialError(f"account {account.name!r}: {error}") from error

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
        found, notice = told_limits(self, account, keep=keep)
        return placed(found, account.link, platform_powers(account.platform), account=account.name), notice

    def destination(self, account: AccountSettings, limits: Limits | None = None) -> Destination:
        """Return an account as a place to plan for; without `limits`, with those that are known offline.

        Raises PlanError where its platform cannot do what the account wants.
        """
        from scheduler.intake import Destination  # noqa: PLC0415  most commands read no article

        able, known = platform_powers(account.platform), account_limits(account)
        fitting = limits or placed(known, account.link, able, account=account.name)
        if account.thread and not able.threads:
            raise PlanError(f"account {account.name!r}: {account.platform} has no threads; take out thread: yes")
        own = replace(fitting, link_place=known.link_place, card_excludes_images=known.card_excludes_images)
        return Destination(
            account.name, account.platform, fitting, able, thread=account.thread, own=own, taste=account.taste
        )

    def reread(self) -> Tambour:
        """Return the installation as its settings are now; what it opens is closed by itself.

        Raises SettingsError where they are wrong, or name another database.
        """
        read = configuration.load(self.settings.path, platforms=Offered())
        if read.database != self.settings.database:
            raise SettingsError(f"{read.path} names another database; stop the daemon and start it again")
        return replace(self, settings=read, closing=ExitStack(), earlier=self.earlier or self)

    def apart(self) -> Tambour:
        """Return the same installation; what it opens is closed by itself."""
        return replace(self, closing=ExitStack(), earlier=self.earlier or self)

    def close(self) -> None:
        """Close what was opened."""
        self.closing.close()


@contextmanager
def opened(config: Path | None, *, environ: Mapping[str, str], folder: Path) -> Iterator[Tambour]:
    """Find and read the settings, and close on the way out whatever was opened.

    Raises SettingsError.
    """
    path = configuration.find(config, environ=environ, folder=folder)
    tambour = Tambour(configuration.load(path, platforms=Offered()), environ)
    try:
        yield tambour
    finally:
        tambour.close()
