"""A platform in memory, which refuses what the real one would refuse, as far as that is known without asking it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from adapters.base import Content, Counting, Identity, Intent, Limits, Media, Part, Receipt, Unavailable, Unsupported
from adapters.powers import Powers
from adapters.rations import Ration
from scheduler.core.expressing import unsupported
from scheduler.core.fitting import excess

Step = Callable[[], None]
"""What a request has to pass; it raises where it does not."""


class Stage:
    """An account on its platform: it takes every post that fits, and forgets it."""

    platform: ClassVar[str] = "rehearsal"
    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=None)

    def __init__(self, limits: Limits, powers: Powers, steps: Sequence[Step] = ()) -> None:
        self._limits = limits
        self._powers = powers
        self._steps = steps

    def verify(self) -> Identity:
        """Name nobody."""
        return Identity("a rehearsal")

    def composes(self, content: Content) -> bool:  # noqa: ARG002  there is nobody to ask
        """Return that nobody is asked."""
        return True

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Refuse what does not fit."""
        if reason := refusal(content, self._limits, self._powers):
            raise Unsupported(reason)
        return Intent(key, at, {})

    def prepare_reply(
        self,
        part: Part,  # noqa: ARG002  looked at with the first
        content: Content,  # noqa: ARG002  likewise
        *,
        after: tuple[Receipt, ...],  # noqa: ARG002  likewise
        key: str,
        at: datetime,
    ) -> Intent:
        """Take a part of a thread."""
        return Intent(key, at, {})

    def publish(self, intent: Intent) -> Receipt:
        """Take a post, unless the platform is down or has had enough."""
        for step in self._steps:
            step()
        return Receipt(intent.key)


class Hands(Stage):
    """An account that a person looks after."""

    def handover(self) -> str:
        """Name the place."""
        return "its network"


def refusal(content: Content, limits: Limits, powers: Powers) -> str | None:
    """Return why a platform would refuse a post; `None`: it would take it."""
    pictures = (reason for image in content.media if (reason := _about(image, limits)))
    return excess(content.text, limits) or unsupported(content, limits, powers) or next(pictures, None)


def _about(image: Media, limits: Limits) -> str | None:
    if image.mime not in limits.image_types:
        return f"it takes no images of the type {image.mime}"
    if limits.image_bytes is not None and len(image.data) > limits.image_bytes:
        return f"an image has {len(image.data):,} bytes, and it takes {limits.image_bytes:,}"
    return None


class Rationed:
    """What a platform takes within a time; the rest it asks to come later."""

    def __init__(self, ration: Ration, now: Callable[[], datetime]) -> None:
        self._ration = ration
        self._now = now
        self._taken: deque[datetime] = deque(maxlen=ration.most)

    def __call__(self) -> None:
        """Count a post, or ask for patience."""
        now = self._now()
        if len(self._taken) == self._ration.most and (free := self._taken[0] + self._ration.within) > now:
            told = f"it takes {self._ration.most} posts in {self._ration.within}"
            raise Unavailable(told, retry_after=free - now)
        self._taken.append(now)


class Failing:
    """A share of the requests fails."""

    def __init__(self, rate: float, dice: Callable[[], float]) -> None:
        self._rate = rate
        self._dice = dice

    def __call__(self) -> None:
        """Fail, or let it pass."""
        if self._dice() < self._rate:
            raise Unavailable("the platform was made to fail")
