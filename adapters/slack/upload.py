"""Images on Slack: there before the post that shows them, and seen by nobody until then.

Slack looks an upload over before a message may show it; its type is told when it is ready (slackapi/node-slack-sdk,
issues 1865 and 2170, where its makers say so).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from mimetypes import guess_extension
from typing import Any, Protocol, TypeVar

import httpx

from adapters import http
from adapters.base import Media, Refused, Unavailable
from adapters.reading import word

PROCESSING_WAIT = timedelta(seconds=3)

T = TypeVar("T")


class Ask(Protocol):
    """How Slack is asked; its adapter knows."""

    def __call__(self, call: str, asked: Mapping[str, str], read: Callable[[dict[str, Any]], T]) -> T:
        """Call a method."""


class Uploads:
    """An account's images on their way."""

    def __init__(self, client: httpx.Client, url: str, ask: Ask) -> None:
        self._client = client
        self._url = httpx.URL(url)
        self._ask = ask
        self._known: dict[tuple[str, int], str] = {}  # a post's images that are there while others are not yet

    def ready(self, key: str, media: tuple[Media, ...]) -> list[str]:
        """Return what Slack calls a post's images, once it is done with all of them.

        Raises Unavailable while it is not.
        """
        files = [self._ready((key, place), image) for place, image in enumerate(media)]
        for place in range(len(media)):
            del self._known[key, place]
        return files

    def _ready(self, place: tuple[str, int], image: Media) -> str:
        if place not in self._known:
            self._known[place] = self._upload(image)
        file = self._known[place]
        try:
            ready = self._ask("files.info", {"file": file}, lambda found: bool(found["file"]["mimetype"]))
        except Refused:
            del self._known[place]
            raise
        if not ready:
            raise Unavailable("Slack is still busy with an image", retry_after=PROCESSING_WAIT)
        return file

    def _upload(self, image: Media) -> str:
        name = f"image{guess_extension(image.mime) or ''}"
        asked = {"filename": name, "length": str(len(image.data)), **({"alt_txt": image.alt} if image.alt else {})}
        address, file = self._ask(
            "files.getUploadURLExternal", asked, lambda found: (word(found["upload_url"]), word(found["file_id"]))
        )
        request = self._client.build_request("POST", self._checked(address), content=image.data)
        http.ask(self._client, request, lambda _answer: None)
        told = json.dumps([{"id": file, "title": name}])
        self._ask("files.completeUploadExternal", {"files": told}, lambda _found: None)
        return file

    def _checked(self, address: str) -> httpx.URL:
        """Return where the bytes go: Slack names the address, and it has to be one of Slack's."""
        try:
            found = httpx.URL(address)
        except httpx.InvalidURL:
            raise Unavailable("Slack names an address for an image that cannot be read") from None
        own = self._url.host
        if found.scheme == self._url.scheme and (found.host == own or found.host.endswith(f".{own}")):
            return found
        raise Refused(f"Slack wants an image sent to {found.host!r}, which is not {own}: nothing was sent")
