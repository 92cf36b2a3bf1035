"""A platform's name -> its adapter's class, imported only when asked for.

Platforms of other packages are found by their entry points in the group `tambour.adapters`, named as in the settings.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from adapters.base import Adapter, Connection, Limits
from adapters.platforms import PLATFORMS

GROUP = "tambour.adapters"

_REHEARSAL = {"memory": "adapters.memory:Memory"}  # takes no account of the world, so no settings offer it


class UnknownPlatform(Exception):
    """No adapter can be had for a platform."""

    def __init__(self, platform: str, cause: str) -> None:
        super().__init__(f"no adapter for the platform {platform!r}: {cause}")
        self.platform = platform


class AdapterClass(Protocol):
    """An adapter's class: what is known of a platform before any account is."""

    platform: str
    limits: Limits

    def __call__(self, connection: Connection) -> Adapter:
        """Make the adapter of one account, without asking the platform."""


def load(platform: str) -> AdapterClass:
    """Return the adapter's class.

    Raises UnknownPlatform where there is none, or where its package cannot be imported.
    """
    if target := _own().get(platform):
        return _imported(target)
    for point in entry_points(group=GROUP, name=platform):
        try:
            return cast("AdapterClass", point.load())
        except (ImportError, AttributeError) as error:
            raise UnknownPlatform(platform, f"{point.value} cannot be imported: {error}") from error
    raise UnknownPlatform(platform, f"there are {', '.join(platforms())}; look for a typing error, or install it")


def platforms() -> tuple[str, ...]:
    """Return the names of all platforms that settings may name, sorted."""
    return tuple(sorted({*PLATFORMS, *(point.name for point in entry_points(group=GROUP))}))


def _own() -> dict[str, str]:
    return {name: platform.adapter for name, platform in PLATFORMS.items()} | _REHEARSAL


def _imported(target: str) -> AdapterClass:
    module, _, name = target.partition(":")
    return cast("AdapterClass", getattr(import_module(module), name))
