"""Images for platforms that take no upload: they fetch each from a public address of the account's owner."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from adapters import files
from adapters.base import Media, Unsupported


def is_given(options: Mapping[str, str]) -> bool:
    """Return whether an account names such a place."""
    return "media_folder" in options and "media_url" in options


def address(options: Mapping[str, str], image: Media) -> str:
    """Put an image into the account's `media_folder`; return where `media_url` shows it.

    It is named after what it shows: writing it twice changes nothing, and nobody guesses its name.

    Raises Unsupported where the settings name no such place, Unavailable where the disk refuses.
    """
    folder, url = options.get("media_folder"), options.get("media_url")
    if folder is None or url is None:
        raise Unsupported(
            "the platform fetches images from a public address: add media_folder and media_url to the account"
        )
    name = f"{sha256(image.data).hexdigest()[:40]}{files.suffix(image.mime)}"
    files.write(Path(folder), {name: image.data})
    return f"{url.rstrip('/')}/{name}"
