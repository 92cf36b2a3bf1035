"""Every adapter keeps the rules that ship with tambour."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.base import Adapter, Connection
from adapters.bluesky import Bluesky
from adapters.feed import Feed
from adapters.folder import Folder
from adapters.mastodon import Mastodon
from adapters.memory import Memory
from adapters.testing import Rules, Seen, Stage, WireRules, answering
from adapters.testing.rules import ILLUSTRATED, OTHER
from adapters.x import X
from tests.adapters.fake_x import ROTATING, SIGNED, FakeX
from tests.adapters.fakes import FakeBluesky, connection
from tests.adapters.mastodons import FakeGoToSocial, FakeMastodon, FakePixelfed, FakePleroma


class TestMastodon(WireRules):
    options = {"url": "https://social.example", "token": FakeMastodon.token}  # noqa: RUF012 - read only
    secrets = (FakeMastodon.token,)
    fake = FakeMastodon

    def connect(self, connection: Connection) -> Adapter:
        return Mastodon(connection)


class TestGoToSocial(TestMastodon):
    fake = FakeGoToSocial


class TestPleroma(TestMastodon):
    fake = FakePleroma


class TestPixelfed(TestMastodon):
    fake = FakePixelfed
    plain = ILLUSTRATED
    other = replace(OTHER, media=ILLUSTRATED.media)
    drawn = ("media_ids",)


class TestBluesky(WireRules):
    options = {"handle": "tilleul.example", "password": FakeBluesky.password}  # noqa: RUF012 - read only
    secrets = (FakeBluesky.password, "access-1", "refresh-1")
    fake = FakeBluesky
    refusal = answering(400, body='{"error": "InvalidToken", "message": "Token could not be verified"}')

    def connect(self, connection: Connection) -> Adapter:
        return Bluesky(connection)


class TestX(WireRules):
    options = SIGNED
    secrets = tuple(SIGNED.values())
    fake = FakeX

    def connect(self, connection: Connection) -> Adapter:
        return X(connection)


class TestRotatingX(TestX):
    options = ROTATING
    secrets = (ROTATING["client_secret"], "refresh-0", "refresh-1", "access-1")


class TestMemory(Rules):
    def stage(self) -> Stage:
        memory = Memory(connection())
        return Stage(lambda: memory, lambda: [_remembered(dict(each.intent.request)) for each in memory.posts])


class TestFeed(Rules):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def stage(self) -> Stage:
        return Stage(lambda: Feed(connection(options={"folder": str(self.folder)})), lambda: _fed(self.folder))


class TestFolder(Rules):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def stage(self) -> Stage:
        return Stage(lambda: Folder(connection(options={"folder": str(self.folder)})), lambda: _filed(self.folder))


def _remembered(request: dict[str, Any]) -> Seen:
    return Seen(request["text"], tuple(request["alts"]))


def _fed(folder: Path) -> Sequence[Seen]:
    feed = folder / "feed.json"
    items = json.loads(feed.read_bytes())["items"] if feed.exists() else []
    return [
        Seen(item["content_text"], tuple(image["title"] for image in item.get("attachments", ())))
        for item in reversed(items)
    ]


def _filed(folder: Path) -> Sequence[Seen]:
    files = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md")))
    return [_posted(file) for file in files]


def _posted(file: str) -> Seen:
    _, head, text = file.split("---\n", 2)
    images = yaml.safe_load(head).get("images", ())
    return Seen(text.removesuffix("\n"), tuple(image["alt"] for image in images))
