"""The platforms that ship with tambour, as data: where each adapter lives and what its accounts need.

Light on purpose: settings are validated and completed from this table without importing an adapter.
"""

from __future__ import annotations

from adapters.platforms.networks import NETWORKS
from adapters.platforms.own import OWN
from adapters.platforms.platform import Platform, UnknownPlatform
from adapters.platforms.rooms import ROOMS

__all__ = ["PLATFORMS", "Platform", "UnknownPlatform"]

PLATFORMS = {platform.name: platform for platform in sorted((*NETWORKS, *OWN, *ROOMS), key=lambda one: one.name)}
