"""A post handed to a person at its time, with its text and images ready to paste, for networks that let nobody else in.

Handing over makes nothing public: the person does, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from adapters import files
from adapters.base import Connection, Content, Identity, Intent, Limits, Receipt, Unauthorized
from adapters.limits import LIMITS
from adapters.networks import ANY, network_limits

TEXT = "text.txt"


class Copy:
    """One account that a person looks after."""

    platform: ClassVar[str] = "copy"
    limits: ClassVar[Limits] = LIMITS["copy"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "server"

    def __init__(self, connection: Connection) -> None:
        self._options = connection.options
        self._folder = Path(connection.options["folder"])

    @classmethod
    def limits_for(cls, options: Mapping[str, str]) -> Limits:
        """Return what fits on the network that an account's options name.

        Raises Unauthorized where they name one that is not known, and no length.
        """
        known, length, images = network_limits(options["network"].lower()), options.get("length"), options.get("images")
        if known is None and length is None:
            raise Unauthorized(f"what fits on {options['network']} is not known here: add length, in characters")
        fitting = known or ANY
        if length is not None:
            fitting = replace(fitting, text=int(length), text_bytes=None, text_with_images=None)
        if images is not None:
            fitting = replace(fitting, images=int(images), least_images=min(fitting.least_images, int(images)))
        return fitting

    def handover(self) -> str:
        """Return the network's name as the settings have it."""
        return self._options["network"]

    def verify(self) -> Identity:
        """Find out whether the folder can be written."""
        self.limits_for(self._options)
        files.probe(self._folder)
        return Identity(f"{self.handover()}, by hand, from {self._folder}", self._folder.as_uri())

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Put the images, and what each shows, where the text will be."""
        self.limits_for(self._options)
        name = f"{at:%Y-%m-%d-%H%M}-{sha256(key.encode()).hexdigest()[:12]}"
        laid_out: dict[str, bytes] = {}
        for number, image in enumerate(content.media, 1):
            laid_out[f"image-{number}{files.suffix(image.mime)}"] = image.data
            if image.alt:
                laid_out[f"image-{number}.txt"] = image.alt.encode()
        files.write(self._folder / name, laid_out)
        return Intent(key, at, {"place": name, "text": content.text, "images": list(laid_out)})

    def publish(self, intent: Intent) -> Receipt:
        """Lay the text beside its images; what an earlier wording of the post left there goes."""
        place = self._folder / str(intent.request["place"])
        files.write(place, {TEXT: str(intent.request["text"]).encode()})
        files.keep_only(place, {TEXT, *_names(intent)})
        return Receipt(place.name, place.as_uri())


def _names(intent: Intent) -> list[str]:
    images = intent.request["images"]
    return [str(name) for name in images] if isinstance(images, list) else []
