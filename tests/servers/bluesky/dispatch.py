"""The installed program against a real server, over a line that is cut when the server has the post."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.bluesky import Account, Site
from tests.servers.cutting import Cut, Silence, cutting, gateway, half, nothing

TAMBOUR = str(Path(sys.executable).with_name("tambour"))
PUBLISHES = "com.atproto.repo.putRecord"
WAIT = 120
"""Seconds that a daemon may take."""


@dataclass(frozen=True)
class Home:
    """A folder with settings for one account."""

    folder: Path
    account: Account

    def settings(self, url: str, more: str = "") -> None:
        """Name the account, behind the line at `url`."""
        (self.folder / "tambour.yaml").write_text(
            "site: {timezone: Europe/Paris}\n"
            "accounts:\n"
            "  journal:\n"
            "    platform: bluesky\n"
            f"    handle: {self.account.handle}\n"
            "    password: {env: JOURNAL}\n"
            f"    url: {url}\n{more}"
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command."""
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "JOURNAL": self.account.password}
        return subprocess.Popen(
            [TAMBOUR, *words], cwd=self.folder, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *words: str) -> str:
        """Run a command to its end, and return what it printed."""
        with self.start(*words) as process:
            out, log = process.communicate(timeout=WAIT)

        assert process.returncode == 0, log
        return out

    def events(self) -> list[str]:
        """Return what has happened to the post, by the log."""
        return [json.loads(line)["event"] for line in self.run("log", "--json").splitlines()]


@pytest.fixture
def home(site: Site, tmp_path: Path) -> Home:
    return Home(tmp_path, site.account())


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_post_whose_answer_is_cut_off_is_public_once(site: Site, home: Home, cut: Cut) -> None:
    """The server has it, and we were not told: the promise, on a real server."""
    with cutting(site.url, PUBLISHES, cut) as line:
        home.settings(line.url)
        home.run("post", "Semer tôt", "--account", "journal", "--at", "now")
        home.run("run", "--until-idle")

    assert line.accepted == 1, "it is looked for before anything is sent again"
    assert [record["text"] for record in site.records(home.account)] == ["Semer tôt"]
    assert home.events()[-2:] == ["doubtful", "found"]


def test_a_daemon_that_is_killed_when_the_server_has_the_post_leaves_one(site: Site, home: Home) -> None:
    """Nothing but what was written before the request left is there to learn it from."""
    silence = Silence()
    with cutting(site.url, PUBLISHES, silence) as line:
        home.settings(line.url)
        home.run("post", "Semer tôt", "--account", "journal", "--at", "now")
        with home.start("run") as process:
            assert silence.reached.wait(WAIT)
            process.kill()
        silence.over.set()
        home.run("run", "--until-idle")

    assert [record["text"] for record in site.records(home.account)] == ["Semer tôt"]
    assert home.events()[-2:] == ["doubtful", "found"]


ARTICLE = """---
title: Semer tôt
teasers:
  - "{text}"
---
Semer tôt, c'est récolter tôt.
"""
TEXT = " ".join(f"Semez le rang numéro {number} dans une terre fine, et arrosez-le un peu." for number in range(1, 13))


def passed(client: socket.socket, answer: bytes) -> None:
    """Let the whole answer through, and end the line in good order."""
    client.sendall(answer)


@pytest.mark.parametrize("cut", [nothing, gateway])
def test_a_thread_that_is_cut_in_its_middle_goes_on_where_it_was(site: Site, home: Home, cut: Cut) -> None:
    """The server has the second part, and we were not told; a person then takes all of it back."""
    (home.folder / "semer.md").write_text(ARTICLE.format(text=TEXT))
    with cutting(site.url, PUBLISHES, passed, cut, cut) as line:
        home.settings(line.url, "    thread: yes\n")
        home.run("queue", "semer.md", "--at", "now")
        home.run("run", "--until-idle")
        first, *rest = records = sorted(site.records(home.account), key=lambda record: str(record["createdAt"]))

        assert line.accepted == 3
        assert [record["text"][-3:] for record in records] == ["1/3", "2/3", "3/3"]
        assert "reply" not in first
        assert len({record["reply"]["root"]["cid"] for record in rest}) == 1

        home.run("retract", "1")

    assert not site.records(home.account)
