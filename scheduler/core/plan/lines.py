"""What one article has said, and has to say still, on one account."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.model import Campaign
from scheduler.core.plan.values import Action, Drafts, Entry, Served, Standing, Subject, Wanted, World
from scheduler.core.when.wall import first_instant

DAY = timedelta(days=1)


@dataclass(eq=False)
class Place:
    """A post that a plan made and that waits, with what it is to say."""

    line: Line
    post: Standing
    wanted: Wanted | None
    """`None`: as before."""
    reasons: list[str] = field(default_factory=list)

    @property
    def says(self) -> str:
        """Return what it is going to say."""
        return self.post.text if self.wanted is None else self.wanted.text

    def entry(self, at: datetime, *, awaits: str | None, note: str | None = None) -> Entry:
        """Return what the plan does to it where it goes out at `at`."""
        post, wanted = self.post, self.wanted
        changed = wanted is not None and wanted.digest != post.digest
        moved = at != post.at
        action = Action.RELEASE if post.held else Action.CHANGE if changed else Action.MOVE if moved else Action.KEEP
        return Entry(
            action,
            post.account,
            self.line.account.platform,
            self.line.subject.path,
            post.kind if wanted is None else wanted.kind,
            post.section if wanted is None else wanted.section,
            at,
            post=post.id,
            idea=post.idea if wanted is None else wanted.idea,
            campaign=self.line.subject.campaign.name,
            wanted=wanted if changed else None,
            was=post.at if moved else None,
            before=post.text,
            awaits=awaits if changed or moved else None,
            reasons=tuple(self.reasons),
            note=note,
            evergreen=post.evergreen,
        )

    def cancelled(self, reason: str) -> Entry:
        """Return that it is cancelled."""
        return self.ended(Action.CANCEL, reason)

    def ended(self, action: Action, reason: str, waits_for: str | None = None) -> Entry:
        """Return that it is cancelled, or held, or stays so."""
        return Entry(
            action,
            self.post.account,
            self.line.account.platform,
            self.line.subject.path,
            self.post.kind,
            self.post.section,
            self.post.at,
            post=self.post.id,
            idea=self.post.idea,
            campaign=self.line.subject.campaign.name,
            before=self.post.text,
            waits_for=waits_for,
            reasons=(reason,),
            evergreen=self.post.evergreen,
        )


@dataclass
class Memory:
    """What an article that may return has told on an account."""

    wanted: tuple[Wanted, ...] = ()
    """All that it says."""
    times: list[datetime] = field(default_factory=list)
    """When something of it goes out, or went out."""
    ideas: dict[str, datetime] = field(default_factory=dict)
    """When each of its teasers was told last, or is going to be."""
    dropped: set[str] = field(default_factory=set)
    """Teasers that a person has cancelled, or that failed."""
    waiting: list[Place] = field(default_factory=list)
    """Posts that wait to return."""
    returned: list[datetime] = field(default_factory=list)
    """When others have returned."""
    more: int = 0
    """How many more return by this plan."""

    def tell(self, at: datetime, idea: str | None) -> None:
        """Note that one of its teasers goes out, or went out, at an instant."""
        self.times.append(at)
        if idea is not None:
            self.ideas[idea] = max(at, self.ideas.get(idea, at), key=lambda each: each.astimezone(UTC))


@dataclass(eq=False)
class Line:
    """The posts of an article on an account, in the order to post them."""

    subject: Subject
    account: Served
    told: int = 0
    """How many of its teasers are out, or have their place."""
    last: datetime | None = None
    """When the last of them goes out."""
    moving: deque[Place] = field(default_factory=deque)
    """Waiting posts that need another slot."""
    may_be_early: bool = False
    """Whether they may move to before where they were, since there is no slot after."""
    fresh: deque[Wanted] | None = None
    """Teasers that no post tells; `None`: the article was not asked yet."""
    memory: Memory | None = None
    """What it has told already; `None`: it does not return."""

    def __post_init__(self) -> None:
        """Begin to remember, where it may return."""
        if self.subject.evergreen is not None:
            self.memory = Memory()

    @property
    def campaign(self) -> Campaign:
        """Return the campaign of the article."""
        return self.subject.campaign

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to be placed."""
        return not self.moving and self.fresh is not None and not self.fresh

    def tell(self, at: datetime, idea: str | None = None) -> None:
        """Note that one of its teasers goes out, or went out, at an instant."""
        self.told += 1
        self.last = at if self.last is None or at > self.last else self.last
        if self.memory is not None:
            self.memory.tell(at, idea)

    def ask(self, world: World) -> Drafts:
        """Ask the article what it says."""
        drafts = world.drafts(self.subject, self.account.name)
        self.fresh = deque(drafts.wanted)
        if self.memory is not None:
            self.memory.wanted = drafts.wanted
        return drafts

    def begins(self, now: datetime) -> datetime:
        """Return from when on the next of its posts may go out."""
        starts = [at for at in (now, self.campaign.start, self.subject.date) if at is not None]
        if self.moving and not self.may_be_early:
            starts.append(self.moving[0].post.at)
        elif self.last is not None:
            starts.append(after(self.last, self.campaign.distance(self.told)))
        return max(starts)

    def rank(self, world: World) -> tuple[int, int, float, str]:
        """Return its place in the queue for a slot, the least first.

        First comes what has lost its slot, and the announcement of what is new or ends within the plan;
        then what the curve asks for, then what waits to be announced;
        among equals, the article that has said least, then the newest.
        """
        date = self.subject.date
        is_new = date is not None and world.now - date <= world.fresh
        presses = is_new or (self.subject.ends is not None and self.subject.ends <= world.until)
        klass = 0 if self.moving or (presses and not self.told) else 1 if self.told else 2
        return klass, self.told, -(date.timestamp() if date else 0.0), self.subject.path


def after(at: datetime, distance: timedelta) -> datetime:
    """Return `distance` after `at`; whole days are days of the calendar, and begin at midnight."""
    if distance % DAY:
        return at + distance
    zone = at.tzinfo
    assert isinstance(zone, ZoneInfo)
    return first_instant(datetime.combine(at.date() + distance, time()), zone)
