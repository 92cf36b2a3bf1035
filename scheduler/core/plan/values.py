"""What a plan is made of, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.model import Campaign, Evergreen, Rhythm
from scheduler.core.state import State


class Action(StrEnum):
    """What a plan does to a post."""

    ADD = "add"
    CHANGE = "change"
    """It says something else; it may move too."""
    MOVE = "move"
    CANCEL = "cancel"
    HOLD = "hold"
    """It waits until its article or campaign is back."""
    RELEASE = "release"
    """What it waited for is back; it may have changed and moved."""
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person wants to know of a content besides its text."""

    length: int = 0
    limit: int | None = None
    link: str | None = None
    card: str | None = None
    """The title of its link's card."""
    images: tuple[str, ...] = ()
    """What each shows, in words."""
    parts: tuple[str, ...] = ()
    cost: str = ""
    """US dollars; empty where it costs nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A teaser as an account would show it."""

    idea: str
    """Names the teaser among those of its article, on every platform the same."""
    kind: str
    section: str | None
    text: str
    digest: str
    """Of the whole content, images included."""
    facts: Facts = Facts()
    claims: str | None = None
    """What a person has to let through first."""
    at: datetime | None = None
    """When its author wants it out."""
    misdated: str | None = None
    """Why that time cannot be used."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """What an article gives on one account, in the order to post it, and what it does not and why."""

    wanted: tuple[Wanted, ...]
    refused: tuple[tuple[str | None, str], ...] = ()
    """Section and reason."""
    is_known: bool = True
    """Whether it could be told; not where the article has a mistake, which `refused` names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A post that there is already."""

    id: int
    account: str
    state: State
    at: datetime
    """Aware, in the zone it was planned in."""
    kind: str
    section: str | None
    idea: str | None
    """`None`: no plan made it."""
    digest: str
    text: str = ""
    """Of what is waiting alone; what is out is asked for."""
    link: str | None = None
    by_hand: bool = False
    held: str | None = None
    approved: bool = False
    url: str | None = None
    evergreen: bool = False
    """Whether it returns, in a slot that was left."""

    @property
    def is_ours(self) -> bool:
        """Tell whether a plan made it, nobody has changed it since, and it may change still."""
        return self.idea is not None and not self.by_hand and self.is_waiting

    @property
    def is_waiting(self) -> bool:
        """Tell whether it is to go out still."""
        return self.state in {State.DRAFT, State.QUEUED}

    @property
    def is_out(self) -> bool:
        """Tell whether it is, or may be, public."""
        return self.state in {State.PUBLISHING, State.PUBLISHED, State.UNCERTAIN}


@dataclass(frozen=True, slots=True)
class Subject:
    """An article as a plan sees it."""

    path: str
    title: str
    link: str | None
    digest: str
    campaign: Campaign
    date: datetime | None = None
    expires: datetime | None = None
    out: str | None = None
    """Why there are no posts about it."""
    gone: bool = False
    now: str | None = None
    """The path of another that says the same to the letter, where it is gone: it has another address now."""
    changed: bool = False
    """Whether it is another than when its posts were made."""
    posts: tuple[Standing, ...] = ()
    number: int | None = None
    """The article's in the database, if it is known there."""
    evergreen: Evergreen | None = None
    """How it may return; `None`: it does not."""
    besides: tuple[str, ...] = ()
    """Other campaigns that would take it."""

    def on(self, account: str) -> list[Standing]:
        """Return its posts on an account."""
        return [one for one in self.posts if one.account == account]

    @property
    def ends(self) -> datetime | None:
        """Return from when on nothing more is said about it."""
        return min((at for at in (self.expires, self.campaign.end) if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Fixed:
    """The place of a post that is none of the plan's business."""

    id: int
    at: datetime
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Served:
    """An account, and what stands in its calendar already."""

    name: str
    platform: str
    rhythm: Rhythm
    fixed: Sequence[Fixed] = ()


@dataclass(frozen=True, slots=True)
class World:
    """All that a plan depends on."""

    now: datetime
    until: datetime
    """Nothing is planned after."""
    accounts: Sequence[Served]
    subjects: Sequence[Subject]
    drafts: Callable[[Subject, str], Drafts]
    """What an article gives on an account; asked for when it is needed."""
    text_of: Callable[[int], str]
    """What a post says that is out."""
    said: Callable[[str], Sequence[tuple[str, str, datetime]]]
    """What an account has said lately, or is going to say besides the plan's own posts: text, name and instant."""
    awaits: Callable[[str, str, str], str | None] = lambda _account, _kind, _campaign: None
    """Why a post is a draft at first: who has to approve it."""
    fresh: timedelta = timedelta(days=14)
    """An article that is not older is announced before anything else."""
    repeat: timedelta = timedelta(days=90)
    """For how long an account does not say nearly the same again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a plan does to one post, and why."""

    action: Action
    account: str
    platform: str
    article: str
    kind: str
    section: str | None
    at: datetime
    """Aware, in the rhythm's zone: when it goes out, or would have gone."""
    post: int | None = None
    idea: str | None = None
    campaign: str = ""
    wanted: Wanted | None = None
    """What it says; `None`: what it said before."""
    was: datetime | None = None
    """Where it moves from."""
    before: str | None = None
    """What it said."""
    awaits: str | None = None
    """Why it is a draft afterwards."""
    waits_for: str | None = None
    """What a held post waits for: its article or its campaign."""
    reasons: tuple[str, ...] = ()
    note: str | None = None
    """What became of a time that clocks show twice, or never."""
    evergreen: bool = False
    """Whether it returns, in a slot that was left."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that does not become a post, and why."""

    article: str
    account: str | None
    reason: str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A post that is public and says what its article does not say any more."""

    post: int
    account: str
    article: str
    url: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A post that a person queued or changed, and that the plan would have elsewhere."""

    post: int
    account: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, and what not."""

    made_at: datetime
    until: datetime
    entries: tuple[Entry, ...]
    refused: tuple[Refusal, ...] = ()
    corrections: tuple[Correction, ...] = ()
    clashes: tuple[Clash, ...] = ()
    subjects: tuple[Subject, ...] = field(default=(), repr=False)

    @property
    def deeds(self) -> list[Entry]:
        """Return what changes something."""
        return [one for one in self.entries if one.action is not Action.KEEP]
