"""Where a post stands in its life; `scheduler.core.lifecycle` says how it gets from one state to the next."""

from enum import StrEnum


class State(StrEnum):
    """Each name is also what the command line, the log and the database say."""

    DRAFT = "draft"
    """Waits for a person's approval."""
    QUEUED = "queued"
    """Waits for its time."""
    PUBLISHING = "publishing"
    """Claimed by a daemon, which is at it now."""
    PUBLISHED = "published"
    RETRACTED = "retracted"
    """It was public, and a person has taken it back."""
    UNCERTAIN = "uncertain"
    """It may be public: an answer was lost, or a person has it in hand."""
    FAILED = "failed"
    """Refused by the platform, or out of attempts."""
    MISSED = "missed"
    """Its time passed, and its account's policy was not to send it late."""
    CANCELLED = "cancelled"
