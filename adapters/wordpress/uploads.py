"""What a post refers to on its site: images in the library, tags, a category; each is made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from typing import Any

from adapters import files, http
from adapters.base import Media, Refused, Unsupported
from adapters.reading import link, number
from adapters.texts import letters
from adapters.wordpress.api import Api, Known, rows
from adapters.wordpress.post import Upload


@dataclass(frozen=True, slots=True)
class Library:
    """The library of a site, as one of its users sees it."""

    api: Api

    def images(self, media: Sequence[Media]) -> list[Upload]:
        """Upload images; those that are there already are found again by what they show.

        Raises Refused where the site changes an alternative text.
        """
        return [self._image(image) for image in media]

    def tags(self, names: Sequence[str]) -> list[int]:
        """Return the numbers of tags, made where there are none."""
        return [self._known("tags", name) or self._tag(name) for name in names]

    def category(self, name: str) -> int:
        """Return a category's number.

        Raises Unsupported where the site has none of that name.
        """
        found = self._known("categories", name)
        if found is None:
            raise Unsupported(f"the site has no category {name!r}: make it there, or correct the account's settings")
        return found

    def _image(self, image: Media) -> Upload:
        name = f"tambour-{sha256(image.data + image.alt.encode()).hexdigest()[:24]}"
        asked = {"slug": name, "_fields": "id,slug,source_url"}
        found = self.api.ask("GET", "/wp/v2/media", rows, asked)
        known = next((_upload(each) for each in found if each["slug"] == name), None)
        return known or self._uploaded(name, image)

    def _uploaded(self, name: str, image: Media) -> Upload:
        file = (f"{name}{files.suffix(image.mime)}", image.data, image.mime)
        named = {"alt_text": image.alt, "slug": name, "title": name}
        upload, alt = self.api.ask("POST", "/wp/v2/media", _uploaded, files={"file": file}, data=named)
        if letters(unescape(alt)) != letters(image.alt):
            raise Refused(f"the site changes the alternative text {image.alt[:60]!r}: write it without < and >")
        return upload

    def _known(self, kind: str, name: str) -> int | None:
        asked = {"search": name, "per_page": "100", "_fields": "id,name,slug"}
        terms = self.api.ask("GET", f"/wp/v2/{kind}", rows, asked)
        return next((number(each["id"]) for each in terms if _is(each, name)), None)

    def _tag(self, name: str) -> int:
        try:
            return self.api.ask("POST", "/wp/v2/tags", lambda answer: number(answer.json()["id"]), json={"name": name})
        except Known as there:  # a search shows a hundred at most
            return there.number


def _is(term: dict[str, Any], name: str) -> bool:
    return name.casefold() in {unescape(str(term["name"])).casefold(), term["slug"]}


def _upload(found: dict[str, Any]) -> Upload:
    return Upload(number(found["id"]), link(found["source_url"]))


def _uploaded(answer: http.Answer) -> tuple[Upload, str]:
    found = answer.json()
    return _upload(found), str(found["alt_text"])
