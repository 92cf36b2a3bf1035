"""Secrets: where they are kept, and what is said where they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from scheduler.errors import CredentialError
from scheduler.settings import SecretRef, resolve


class Ring(KeyringBackend):
    """The system's keyring, with a secret for everything."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return f"{service}'s {username}"

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError  # nobody asks it to


class Empty(Ring):
    def get_password(self, service: str, username: str) -> str | None:
        return None


class Locked(Ring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


PlugIn = Callable[[Callable[[], KeyringBackend]], None]


@pytest.fixture
def plug_in() -> Iterator[PlugIn]:
    """Return what makes a keyring the system's."""
    usual = keyring.get_keyring()
    yield lambda ring: keyring.set_keyring(ring())
    keyring.set_keyring(usual)


def test_a_variable_is_read() -> None:
    """The usual place in a container."""
    assert resolve(SecretRef("env", "TOKEN"), environ={"TOKEN": "s3cret"}) == "s3cret"


@pytest.mark.parametrize("written", ["s3cret", "s3cret\n", "\N{BOM}s3cret\r\n"])
def test_a_file_is_read_without_what_editors_add(tmp_path: Path, written: str) -> None:
    """A line end in a token is refused by every platform."""
    (tmp_path / "token").write_text(written, encoding="utf-8", newline="")

    assert resolve(SecretRef("file", str(tmp_path / "token")), environ={}) == "s3cret"


def test_the_keyring_is_asked_under_our_name(plug_in: PlugIn) -> None:
    """People find the entry again in their keyring's window."""
    plug_in(Ring)

    assert resolve(SecretRef("keyring", "main"), environ={}) == "tambour's main"


def test_a_secret_that_is_not_there_is_told_with_its_place(tmp_path: Path, plug_in: PlugIn) -> None:
    """It has to be put there."""
    plug_in(Empty)
    (tmp_path / "token").write_text("  \n", encoding="utf-8")

    with pytest.raises(CredentialError, match="the environment variable TOKEN is empty or not set; put the secret"):
        resolve(SecretRef("env", "TOKEN"), environ={})
    with pytest.raises(CredentialError, match="token is empty or not set"):
        resolve(SecretRef("file", str(tmp_path / "token")), environ={})
    with pytest.raises(CredentialError, match="the keyring entry 'main' of the service 'tambour'"):
        resolve(SecretRef("keyring", "main"), environ={})


def test_a_file_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    """Missing and unreadable are mended differently."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe")

    with pytest.raises(CredentialError, match=r"cannot read the secret in .*missing: No such file"):
        resolve(SecretRef("file", str(tmp_path / "missing")), environ={})
    with pytest.raises(CredentialError, match=r"binary: it is not text"):
        resolve(SecretRef("file", str(tmp_path / "binary")), environ={})


def test_a_locked_keyring_is_told_with_the_way_out(plug_in: PlugIn) -> None:
    """A daemon has nobody to ask for its password."""
    plug_in(Locked)

    with pytest.raises(CredentialError, match=r"cannot be read \(locked\); unlock it, or keep the secret in a file"):
        resolve(SecretRef("keyring", "main"), environ={})


def test_where_a_secret_is_kept_says_nothing_of_it() -> None:
    """The reference is printed and logged."""
    assert repr(SecretRef("env", "TOKEN")) == "SecretRef(keeper='env', name='TOKEN')"
