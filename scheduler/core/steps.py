"""The named steps of a dispatch: where a test may end the process, and what must hold if it does."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What has just happened to a post; in this order, unless something goes wrong."""

    CLAIMED = "claimed"
    """The claim is durable."""
    PREPARED = "prepared"
    """The adapter has prepared it; nothing is public, nothing is written."""
    INTENDED = "intended"
    """What is about to be published is durable."""
    SENDING = "sending"
    """The request that makes it public leaves next."""
    ANSWERED = "answered"
    """The platform has answered, or has not in time; only memory knows."""
    CONCLUDED = "concluded"
    """What came of it is durable."""
    ASKING = "asking"
    """It was in doubt, and the platform is asked next."""
    REPEATING = "repeating"
    """It is durable that the same request is sent again, since nothing else can tell; it leaves next."""
    TOLD = "told"
    """The platform was asked about it; only memory knows the answer."""
    CLEARED = "cleared"
    """What was learnt about it is durable."""
