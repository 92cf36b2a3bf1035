"""From the text of `tambour.yaml` to frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import WithDefaultSchema

from adapters.base import LinkPlace, OptionKind
from adapters.platforms import Platform, UnknownPlatform
from scheduler.almanac import Holidays
from scheduler.core.approval import Approval
from scheduler.core.budget import Budget
from scheduler.core.fuse import Fuse
from scheduler.core.lateness import Late
from scheduler.core.linking import PLACES
from scheduler.core.model import Brand, Rhythm, Site, Taste
from scheduler.errors import SettingsError
from scheduler.settings import schema
from scheduler.settings.approving import asking, unanswerable
from scheduler.settings.campaign import named, told
from scheduler.settings.credentials import SecretRef
from scheduler.settings.database import DatabaseServer, located
from scheduler.settings.dispatching import belated, fused
from scheduler.settings.document import Document, read
from scheduler.settings.evergreen import returning
from scheduler.settings.operating import MetricsPlace, Notices, measured
from scheduler.settings.operating import told as noticed
from scheduler.settings.pictures import shown
from scheduler.settings.references import EnvSecret, FileSecret, KeyringSecret, referred
from scheduler.settings.report import Problem, problems, render, unknown
from scheduler.settings.rhythm import kept_holidays, paced, tasting
from scheduler.settings.siting import own_host, sited
from scheduler.settings.voice import spoken

WHERE = frozenset({OptionKind.TEXT, OptionKind.SERVER, OptionKind.FOLDER})
"""Kinds of options that may say where an account's posts go; a secret may change and belong to the same account."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """A named destination."""

    name: str
    platform: str
    options: Mapping[str, str | SecretRef]
    """What the platform's adapter takes; folders are absolute."""
    rhythm: Rhythm
    fuse: Fuse
    late: Late
    in_flight: int = 1
    """Posts under way at once."""
    link: LinkPlace | None = None
    """Where its links stand; `None`: in the platform's own place."""
    thread: bool = False
    """Whether what does not fit in a post is told over several."""
    budget: Budget | None = None
    holidays: Holidays | None = None
    """Whose public holidays are days off, besides the days that its rhythm says are closed."""
    check_links: bool = True
    """Whether its posts wait until the pages that they point to are there."""
    taste: Taste = field(default_factory=Taste)
    """Which teasers it takes."""
    place: str = ""
    """Its platform and all that says where its posts go: another one is another account."""

    @property
    def host(self) -> str:
        """Return where its requests go, or its platform where nothing says so: accounts that share it share a limit."""
        place = self.options.get("url") or self.options.get("folder") or self.platform
        return urlsplit(place).netloc or place if isinstance(place, str) else self.platform


@dataclass(frozen=True, slots=True)
class Settings:
    """All that `tambour.yaml` says."""

    path: Path
    site: Site
    database: Path | DatabaseServer
    """A SQLite file, or a server."""
    accounts: Mapping[str, AccountSettings]
    brand: Brand = field(default_factory=Brand)
    rewriter: str | None = None
    """The name of the plug-in that may reword teasers."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names for several accounts at once."""
    in_flight: int = 4
    """Posts under way at one host."""
    notices: Notices = field(default_factory=Notices)
    metrics: MetricsPlace | None = None
    keep: timedelta = timedelta(days=400)
    """How long the log goes back."""
    health: Path | None = None
    """Where the daemon writes how it does, if not beside the database."""
    private_hosts: frozenset[str] = frozenset()
    """Hosts, or their addresses, in private networks that accounts may be served from."""
    approval: Approval = field(default_factory=Approval)
    """Who has to approve what."""
    ahead: timedelta = timedelta(days=90)
    """How far `tambour plan` plans."""
    repeat: timedelta = timedelta(days=90)
    """For how long an account does not say nearly the same again."""
    source: str | None = None
    """Where articles come from, if not from files: an address, or an absolute path."""
    sited: str | None = None
    """What was read from the configuration of the site's generator, if it has one."""
    unfollowed: tuple[str, ...] = ()
    """What of that cannot be followed, each with what to do."""
    sessions: Path | None = None
    """Where sessions are kept, if not beside the database."""

    def beside(self, ending: str) -> Path:
        """Return a file of this machine's own: beside the database, or beside the settings where that is a server."""
        if isinstance(self.database, DatabaseServer):
            return self.path.with_name(f"{self.path.stem}.{ending}").absolute()
        return self.database.with_name(f"{self.database.name}.{ending}")


def load(path: Path, *, platforms: Mapping[str, Platform]) -> Settings:
    """Read and validate the settings file.

    Raises SettingsError with every problem that it has, each with its line.
    """
    document = read(_text(path), name=path.name)
    found = [Problem(place, "this key stands twice; keep one") for place in document.repeated]
    found += _validate(document, platforms)
    if found:
        raise SettingsError(render(found, document, name=path.name))
    return _settings(path, document, platforms)


def misplaced_holidays(path: Path, account: str, key: str, why: str) -> SettingsError:
    """Return what is wrong with the holidays that an account keeps, its own or the site's, and on which line."""
    document = read(_text(path), name=path.name)
    own = document.values["accounts"][account].get("rhythm") or {}
    place = ("site",) if own.get("holidays") is None else ("accounts", account, "rhythm")
    return SettingsError(render([Problem((*place, "holidays", key), why)], document, name=path.name))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from error


def _validate(document: Document, platforms: Mapping[str, Platform]) -> Iterator[Problem]:
    try:
        file = schema.File.model_validate(document.values)
    except ValidationError as error:
        yield from problems(error, schema.File)
    else:
        for place, why in unanswerable(asking(file.people, file.approval)):
            yield Problem(("approval", place, "by"), why)
    accounts = document.values.get("accounts") if isinstance(document.values, dict) else None
    yield from _strangers(document, accounts)
    for name, values in accounts.items() if isinstance(accounts, dict) else ():
        yield from _validate_account(("accounts", name), values, platforms)
    yield from _validate_groups(document.values)


def _validate_groups(values: Any) -> Iterator[Problem]:
    """Yield what is wrong with the groups, where they have the form of groups."""
    accounts, groups = (values.get(key) if isinstance(values, dict) else None for key in ("accounts", "groups"))
    known = accounts if isinstance(accounts, dict) else {}
    for name, members in groups.items() if isinstance(groups, dict) else ():
        if name in known:
            yield Problem(("groups", name), "an account has this name already; choose another one")
        for index, member in enumerate(members if isinstance(members, list) else ()):
            if isinstance(member, str) and member not in known:
                yield Problem(("groups", name, index), unknown(member, known, "account"))


def _strangers(document: Document, accounts: Any) -> Iterator[Problem]:
    """Yield where a campaign names an account that there is not."""
    campaigns = document.values.get("campaigns") if isinstance(document.values, dict) else None
    known = list(accounts) if isinstance(accounts, dict) else []
    for name, values in campaigns.items() if isinstance(campaigns, dict) else ():
        listed = values.get("accounts") if isinstance(values, dict) else None
        for place, account in enumerate(listed if isinstance(listed, list) else []):
            if account not in known:
                yield Problem(("campaigns", name, "accounts", place), unknown(str(account), known, "account"))


def _validate_account(place: tuple[str, str], values: Any, platforms: Mapping[str, Platform]) -> Iterator[Problem]:
    named = values.get("platform") if isinstance(values, dict) else None
    if not isinstance(named, str):
        yield Problem(place, f"an account needs a platform, one of {', '.join(sorted(platforms))}")
    elif named not in platforms:
        yield Problem((*place, "platform"), unknown(named, sorted(platforms), "platform"))
    else:
        platform, values = _shaped(values, platforms)
        model = schema.account_model(platform)
        try:
            model.model_validate(values)
        except ValidationError as error:
            yield from problems(error, model, place)


def _shaped(values: dict[str, Any], platforms: Mapping[str, Platform]) -> tuple[Platform, dict[str, Any]]:
    """Return an account's platform, and what can be checked of it.

    A broken package takes no options: its account is held, and the others go on.
    """
    named = values["platform"]
    try:
        return platforms[named], values
    except UnknownPlatform:
        return Platform(named, "", ()), {
            key: each for key, each in values.items() if key in schema.Account.model_fields
        }


def _settings(path: Path, document: Document, platforms: Mapping[str, Platform]) -> Settings:
    file = schema.File.model_validate(document.values)
    folder = path.parent
    place = sited(file.site, path)
    site = place.site
    accounts = {name: _account(name, values, folder, file, site, platforms) for name, values in file.accounts.items()}
    password = None if file.database_password is None else referred(file.database_password, folder)
    campaigns = tuple(
        named(name, one, file.campaign, zone=site.timezone, late=file.dispatch.late)
        for name, one in file.campaigns.items()
    )
    evergreen = tuple(returning(one, site.timezone) for one in file.evergreen)
    pictures = shown(file.pictures, folder, own_host(place))
    brand = Brand(spoken(file.voice), pictures, told(file.campaign), campaigns, evergreen)
    return Settings(
        path,
        site,
        located(file.database, password, folder),
        accounts,
        brand,
        file.voice.rewriter,
        {name: tuple(dict.fromkeys(members)) for name, members in file.groups.items()},
        in_flight=file.dispatch.in_flight,
        notices=noticed(file.notify, folder, site_language=site.language),
        metrics=measured(file.metrics),
        keep=file.events.keep,
        health=_file(file.health, folder),
        private_hosts=frozenset(file.private_hosts),
        sessions=_file(file.sessions, folder),
        approval=asking(file.people, file.approval),
        ahead=file.plan.ahead,
        repeat=file.plan.repeat,
        sited=place.told,
        unfollowed=place.unfollowed,
        source=place.source,
    )


def _file(path: str | None, folder: Path) -> Path | None:
    return None if path is None else (folder / Path(path).expanduser()).absolute()


def _account(
    name: str, values: Any, folder: Path, file: schema.File, site: Site, platforms: Mapping[str, Platform]
) -> AccountSettings:
    platform, values = _shaped(values, platforms)
    account = schema.account_model(platform).model_validate(values)
    options: dict[str, str | SecretRef] = {}
    for option in platform.options:
        value = getattr(account, option.name)
        if value is not None:
            options[option.name] = _option(option.kind, value, folder)
    return AccountSettings(
        name,
        platform.name,
        options,
        paced(account.rhythm, site.timezone, file.site.closed),
        fuse=fused(platform.name, account.fuse, file.dispatch.fuse),
        late=belated(account.late, file.dispatch.late),
        in_flight=account.in_flight,
        link=None if account.link is None else PLACES[account.link],
        thread=account.thread,
        budget=None if account.budget is None else Budget(account.budget, account.rhythm.timezone or site.timezone),
        holidays=kept_holidays(account.rhythm.holidays, file.site.holidays),
        taste=tasting(account.only, account.never),
        check_links=file.site.check_links if account.check_links is None else account.check_links,
        place=_place(platform, options),
    )


def _place(platform: Platform, options: Mapping[str, str | SecretRef]) -> str:
    where = (option.name for option in platform.options if option.where and option.kind in WHERE)
    told = (options.get(name) for name in where)
    return " ".join([platform.name, *(value for value in told if isinstance(value, str))])


def _option(kind: OptionKind, value: Any, folder: Path) -> str | SecretRef:
    match value:
        case EnvSecret() | FileSecret() | KeyringSecret():
            return referred(value, folder)
        case _ if kind is OptionKind.FOLDER:
            return str((folder / Path(value).expanduser()).absolute())
        case _:
            return str(value)


class _WithoutDefaults(GenerateJsonSchema):
    """Leaves defaults out: they are values of Python, and an editor would offer them as they stand."""

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def json_schema(platforms: Mapping[str, Platform]) -> dict[str, Any]:
    """Return the JSON Schema of `tambour.yaml`, from which editors complete and check it."""
    whole = schema.File.model_json_schema(schema_generator=_WithoutDefaults)
    definitions: dict[str, Any] = whole.setdefault("$defs", {})
    choices = []
    for name in platforms:
        try:
            model = schema.account_model(platforms[name])
        except UnknownPlatform:  # an editor has nothing to complete there
            continue
        shape = model.model_json_schema(schema_generator=_WithoutDefaults)
        definitions |= shape.pop("$defs", {})
        definitions[model.__name__] = shape
        choices.append({"$ref": f"#/$defs/{model.__name__}"})
    whole["properties"]["accounts"]["additionalProperties"] = {"oneOf": choices}
    whole["properties"]["accounts"].pop("patternProperties", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "title": "tambour.yaml"}
