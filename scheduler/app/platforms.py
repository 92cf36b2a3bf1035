"""What is known of a platform before anybody has been asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.base import Fits, Limits, Unauthorized
from adapters.platforms import PLATFORMS
from scheduler.errors import NotFound, PlanError
from scheduler.settings import AccountSettings

if TYPE_CHECKING:
    from adapters.powers import Powers


def platform_limits(platform: str) -> Limits:
    """Return what fits on a platform whose server has not been asked, also on one that has no adapter yet.

    Raises NotFound.
    """
    from adapters.limits import LIMITS  # noqa: PLC0415  most commands need none
    from adapters.registry import UnknownPlatform, load  # noqa: PLC0415  slow to import

    try:
        return load(platform).limits
    except UnknownPlatform as error:
        if platform in LIMITS and platform not in PLATFORMS:
            return LIMITS[platform]
        raise NotFound(str(error)) from error


def account_limits(account: AccountSettings) -> Limits:
    """Return what fits on an account as far as its platform and its options tell.

    Raises NotFound, PlanError where the options do not tell.
    """
    from adapters.registry import UnknownPlatform, load  # noqa: PLC0415  slow to import

    options = {name: value for name, value in account.options.items() if isinstance(value, str)}
    try:
        kind = load(account.platform)
        return kind.limits_for(options) if isinstance(kind, Fits) else kind.limits
    except UnknownPlatform as error:
        raise NotFound(str(error)) from error
    except Unauthorized as error:
        raise PlanError(f"account {account.name!r}: {error}") from error


def platform_powers(platform: str) -> Powers:
    """Return what a platform's adapter can do; one that has no adapter yet can do nothing."""
    from adapters.powers import Powers, powers  # noqa: PLC0415  most commands need none
    from adapters.registry import UnknownPlatform, load  # noqa: PLC0415  slow to import

    try:
        return powers(load(platform))
    except UnknownPlatform:
        return Powers()
