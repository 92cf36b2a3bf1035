"""Sessions: for their owner's eyes only, and never half-written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.core import load_keyring

from scheduler.errors import CredentialError
from scheduler.vault import KeyPlace, VaultFile
from tests.warm import Program


def keep_many(path: Path, account: str) -> None:
    """Replace what is kept for an account again and again."""
    vault = vault_at(path).for_account(account)
    for number in range(30):
        vault.keep({"session": str(number)})


KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
OTHER_KEY = "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk="


def vault_at(path: Path, key: str | None = KEY, seen: set[str] | None = None) -> VaultFile:
    """Return a vault whose key is in the environment, and to which everybody has the right."""
    environ = {} if key is None else {"TAMBOUR_KEY": key}
    return VaultFile(path, KeyPlace(path, environ), lambda _account: nullcontext(), seen)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tambour.db.sessions"


class Ring(KeyringBackend):
    """A system's keyring."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    """Give the system a keyring."""
    usual, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(usual)


@pytest.fixture
def no_ring() -> Iterator[None]:
    """Take the system's keyring away."""
    usual = keyring.get_keyring()
    keyring.set_keyring(load_keyring("keyring.backends.fail.Keyring"))
    yield
    keyring.set_keyring(usual)


@pytest.fixture
def careless() -> Iterator[None]:
    """Let every file be made for everybody."""
    usual = os.umask(0)
    yield
    os.umask(usual)


def test_what_was_kept_is_recalled(file: Path) -> None:
    """Also by the next process."""
    vault_at(file).for_account("a").keep({"session": "s3cret"})

    assert vault_at(file).for_account("a").recall() == {"session": "s3cret"}


def test_an_account_that_kept_nothing_recalls_nothing(file: Path) -> None:
    """It logs in then."""
    assert vault_at(file).for_account("a").recall() == {}


def test_an_account_sees_its_own_only(file: Path) -> None:
    """An adapter of somebody else's is not to be trusted with every session."""
    vault_at(file).for_account("a").keep({"session": "a"})
    vault_at(file).for_account("b").keep({"session": "b"})

    assert vault_at(file).for_account("b").recall() == {"session": "b"}


def test_what_is_kept_replaces_what_was(file: Path) -> None:
    """A session that was closed must not come back."""
    vault = vault_at(file).for_account("a")
    vault.keep({"session": "1", "refresh": "2"})
    vault.keep({"session": "3"})

    assert vault.recall() == {"session": "3"}


def test_only_the_owner_may_read_it(file: Path, careless: None) -> None:
    """Whatever the shell's mask says; the lock beside it too."""
    vault_at(file).for_account("a").keep({"session": "s3cret"})

    assert {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {
        "tambour.db.sessions": 0o600,
        "tambour.db.sessions.lock": 0o600,
    }


def test_processes_keep_each_others_sessions(file: Path) -> None:
    """The daemon and `doctor` may log in at the same time."""
    keepers = [Program(partial(keep_many, file, name), folder=file.parent, environ={}) for name in ("a", "b")]

    codes = [keeper.finish().returncode for keeper in keepers]

    assert codes == [0, 0]
    assert [vault_at(file).recall(name) for name in ("a", "b")] == [{"session": "29"}, {"session": "29"}]


@pytest.mark.parametrize("content", ["", "{", "[1]", "5", "\udcff"])
def test_a_file_that_cannot_be_read_is_explained(file: Path, content: str) -> None:
    """Nothing in it is lost for good: accounts log in anew."""
    file.write_bytes(content.encode(errors="surrogateescape"))

    with pytest.raises(
        CredentialError, match=r"delete it, and every account logs in anew|or delete the file and log in anew"
    ):
        vault_at(file).for_account("a").recall()


def test_what_cannot_be_kept_is_told_and_leaves_nothing_behind(file: Path) -> None:
    """Half a file of secrets must not lie about."""
    file.mkdir()
    (file / "in the way").touch()

    with pytest.raises(CredentialError, match=r"cannot (read|write)"):
        vault_at(file).for_account("a").keep({"session": "s3cret"})

    assert sorted(path.name for path in file.parent.iterdir()) == [file.name, f"{file.name}.lock"]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """The message says what was lost."""
    (tmp_path / "file").touch()
    vault = vault_at(tmp_path / "file" / "sessions").for_account("a")

    with pytest.raises(CredentialError, match="the session is not kept"):
        vault.keep({"session": "s3cret"})


def test_no_secret_shows_in_a_traceback(file: Path) -> None:
    """Values are printed there as they print themselves."""
    vault = vault_at(file)
    vault.for_account("a").keep({"session": "s3cret"})

    assert "s3cret" not in f"{vault!r} {vault.for_account('a')!r}"


def test_what_is_kept_and_recalled_is_masked_in_the_log(file: Path) -> None:
    """A session lets its bearer post as the account."""
    seen: set[str] = set()
    vault_at(file).for_account("a").keep({"access": "old-token"})
    vault = vault_at(file, seen=seen).for_account("a")

    vault.recall()
    vault.keep({"access": "new-token", "did": "did:plc:a"})

    assert seen == {"old-token", "new-token"}


def test_what_is_no_secret_is_not_masked(file: Path) -> None:
    """The log names the scopes that are missing."""
    seen: set[str] = set()

    vault_at(file, seen=seen).for_account("a").keep({"access": "token", "scopes": "write", "origin": "0af3"})

    assert seen == {"token"}


def test_nothing_in_the_file_can_be_read_without_the_key(file: Path) -> None:
    """It ends up in backups and on discarded disks."""
    vault_at(file).for_account("journal").keep({"session": "s3cret"})

    assert all(word not in file.read_bytes() for word in (b"s3cret", b"journal", b"session"))


def test_another_key_opens_nothing_and_overwrites_nothing(file: Path) -> None:
    """A key that was mixed up must not cost the logins."""
    vault_at(file).for_account("a").keep({"session": "s3cret"})
    other = vault_at(file, OTHER_KEY).for_account("a")

    with pytest.raises(CredentialError, match="sealed with another key"):
        other.recall()
    with pytest.raises(CredentialError, match="sealed with another key"):
        other.keep({"session": "new"})
    assert vault_at(file).for_account("a").recall() == {"session": "s3cret"}


def test_a_key_that_is_gone_is_told_and_none_is_made_in_its_place(file: Path, no_ring: None) -> None:
    """A new key would shut the old secrets out for good."""
    vault_at(file).for_account("a").keep({"session": "s3cret"})

    with pytest.raises(
        CredentialError, match=r"there is no key .* in TAMBOUR_KEY, in .*\.key or in an unlocked keyring"
    ):
        vault_at(file, None).for_account("a").keep({"session": "new"})
    assert not KeyPlace(file, {}).file.exists()


def test_what_an_earlier_version_left_is_read_and_sealed_when_something_is_kept(file: Path) -> None:
    """Nobody has to log in anew."""
    file.write_text(json.dumps({"a": {"session": "old"}}), encoding="utf-8")
    vault = vault_at(file)

    kept = vault.for_account("a").recall()
    vault.for_account("b").keep({"session": "new"})

    assert kept == vault_at(file).for_account("a").recall() == {"session": "old"}
    assert b"old" not in file.read_bytes()


def test_without_a_keyring_the_key_is_in_a_file_of_the_owners(file: Path, no_ring: None, careless: None) -> None:
    """A server has none."""
    vault_at(file, None).for_account("a").keep({"session": "s3cret"})

    key = file.with_name("tambour.db.sessions.key")
    assert vault_at(file, None).for_account("a").recall() == {"session": "s3cret"}
    assert key.stat().st_mode & 0o777 == 0o600


def test_with_a_keyring_the_key_is_in_there_alone(file: Path, ring: Ring) -> None:
    """A copy of the folder opens nothing."""
    vault_at(file, None).for_account("a").keep({"session": "s3cret"})

    assert vault_at(file, None).for_account("a").recall() == {"session": "s3cret"}
    assert list(ring.kept) == [("tambour", f"key of {file.resolve()}")]
    assert not KeyPlace(file, {}).file.exists()


@pytest.mark.parametrize("key", ["short", "not base 64 at all", "MDEy"])
def test_what_is_no_key_is_told_and_not_repeated(file: Path, key: str) -> None:
    """It may be a password that was put in the wrong place."""
    with pytest.raises(CredentialError, match="TAMBOUR_KEY holds no key: write what `openssl rand") as told:
        vault_at(file, key).for_account("a").keep({"session": "s3cret"})

    assert key not in str(told.value)


def test_a_key_that_cannot_be_kept_is_told(tmp_path: Path, no_ring: None) -> None:
    """Then nothing is written that nobody could open again."""
    with pytest.raises(CredentialError, match=r"cannot write the key .*set TAMBOUR_KEY"):
        KeyPlace(tmp_path / "nowhere" / "sessions", {}).make()


def test_a_key_file_that_is_none_is_told(file: Path) -> None:
    """A folder in its place, say."""
    KeyPlace(file, {}).file.mkdir()

    with pytest.raises(CredentialError, match=r"cannot read the key .*make it readable, or set TAMBOUR_KEY"):
        KeyPlace(file, {}).find()


def test_a_login_and_a_session_of_one_account_lie_apart(file: Path) -> None:
    """An adapter that replaces its session must not lose what the person pasted."""
    vault_at(file).for_login("a").keep({"password": "pasted"})
    vault_at(file).for_account("a").keep({"session": "s3cret"})

    assert vault_at(file).for_login("a").recall() == {"password": "pasted"}
