"""Each post as a Markdown file, for a person who pastes it where no adapter reaches."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import yaml

from adapters import files
from adapters.base import Connection, Content, Identity, Intent, Json, Limits, Receipt
from adapters.limits import LIMITS


class Folder:
    """One account's folder of posts."""

    platform: ClassVar[str] = "folder"
    limits: ClassVar[Limits] = LIMITS["folder"]
    idempotency: ClassVar[str] = "A"
    checked: ClassVar[str] = "server"
    replay_window: ClassVar[timedelta] = timedelta(days=365)

    def __init__(self, connection: Connection) -> None:
        self._account = connection.account
        self._folder = Path(connection.options["folder"])

    def verify(self) -> Identity:
        """Find out whether the folder can be written."""
        files.probe(self._folder)
        return Identity(str(self._folder), self._folder.as_uri())

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Put the images where the post will be and freeze its file."""
        stem = files.stem(key, at)
        images = files.beside(self._folder, stem, content.media)
        head = self._front_matter(content, at, {name: image.alt for name, image in images.items()})
        return Intent(key, at, {"file": f"{stem}.md", "text": f"---\n{head}---\n{content.text}\n"})

    def publish(self, intent: Intent) -> Receipt:
        """Write the file, unless it is there: a person may have edited it since."""
        if found := self.find(intent):
            return found
        files.write(self._folder, {self._file(intent).name: str(intent.request["text"]).encode()})
        return self._receipt(intent)

    def find(self, intent: Intent) -> Receipt | None:
        """Look for the file."""
        return self._receipt(intent) if intent.request["file"] in files.names(self._folder) else None

    def _front_matter(self, content: Content, at: datetime, alts: dict[str, str]) -> str:
        images: list[Json] = [{"file": name, "alt": alt} for name, alt in alts.items()]
        facts = {
            "account": self._account,
            "date": at.isoformat(timespec="seconds"),
            "language": content.language,
            "link": content.link,
            "tags": list(content.tags),
            "images": images,
        }
        told = {name: fact for name, fact in facts.items() if fact}
        return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)

    def _file(self, intent: Intent) -> Path:
        return self._folder / str(intent.request["file"])

    def _receipt(self, intent: Intent) -> Receipt:
        file = self._file(intent)
        return Receipt(file.name, file.as_uri())
