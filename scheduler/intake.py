"""From a file to posts: read, split, fit, and, with `queue`, plan and store."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.base import Limits
from adapters.powers import Powers
from scheduler.core.approval import Approval
from scheduler.core.article import decode, line_at, parse
from scheduler.core.campaign import campaign_of, tagged
from scheduler.core.expressing import placed, unsupported
from scheduler.core.gate import apart
from scheduler.core.model import Article, Brand, Campaign, Fitted, NewPost, Rhythm, Site, Skipped, Slot, Taste, Teaser
from scheduler.core.overriding import is_for, strangers, told_on
from scheduler.core.planning import plan
from scheduler.core.state import State
from scheduler.core.teasers import split
from scheduler.core.when import understand
from scheduler.core.when.wall import first_instant
from scheduler.errors import ArticleError, PlanError, WhenError
from scheduler.illustrating import Illustrator
from scheduler.wording import Rewriter, promises, threaded, worded

LARGEST = 10_000_000
"""Bytes of an article: a book of a thousand pages."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where teasers are bound: an account, or a platform to preview."""

    account: str | None
    platform: str
    limits: Limits
    """What fits, with the link where the account wants it."""
    powers: Powers = field(default_factory=Powers)
    thread: bool = False
    """Whether each teaser is told at its longest, over several posts where it takes them."""
    own: Limits | None = None
    """What fits, with the link in the platform's own place; `None`: as in `limits`."""
    taste: Taste = field(default_factory=Taste)
    """Which teasers it takes."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.account or self.platform


@dataclass(frozen=True, slots=True)
class Destined:
    """The names by which an author may say for whom a post is."""

    accounts: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class House:
    """Who publishes: where its articles live, and how its posts are made."""

    site: Site
    brand: Brand = field(default_factory=Brand)
    rewriter: Rewriter | None = None
    destined: Destined | None = None
    """`None` where there are no settings: then any name may be an account's."""
    approval: Approval = field(default_factory=Approval)
    """Who has to approve what."""

    def campaigning(self, article: Article) -> House:
        """Return the house as it speaks in the campaign that an article belongs to."""
        campaign = campaign_of(self.place(article.path), article.tags, self.brand.campaigns, self.brand.campaign)
        return self.within(campaign)

    def within(self, campaign: Campaign) -> House:
        """Return the house as it speaks in a campaign."""
        voice = self.brand.voice
        voice = replace(voice, hashtags=tuple(dict.fromkeys((*campaign.hashtags, *voice.hashtags))))
        return replace(self, brand=replace(self.brand, voice=voice, campaign=campaign))

    def place(self, path: str) -> str:
        """Return where an article lies within the content folder; its whole path elsewhere."""
        whole = Path(path)
        inside = whole.is_relative_to(self.site.content)
        return (whole.relative_to(self.site.content) if inside else whole).as_posix()


@dataclass(frozen=True, slots=True)
class Draft:
    """A teaser as one destination will show it."""

    destination: Destination
    teaser: Teaser
    fitted: Fitted
    claims: tuple[str, ...] = ()
    """What it promises that only a person may let through."""
    at: datetime | None = None
    """When its author wants it out; aware."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When the posts of an article go out."""

    start: datetime
    """Aware; nothing goes out before."""
    every: timedelta | None = None
    """Least distance between two posts of the article on one account."""
    exact: bool = False
    """Whether the first goes out at `start` to the minute, whatever the rhythm."""


def read(path: Path, site: Site) -> Article:
    """Read an article.

    Raises ArticleError, with the file's name and the reason.
    """
    return read_as(parse, load(path), path, site)


def read_as(how: Callable[..., Article], data: bytes, path: Path, site: Site) -> Article:
    """Read an article from its file's bytes, whole with `parse` or without its prose with `outline`.

    Raises ArticleError, with the file's name and the reason.
    """
    try:
        text = decode(data)
    except ArticleError as error:
        raise ArticleError(f"{path}, {error}") from error
    return how(text, path.absolute(), site, digest=sha256(data).hexdigest())


def load(path: Path) -> bytes:
    """Return the bytes of an article's file.

    Raises ArticleError, with the file's name and the reason.
    """
    try:
        return _bytes(path)
    except OSError as error:
        raise ArticleError(f"cannot read {path}: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(f"{path} is no file; name a Markdown file")
    if status.st_size > LARGEST:
        raise ArticleError(f"{path} has {status.st_size:,} bytes; an article has at most {LARGEST:,}")
    return path.read_bytes()


def draft(article: Article, destinations: Sequence[Destination], house: House) -> tuple[list[Draft], list[Skipped]]:
    """Split an article, and fit every teaser to every destination: exactly what would be posted.

    Raises ArticleError where its author wants what cannot be; the message names the file and the line.
    """
    found, house = split(article), house.campaigning(article)
    _check_names(article, found.teasers, house)
    drafts: list[Draft] = []
    skipped = list(found.skipped)
    pictures = Illustrator(article, house.site, house.brand.pictures)
    for destination in destinations:
        posts, refused = _worded(found.teasers, article, destination, house)
        kept, alike = apart(posts, article.title)
        skipped += [replace(one, account=destination.name) for one in (*refused, *alike)]
        for fitted, teaser in kept:
            bound = _bound(destination, teaser, article)
            content = pictures.attach(fitted.content, teaser, bound.limits, platform=destination.platform)
            if reason := unsupported(content, bound.limits, destination.powers):
                told = f"unsupported on {destination.platform}: {reason}"
                skipped.append(Skipped(told, teaser.section, destination.name))
                continue
            claims = promises(content, house.brand.voice)
            drafts.append(Draft(bound, teaser, replace(fitted, content=content), claims))
    return drafts, skipped + pictures.problems


def _worded(
    teasers: Sequence[Teaser], article: Article, destination: Destination, house: House
) -> tuple[list[tuple[Fitted, Teaser]], list[Skipped]]:
    """Return the teasers meant for a destination in its words, and why others have none."""
    posts: list[tuple[Fitted, Teaser]] = []
    refused: list[Skipped] = []
    said: set[str] = set()
    groups = house.destined.groups if house.destined else {}
    for each in teasers:
        if not is_for(each, destination.account, destination.platform, groups):
            continue
        teaser = told_on(each, destination.account, groups)
        if unwanted := destination.taste.refuses(teaser.kind, article.tags):
            refused.append(Skipped(unwanted, teaser.section))
            continue
        addressed = _addressed(article, destination, teaser, house.brand.campaign)
        limits, voice = _bound(destination, teaser, article).limits, house.brand.voice
        done = worded(teaser, addressed, limits, voice, house.rewriter, said=said)
        done = threaded(done, addressed, limits, voice) if destination.thread else done
        refused += done.remarks
        if isinstance(done.fitted, Skipped):
            refused.append(done.fitted)
        else:
            posts.append((done.fitted, done.teaser))
            said.add(done.teaser.text)
    return posts, refused


def _check_names(article: Article, teasers: Sequence[Teaser], house: House) -> None:
    if house.destined is None:
        return
    known = house.destined
    for teaser in teasers:
        for name in strangers(teaser, known.accounts, known.groups):
            every = ", ".join(sorted({*known.accounts, *known.groups})) or "none"
            raise _refused(article, teaser, f"there is no account or group {name!r}; the settings name {every}")


def _bound(destination: Destination, teaser: Teaser, article: Article) -> Destination:
    """Return a destination with the link where the author of a post wants it."""
    if teaser.link is None:
        return destination
    own = destination.own or destination.limits
    try:
        limits = placed(own, teaser.link, destination.powers, account=destination.name)
    except PlanError as error:
        raise _refused(article, teaser, str(error)) from error
    return replace(destination, limits=limits)


def _refused(article: Article, teaser: Teaser, reason: str) -> ArticleError:
    return ArticleError(f"{article.path}, line {line_at(article.text, teaser.source[0][0])}: {reason}")


def _addressed(article: Article, destination: Destination, teaser: Teaser, campaign: Campaign) -> Article:
    """Return the article under the link that a post of it carries."""
    if article.link is None:
        return article
    told = {"platform": destination.platform, "account": destination.name, "kind": teaser.kind}
    return replace(article, link=tagged(article.link, campaign, **told))


def timed(draft: Draft, article: Article, site: Site, now: datetime) -> Draft:
    """Return a draft with the time that its author wants for it, if any.

    Raises ArticleError where it was not understood or is past; the message names the file and the line.
    """
    teaser = draft.teaser
    if teaser.at is None:
        return draft
    try:
        return replace(draft, at=understand(teaser.at, now=now, zone=site.timezone))
    except WhenError as error:
        raise _refused(article, teaser, str(error)) from error


def schedule(
    drafts: Sequence[Draft],
    rhythm: Rhythm,
    timing: Timing,
    taken: Sequence[datetime],
    *,
    state: State,
    campaign: str | None = None,
) -> list[NewPost]:
    """Give the drafts of one account their times.

    Raises PlanError where the rhythm has no room.
    """
    account = drafts[0].destination.account
    assert account is not None
    fixed = [one.at for one in drafts if one.at is not None]
    slots = iter(_slots(account, len(drafts) - len(fixed), rhythm, timing, [*taken, *fixed]))
    times = [next(slots).at if one.at is None else one.at.astimezone(ZoneInfo(rhythm.timezone)) for one in drafts]
    return [
        NewPost(
            account=account,
            platform=draft.destination.platform,
            content=draft.fitted.content,
            publish_at=at,
            state=State.DRAFT if draft.claims else state,
            kind=draft.teaser.kind,
            section=draft.teaser.section,
            source=draft.fitted.source,
            reason=awaiting(draft.claims),
            gap=timing.every,
            campaign=campaign,
        )
        for draft, at in zip(drafts, times, strict=True)
    ]


def awaiting(claims: Sequence[str]) -> str | None:
    """Return why a post that may promise something is a draft; `None`: it promises nothing."""
    words = ", ".join(repr(word) for word in claims)
    return f"it may be a claim to say {words}: read it, then `tambour approve` it" if claims else None


def _slots(account: str, count: int, rhythm: Rhythm, timing: Timing, taken: Sequence[datetime]) -> list[Slot]:
    if not count or not timing.exact:
        return plan(rhythm, account=account, count=count, start=timing.start, taken=taken, every=timing.every)
    first = Slot(account, timing.start.astimezone(ZoneInfo(rhythm.timezone)))
    if timing.every is not None:
        return list(_evenly(first, count, timing.every))
    start = first.at + rhythm.gap
    rest = plan(rhythm, account=account, count=count - 1, start=start, taken=[*taken, first.at])
    return [first, *rest]


def _evenly(first: Slot, count: int, every: timedelta) -> Iterator[Slot]:
    zone = first.at.tzinfo
    assert isinstance(zone, ZoneInfo)
    whole_days = every % timedelta(days=1) == timedelta()
    yield first
    for number in range(1, count):
        if whole_days:  # a promise of the wall clock
            at = first_instant(first.at.replace(tzinfo=None) + number * every, zone)
        else:
            at = (first.at.astimezone(UTC) + number * every).astimezone(zone)
        yield Slot(first.account, at)
