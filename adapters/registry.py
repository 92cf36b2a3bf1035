"""A platform's name -> its adapter's class, imported only when asked for.

Platforms of other packages are found by their entry points in the group `tambour.adapters`, named as in the settings.
One that cannot be used is an error of its own account alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from adapters.base import Adapter, Connection, Limits, Option
from adapters.platforms import PLATFORMS, Platform, UnknownPlatform
from adapters.sound import problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["AdapterClass", "Offered", "UnknownPlatform", "load", "platforms", "usable"]

GROUP = "tambour.adapters"

_REHEARSAL = {"memory": "adapters.memory:Memory"}  # takes no account of the world, so no settings offer it


class AdapterClass(Protocol):
    """An adapter's class: what is known of a platform before any account is."""

    platform: str
    limits: Limits

    def __call__(self, connection: Connection) -> Adapter:
        """Make the adapter of one account, without asking the platform."""


def load(platform: str) -> AdapterClass:
    """Return the adapter's class.

    Raises UnknownPlatform where there is none, where its package cannot be imported, or where it is no adapter.
    """
    if target := _own().get(platform):
        return _imported(target)
    found = {point.value: point for point in _points() if point.name == platform}
    if not found:
        raise UnknownPlatform(platform, f"there are {', '.join(platforms())}; look for a typing error, or install it")
    if len(found) > 1:
        told = " and ".join(_named(point) for point in found.values())
        raise UnknownPlatform(platform, f"both {told} offer one; uninstall the one that you do not want")
    (point,) = found.values()
    return _of_another_package(platform, point)


def platforms() -> tuple[str, ...]:
    """Return the names of all platforms that settings may name, sorted; some may turn out not to be usable."""
    return tuple(sorted({*PLATFORMS, *(point.name for point in _points())}))


def usable(tell: Callable[[str], None]) -> Iterator[tuple[str, AdapterClass]]:
    """Yield every platform with its adapter's class; `tell` hears of those that cannot be used."""
    for name in platforms():
        try:
            found = load(name)
        except UnknownPlatform as error:
            tell(str(error))
        else:
            yield name, found


class Offered(Mapping[str, Platform]):
    """What settings may name; a platform of another package is imported when its options are asked for."""

    def __getitem__(self, name: str) -> Platform:
        """Return a platform; raises KeyError where nobody offers it, UnknownPlatform where it cannot be used."""
        if name in PLATFORMS:
            return PLATFORMS[name]
        if name not in self:
            raise KeyError(name)
        adapter = load(name)
        options: tuple[Option, ...] = getattr(adapter, "options", ())
        return Platform(name, GROUP, options)

    def __contains__(self, name: object) -> bool:
        """Tell whether somebody offers it."""
        return name in PLATFORMS or name in platforms()

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(platforms())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(platforms())


def _points() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points  # noqa: PLC0415  slow to import, and few have other packages' platforms

    return entry_points(group=GROUP)


def _own() -> dict[str, str]:
    return {name: platform.adapter for name, platform in PLATFORMS.items()} | _REHEARSAL


def _imported(target: str) -> AdapterClass:
    module, _, name = target.partition(":")
    return cast("AdapterClass", getattr(import_module(module), name))


def _of_another_package(platform: str, point: EntryPoint) -> AdapterClass:
    try:
        found = point.load()
    except (Exception, SystemExit) as error:  # whatever its author did wrong, it is not our end
        cause = f"{type(error).__name__}: {error}"
        raise UnknownPlatform(platform, f"{_named(point)} cannot be imported ({cause})") from error
    if wrong := problem(platform, found):
        raise UnknownPlatform(platform, f"{_named(point)} {wrong}")
    return cast("AdapterClass", found)


def _named(point: EntryPoint) -> str:
    package = f" of {point.dist.name} {point.dist.version}" if point.dist else ""
    return f"{point.value}{package}"
