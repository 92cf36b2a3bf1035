"""The installed program against a real mail server: taken, busy, cut off after the mail, and killed amid the list."""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.adapters.fake_mail import CUT, MailServer, serving

TAMBOUR = str(Path(sys.executable).with_name("tambour"))
READERS = [f"reader-{number}@readers.example" for number in range(40)]
WAIT = 120
"""Seconds that a command may take."""


@dataclass(frozen=True)
class Home:
    """A folder with settings for one newsletter."""

    folder: Path

    def start(self, *words: str, **others: str) -> subprocess.Popen[str]:
        """Start a command, with other variables in its environment."""
        known = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "NEWS": MailServer.password}
        environ = known | {name: value for name, value in others.items() if value}
        return subprocess.Popen(
            [TAMBOUR, *words], cwd=self.folder, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *words: str, **others: str) -> str:
        """Run a command to its end, and return what it printed."""
        with self.start(*words, **others) as process:
            out, log = process.communicate(timeout=WAIT)

        assert process.returncode == 0, log
        return out

    def post(self) -> None:
        """Queue a post that is due."""
        self.run("post", "Semer tôt", "--account", "newsletter", "--at", "now")

    def shown(self) -> dict[str, str]:
        """Return the post as it stands."""
        found: dict[str, str] = json.loads(self.run("show", "1", "--json"))
        return found


@pytest.fixture
def home(site: MailServer, tmp_path: Path) -> Home:
    site.reset()
    (tmp_path / "subscribers.txt").write_text("\n".join(READERS))
    (tmp_path / "tambour.yaml").write_text(
        "site: {timezone: Europe/Paris}\n"
        "accounts:\n"
        "  newsletter:\n"
        "    platform: email\n"
        f"    server: 127.0.0.1:{site.port}\n"
        "    user: news\n"
        "    password: {env: NEWS}\n"
        "    sender: Maison Tilleul <news@tilleul.example>\n"
        "    unsubscribe: leave@tilleul.example\n"
        "    folder: .\n"
    )
    return Home(tmp_path)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a certificate for the address under which the server is called, with its key in it."""
    file = tmp_path / "server.pem"
    subject = ["-subj", "/CN=mail", "-addext", "subjectAltName=IP:0.0.0.0"]
    made = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-keyout",
        str(file),
        "-out",
        str(tmp_path / "ca.pem"),
    ]
    subprocess.run(["openssl", "req", *made, *subject], check=True, capture_output=True)
    file.write_text(file.read_text() + (tmp_path / "ca.pem").read_text())
    return file


@pytest.mark.parametrize(("trusted", "state"), [(True, "published"), (False, "queued")])
def test_mails_go_through_starttls_to_whom_we_trust(home: Home, certificate: Path, trusted: bool, state: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with serving(context) as server:
        settings = home.folder / "tambour.yaml"
        settings.write_text(re.sub(r"127.0.0.1:\d+", f"0.0.0.0:{server.port}", settings.read_text()))
        home.post()
        home.run("run", "--once", SSL_CERT_FILE=str(home.folder / "ca.pem") if trusted else "")

    assert (home.shown()["state"], len(server.taken)) == (state, len(READERS) if trusted else 0)


def taken(site: MailServer) -> list[str]:
    return [reader for reader, _ in site.taken]


def test_every_reader_has_one_copy(site: MailServer, home: Home) -> None:
    home.post()
    home.run("run", "--until-idle")

    assert (taken(site), home.shown()["state"]) == (READERS, "published")


def test_a_busy_server_delays_who_has_no_copy(site: MailServer, home: Home) -> None:
    site.reset({("DATA", READERS[7]): "451 4.3.0 busy"})
    home.post()
    home.run("run", "--once")

    assert taken(site) == [reader for reader in READERS if reader != READERS[7]]
    assert home.shown()["state"] == "queued"


def test_a_lost_answer_leaves_one_copy_to_a_person(site: MailServer, home: Home) -> None:
    site.reset({("DATA", READERS[7]): f"once {CUT}"})
    home.post()
    home.run("run", "--until-idle")
    asked = home.shown()
    home.run("resolve", "1", "--not-published")
    home.run("run", "--until-idle")

    assert (asked["state"], READERS[7] in asked["reason"]) == ("uncertain", True)
    assert taken(site) == [*READERS, READERS[7]]
    assert home.shown()["state"] == "published"


def test_a_daemon_that_is_killed_amid_the_list_goes_on_where_it_was(site: MailServer, home: Home) -> None:
    home.post()
    with home.start("run") as process:
        until = monotonic() + WAIT
        while len(site.taken) < 5 and monotonic() < until:
            sleep(0.001)
        process.kill()
    home.run("run", "--until-idle")
    doubted = home.shown()

    assert len(taken(site)) == len(set(taken(site))), "a reader has two copies"
    assert set(READERS) - set(taken(site)) <= {word.strip(",") for word in str(doubted["reason"]).split()}
