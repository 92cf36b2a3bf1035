"""What is known of a platform without its adapter."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.base import Option, OptionKind


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's name, its adapter as `module:class`, and the options of its accounts."""

    name: str
    adapter: str
    options: tuple[Option, ...]


class UnknownPlatform(Exception):
    """No adapter can be had for a platform."""

    def __init__(self, platform: str, cause: str) -> None:
        super().__init__(f"no adapter for the platform {platform!r}: {cause}")
        self.platform = platform


MEDIA = (
    Option(
        "media_folder",
        "a folder that a web server of yours shows to everybody, for posts with images",
        OptionKind.FOLDER,
        required=False,
        where=False,
    ),
    Option("media_url", "where that folder is on the web", OptionKind.URL, required=False),
)
"""Where a platform fetches images that it takes only from the web."""
