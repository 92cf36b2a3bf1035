"""A file of posts becomes posts: all of its lines or none, and none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from adapters.base import Content, Limits, Media
from scheduler import illustrating, media
from scheduler.app.writing import Wish, checked, written
from scheduler.core.linking import check_address
from scheduler.core.model import NewPost
from scheduler.core.sheets.dates import Order, settled
from scheduler.core.sheets.headings import SWITCHES, plain
from scheduler.core.sheets.reading import Remark, Sheet, Wanted, read
from scheduler.core.state import State
from scheduler.errors import MediaError, NotFound, PlanError, SheetError, TambourError
from scheduler.illustrating import Fetch
from scheduler.queueing import Listed, add_listed, approvable, repeated, slotted
from scheduler.store import Store, Tx, listed, planned

if TYPE_CHECKING:
    from scheduler.app.installation import Tambour
    from scheduler.settings import AccountSettings

Seen: TypeAlias = Callable[[int, int], None]

LARGEST = 50_000_000
"""Bytes of a file of posts."""
ONCE_MORE = "--again queues it once more"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file is to be read, and how."""

    path: Path
    accounts: tuple[str, ...] = ()
    """Where every line goes, whatever the file says; none: where the file says."""
    dates: Order | None = None
    reslot: bool = False
    """Whether what has no time, or one that is past, gets the next free slot."""
    draft: bool = False
    again: bool = False
    dry_run: bool = False


@dataclass
class Imported:
    """What came of a file; with a problem, nothing was queued."""

    sheet: Sheet
    posts: list[tuple[int, int | None, NewPost]] = field(default_factory=list)
    """Each with its line, and its number; `None` in a dry run."""
    left_out: list[Remark] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Bound:
    """A line on its way to an account."""

    wanted: Wanted
    account: AccountSettings
    at: datetime | None
    """`None`: the next free slot."""
    key: str
    """Of the post that is made of it: the same for the same line, so that none is made twice."""


def import_file(
    tambour: Tambour, asked: Asked, seen: Seen = lambda _more, _all: None, *, fetch: Fetch = illustrating.fetch
) -> Imported:
    """Queue the posts of a file, all or none; `seen` hears of each line that was looked at, of how many.

    Raises SheetError where it cannot be read as a whole.
    """
    sheet = _read(asked)
    done = Imported(sheet, left_out=[*sheet.over], problems=[*sheet.problems])
    with tambour.unwritten() if asked.dry_run else nullcontext(tambour.store) as store:
        with store.read() as tx:
            binder = _Binder(tambour, asked, done, UUID(planned.installed(tx)))
            bound = _new(tx, [one for wanted in sheet.wanted for one in binder.bound(wanted)], asked, done)
        author = _Author(tambour, asked, done, fetch)
        rows: list[tuple[_Bound, Listed]] = []
        for one in bound:
            rows += [(one, made) for made in author.made(one)]
            seen(1, len(bound))
        if not done.problems:
            _queue(store, rows, tambour, asked, done)
    done.problems.sort(key=lambda one: one.line or 0)
    done.left_out.sort(key=lambda one: one.line or 0)
    return done


def _read(asked: Asked) -> Sheet:
    data = _bytes(asked.path)
    try:
        return read(data, dates=asked.dates)
    except SheetError as error:
        raise SheetError(f"{asked.path}: {error}") from error


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file() and path.exists():
            raise SheetError(f"{path} is no file; name a CSV file")
        if path.stat().st_size > LARGEST:
            raise SheetError(f"{path} has more than {LARGEST:,} bytes; part it")
        return path.read_bytes()
    except OSError as error:
        raise SheetError(f"cannot read {path}: {error.strerror}") from error


@dataclass
class _Binder:
    """Finds out where each line goes, and when."""

    tambour: Tambour
    asked: Asked
    done: Imported
    installation: UUID

    def bound(self, wanted: Wanted) -> Iterator[_Bound]:
        """Yield a line for each account that it goes to."""
        try:
            places = self._accounts(wanted)
            yield from [self._on(account, wanted) for account in places]
        except TambourError as error:
            self.done.problems.append(Remark(wanted.line, str(error)))

    def _accounts(self, wanted: Wanted) -> list[AccountSettings]:
        names = self.asked.accounts or wanted.names
        every = self.tambour.settings.accounts
        if not names and len(every) != 1:
            raise NotFound("it does not say on which account; name one with --account")
        if self.asked.accounts or not names:
            return self.tambour.chosen(names)
        return list({one.name: one for name in names for one in self._called(name)}.values())

    def _called(self, name: str) -> Sequence[AccountSettings]:
        """Return what a file calls so: an account, a group, or the one account on a platform."""
        settings = self.tambour.settings
        if name in settings.accounts or name in settings.groups:
            return self.tambour.chosen([name])
        platform = SWITCHES.get(plain(name), plain(name))
        there = [one for one in settings.accounts.values() if plain(one.platform) == plain(platform)]
        if len(there) > 1:
            named = ", ".join(one.name for one in there)
            raise NotFound(f"{name!r} may be any of {named}; write its name there, or give --account")
        return there or [self.tambour.account(name)]

    def _on(self, account: AccountSettings, wanted: Wanted) -> _Bound:
        zone, now = _zone(wanted.zone) or account.rhythm.zone, self.tambour.clock.now()
        at, note = (None, None) if wanted.when is None else settled(wanted.when, zone, now)
        if note:
            self.done.notes.append(Remark(wanted.line, note))
        return _Bound(wanted, account, at, self._key(account.name, at, wanted))

    def _key(self, account: str, at: datetime | None, wanted: Wanted) -> str:
        when = "" if at is None else at.astimezone(UTC).isoformat()
        told = (account, when, wanted.text, wanted.link, wanted.images)
        return str(uuid5(self.installation, sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()))


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SheetError(f"there is no time zone {name!r}; write it as Europe/Paris") from error


def _new(tx: Tx, bound: Sequence[_Bound], asked: Asked, done: Imported) -> list[_Bound]:
    """Return the lines that are no posts yet; the others are left out, and it is said why."""
    kept: dict[str, _Bound] = {}
    made = {} if asked.again else listed.by_key(tx, (one.key for one in bound))
    said = {} if asked.again else listed.by_time(tx, (one.at for one in bound if one.at is not None))
    for one in bound:
        at = None if one.at is None else one.at.astimezone(UTC)
        number = made.get(one.key) or (at and said.get((one.account.name, at, one.wanted.text)))
        if number is not None:
            why = f"it is post {number} already; {ONCE_MORE}"
        elif one.key in kept:
            why = f"it is the same as line {kept[one.key].wanted.line}"
        else:
            kept[one.key] = one
            continue
        done.left_out.append(Remark(one.wanted.line, f"{one.account.name}: {why}"))
    return list(kept.values())


@dataclass
class _Author:
    """Makes posts of lines, as their accounts will show them."""

    tambour: Tambour
    asked: Asked
    done: Imported
    fetch: Fetch
    _limits: dict[str, Limits] = field(default_factory=dict)
    _read: dict[str, bytes | MediaError] = field(default_factory=dict)
    _made: dict[tuple[str, str, Limits], Media] = field(default_factory=dict)

    def made(self, one: _Bound) -> Iterator[Listed]:
        """Yield what a line becomes, if it can be posted."""
        try:
            yield self._post(one)
        except TambourError as error:
            self.done.problems.append(Remark(one.wanted.line, str(error)))

    def _post(self, one: _Bound) -> Listed:
        wanted, now = one.wanted, self.tambour.clock.now()
        is_past = one.at is not None and one.at <= now
        if (is_past or one.at is None) and not self.asked.reslot:
            what = "it has no time" if one.at is None else f"{one.at:%Y-%m-%d %H:%M} is past"
            raise PlanError(f"{what}; write another, or give --reslot for the next free slot")
        is_draft = wanted.is_draft or self.asked.draft
        post = NewPost(
            account=one.account.name,
            platform=one.account.platform,
            content=self._content(one.account, wanted),
            publish_at=now if one.at is None else one.at,
            state=State.DRAFT if is_draft else State.QUEUED,
            kind="manual",
            campaign=self._campaign(wanted),
            key=None if self.asked.again else one.key,
        )
        return Listed(wanted.line, approvable(post, self.tambour.settings.approval), one.at is not None and not is_past)

    def _content(self, account: AccountSettings, wanted: Wanted) -> Content:
        check_address(wanted.link)
        limits = self._fits(account)
        wish = Wish(checked(wanted.text), wanted.link, wanted.images, wanted.language)
        content = written(self.tambour, account, limits, wish, self._picture)
        known = {tag.casefold() for tag in content.tags}
        more = tuple(tag for tag in wanted.hashtags if tag.casefold() not in known)
        if more and limits.tags_in_text:
            raise PlanError(f"its hashtags are not in its text: {', '.join(more)}; write them there")
        return replace(content, tags=(*content.tags, *more))

    def _fits(self, account: AccountSettings) -> Limits:
        if account.name not in self._limits:
            limits, notice = self.tambour.limits(account, keep=not self.asked.dry_run)
            self._limits[account.name] = limits
            if notice:
                self.done.notes.append(Remark(None, notice))
        return self._limits[account.name]

    def _campaign(self, wanted: Wanted) -> str | None:
        """Return the campaign that a line names, or that one of its labels is."""
        named = {one.name for one in self.tambour.house.brand.campaigns}
        if wanted.campaign is not None:
            return self.tambour.campaign(wanted.campaign).name
        return next((label for label in wanted.labels if label in named), None)

    def _picture(self, named: str, alt: str, limits: Limits) -> Media:
        key = named, alt, limits
        if key not in self._made:
            data = self._bytes(named)
            self._made[key] = media.fitted(data, named=named, alt=alt, limits=limits, max_bytes=limits.image_bytes)
        return self._made[key]

    def _bytes(self, named: str) -> bytes:
        if named not in self._read:
            self._read[named] = self._asked_for(named)
        found = self._read[named]
        if isinstance(found, MediaError):
            raise found
        return found

    def _asked_for(self, named: str) -> bytes | MediaError:
        try:
            if "://" in named:
                return self.fetch(named, self._hosts())
            return media.read(_inside(self.asked.path.parent, named))
        except MediaError as error:
            return error

    def _hosts(self) -> Collection[str]:
        return self.tambour.settings.brand.pictures.hosts


def _inside(folder: Path, named: str) -> Path:
    """Return where a picture lies; a file that came from elsewhere must not put your other files on the web."""
    try:
        path = (folder / named).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a zero byte
        raise MediaError(f"{named!r} leads nowhere; correct the path") from error
    if not path.is_relative_to(folder.resolve()):
        raise MediaError(f"{named} lies outside the folder of the file; move it there")
    return path


def _queue(store: Store, rows: Sequence[tuple[_Bound, Listed]], tambour: Tambour, asked: Asked, done: Imported) -> None:
    now = tambour.clock.now()
    with store.read() if asked.dry_run else store.write() as tx:
        bound = _new(tx, [one for one, _ in rows], asked, done)  # another may have been at it meanwhile
        keys = {one.key for one in bound}
        new = [made for one, made in rows if one.key in keys]
        if not asked.again:
            done.problems += [Remark(line, reason) for line, reason in repeated(tx, new)]
        if done.problems:
            return
        new = slotted(tx, new, tambour.rhythms(), now=now)
        numbers = [None] * len(new) if asked.dry_run else add_listed(tx, new, now=now)
    done.posts += [(one.line, number, one.post) for one, number in zip(new, numbers, strict=True)]
