"""Images on their way to a server, which may need a while for each."""

from __future__ import annotations

from datetime import timedelta
from mimetypes import guess_extension

import httpx

from adapters import http
from adapters.base import Json, Media, Refused, Unavailable
from adapters.mastodon.api import Api
from adapters.reading import word

PROCESSING_WAIT = timedelta(seconds=10)


class Uploads:
    """An account's images that are uploaded while others of the same post are not yet."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[tuple[str, int], str] = {}

    def ready(self, key: str, images: tuple[Media, ...]) -> list[Json]:
        """Return the ids of a post's images, once the server is done with all of them.

        Raises Unavailable while it is not; asked again, only the missing ones are uploaded.
        """
        found: list[Json] = [self._ready((key, index), image) for index, image in enumerate(images)]
        for index in range(len(found)):
            del self._known[key, index]
        return found

    def _ready(self, place: tuple[str, int], image: Media) -> str:
        try:
            uploaded, ready = self._asked(self._known[place]) if place in self._known else self._uploaded(image)
        except Refused:
            self._known.pop(place, None)
            raise
        self._known[place] = uploaded
        if not ready:
            raise Unavailable("the server is still busy with an image", retry_after=PROCESSING_WAIT)
        return uploaded

    def _asked(self, uploaded: str) -> tuple[str, bool]:
        return self._api.ask("GET", f"/api/v1/media/{uploaded}", _upload)

    def _uploaded(self, image: Media) -> tuple[str, bool]:
        file = (f"image{guess_extension(image.mime) or ''}", image.data, image.mime)
        return self._api.ask("POST", "/api/v2/media", _upload, files={"file": file}, data={"description": image.alt})


def _upload(answer: http.Answer) -> tuple[str, bool]:
    return word(answer.json()["id"]), answer.status == httpx.codes.OK
