"""The composition root: here, and nowhere else, the parts are put together."""

from scheduler.app.installation import Tambour, opened
from scheduler.app.limits import LIMITS_KEEP, keep_limits, last_limits
from scheduler.app.platforms import platform_limits, platform_powers

__all__ = ["LIMITS_KEEP", "Tambour", "keep_limits", "last_limits", "opened", "platform_limits", "platform_powers"]
