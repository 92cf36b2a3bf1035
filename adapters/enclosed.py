"""Images that travel within an intent, for platforms that take them only with the request that publishes."""

from __future__ import annotations

from base64 import b64decode, b64encode
from mimetypes import guess_extension
from typing import TypeAlias

from adapters.base import Json, Media

File: TypeAlias = tuple[str, bytes, str]
"""Name, bytes and type, as httpx sends a file."""


def enclose(image: Media, name: str) -> Json:
    """Write an image as JSON, under a file name that ends as its type does."""
    data = b64encode(image.data).decode("ascii")
    return {"name": f"{name}{guess_extension(image.mime) or ''}", "mime": image.mime, "data": data}


def disclose(enclosed: Json) -> File:
    """Read an image that `enclose` wrote.

    Raises ValueError where it did not.
    """
    match enclosed:
        case {"name": str(name), "mime": str(mime), "data": str(data)}:
            return name, b64decode(data, validate=True), mime
        case _:
            raise ValueError("an image of the intent cannot be read")
