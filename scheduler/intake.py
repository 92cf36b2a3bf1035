"""From a file to posts: read, split, fit, and, with `queue`, plan and store."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.base import Content, Limits, Media
from scheduler import media
from scheduler.core.article import decode, parse
from scheduler.core.fitting import fit
from scheduler.core.model import Article, Fitted, Kind, NewPost, Picture, Rhythm, Site, Skipped, Slot, Teaser
from scheduler.core.planning import plan
from scheduler.core.state import State
from scheduler.core.teasers import split
from scheduler.core.when.wall import first_instant
from scheduler.errors import ArticleError, MediaError

LARGEST = 10_000_000
"""Bytes of an article: a book of a thousand pages."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where teasers are bound: an account, or a platform to preview."""

    account: str | None
    platform: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Draft:
    """A teaser as one destination will show it."""

    destination: Destination
    teaser: Teaser
    fitted: Fitted


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
    try:
        data = _bytes(path)
    except OSError as error:
        raise ArticleError(f"cannot read {path}: {error.strerror}") from error
    try:
        text = decode(data)
    except ArticleError as error:
        raise ArticleError(f"{path}: {error}") from error
    return parse(text, path.absolute(), site, digest=sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ArticleError(f"{path} is no file; name a Markdown file")
    if status.st_size > LARGEST:
        raise ArticleError(f"{path} has {status.st_size:,} bytes; an article has at most {LARGEST:,}")
    return path.read_bytes()


def draft(article: Article, destinations: Sequence[Destination], site: Site) -> tuple[list[Draft], list[Skipped]]:
    """Split an article, and fit every teaser to every destination: exactly what would be posted."""
    found = split(article)
    drafts: list[Draft] = []
    skipped = list(found.skipped)
    pictures = _Pictures(article.picture, site, Path(article.path).parent)
    for destination in destinations:
        for teaser in found.teasers:
            fitted = fit(teaser, article, destination.limits)
            if isinstance(fitted, Skipped):
                skipped.append(replace(fitted, account=destination.account or destination.platform))
            else:
                content = pictures.attach(fitted.content, teaser, destination.limits)
                drafts.append(Draft(destination, teaser, replace(fitted, content=content)))
    return drafts, skipped + pictures.problems


class _Pictures:
    """Attaches an article's picture, read once for each size it is needed in."""

    def __init__(self, picture: Picture | None, site: Site, folder: Path) -> None:
        self._picture = picture
        self._allowed = (Path(site.content).parent.resolve(), folder.resolve())
        self._read: dict[tuple[Limits, int | None], Media | None] = {}
        self.problems: list[Skipped] = []

    def attach(self, content: Content, teaser: Teaser, limits: Limits) -> Content:
        """Put the picture where the platform shows it: in the link's card, or with the announcement."""
        if content.card is not None and limits.card_image_bytes is not None:
            return replace(content, card=replace(content.card, image=self._get(limits, limits.card_image_bytes)))
        if teaser.kind is Kind.ANNOUNCEMENT and limits.images:
            image = self._get(limits, limits.image_bytes)
            return content if image is None else replace(content, media=(image,))
        return content

    def _get(self, limits: Limits, max_bytes: int | None) -> Media | None:
        if self._picture is None:
            return None
        if (limits, max_bytes) not in self._read:
            self._read[limits, max_bytes] = self._load(self._picture, limits, max_bytes)
        return self._read[limits, max_bytes]

    def _load(self, picture: Picture, limits: Limits, max_bytes: int | None) -> Media | None:
        try:
            path = self._inside(picture.path)
            alt = picture.alt[: limits.alt_text]
            return media.load(path, alt=alt, limits=limits, max_bytes=max_bytes)
        except MediaError as error:
            problem = Skipped(f"the picture was left out: {error}")
            if problem not in self.problems:
                self.problems.append(problem)
            return None

    def _inside(self, named: str) -> Path:
        if "://" in named:
            raise MediaError(f"{named} is on the web; save it beside the article")
        try:
            path = Path(named).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a zero byte
            raise MediaError(f"{named!r} leads nowhere; correct the path") from error
        if not any(path.is_relative_to(folder) for folder in self._allowed):
            raise MediaError(f"{named} lies outside the site; move it there")
        return path


def schedule(
    drafts: Sequence[Draft], rhythm: Rhythm, timing: Timing, taken: Sequence[datetime], *, state: State
) -> list[NewPost]:
    """Give the drafts of one account their times.

    Raises PlanError where the rhythm has no room.
    """
    account = drafts[0].destination.account
    assert account is not None
    slots = _slots(account, len(drafts), rhythm, timing, taken)
    return [
        NewPost(
            account=account,
            platform=draft.destination.platform,
            content=draft.fitted.content,
            publish_at=slot.at,
            state=state,
            kind=draft.teaser.kind,
            section=draft.teaser.section,
            source=draft.teaser.source,
        )
        for draft, slot in zip(drafts, slots, strict=True)
    ]


def _slots(account: str, count: int, rhythm: Rhythm, timing: Timing, taken: Sequence[datetime]) -> list[Slot]:
    if not timing.exact:
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
