"""What goes wrong on a platform, told apart by what is to be done next."""

from __future__ import annotations

from datetime import timedelta

from adapters.base.values import Receipt


class AdapterError(Exception):
    """The platform did not publish the post."""


class Unavailable(AdapterError):
    """The platform cannot take the post now; nothing was published."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unauthorized(AdapterError):
    """The platform refused the account's credentials; nothing was published."""


class Refused(AdapterError):
    """The platform will never take this post as it is."""


class Unsupported(Refused):
    """The platform has no way to express this post."""


class Duplicate(AdapterError):
    """The platform already has this post."""

    def __init__(self, message: str, *, receipt: Receipt | None = None) -> None:
        super().__init__(message)
        self.receipt = receipt


class Uncertain(AdapterError):
    """The request may have been carried out; nobody can tell from here."""

    def __init__(self, message: str, *, ask: bool = False) -> None:
        super().__init__(message)
        self.ask = ask
        """Whether looking again would tell no more: only a person can."""
