"""Sessions: for their owner's eyes only, and never half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.errors import CredentialError
from scheduler.vault import VaultFile

KEEPER = """
import sys
from pathlib import Path
from scheduler.vault import VaultFile
vault = VaultFile(Path(sys.argv[1])).for_account(sys.argv[2])
for number in range(30):
    vault.keep({"session": str(number)})
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tambour.db.sessions"


@pytest.fixture
def careless() -> Iterator[None]:
    """Let every file be made for everybody."""
    usual = os.umask(0)
    yield
    os.umask(usual)


def test_what_was_kept_is_recalled(file: Path) -> None:
    """Also by the next process."""
    VaultFile(file).for_account("a").keep({"session": "s3cret"})

    assert VaultFile(file).for_account("a").recall() == {"session": "s3cret"}


def test_an_account_that_kept_nothing_recalls_nothing(file: Path) -> None:
    """It logs in then."""
    assert VaultFile(file).for_account("a").recall() == {}


def test_an_account_sees_its_own_only(file: Path) -> None:
    """An adapter of somebody else's is not to be trusted with every session."""
    VaultFile(file).for_account("a").keep({"session": "a"})
    VaultFile(file).for_account("b").keep({"session": "b"})

    assert VaultFile(file).for_account("b").recall() == {"session": "b"}


def test_what_is_kept_replaces_what_was(file: Path) -> None:
    """A session that was closed must not come back."""
    vault = VaultFile(file).for_account("a")
    vault.keep({"session": "1", "refresh": "2"})
    vault.keep({"session": "3"})

    assert vault.recall() == {"session": "3"}


def test_only_the_owner_may_read_it(file: Path, careless: None) -> None:
    """Whatever the shell's mask says; the lock beside it too."""
    VaultFile(file).for_account("a").keep({"session": "s3cret"})

    assert {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {
        "tambour.db.sessions": 0o600,
        "tambour.db.sessions.lock": 0o600,
    }


def test_processes_keep_each_others_sessions(file: Path) -> None:
    """The daemon and `doctor` may log in at the same time."""
    keepers = [subprocess.Popen([sys.executable, "-c", KEEPER, str(file), name]) for name in ("a", "b")]

    codes = [keeper.wait() for keeper in keepers]

    assert codes == [0, 0]
    assert json.loads(file.read_text(encoding="utf-8")) == {"a": {"session": "29"}, "b": {"session": "29"}}


@pytest.mark.parametrize("content", ["", "{", "[1]", "5", "\udcff"])
def test_a_file_that_cannot_be_read_is_explained(file: Path, content: str) -> None:
    """Nothing in it is lost for good: accounts log in anew."""
    file.write_bytes(content.encode(errors="surrogateescape"))

    with pytest.raises(CredentialError, match=f"cannot read {file}; delete it, and every account logs in anew"):
        VaultFile(file).for_account("a").recall()


def test_what_cannot_be_kept_is_told_and_leaves_nothing_behind(file: Path) -> None:
    """Half a file of secrets must not lie about."""
    file.mkdir()
    (file / "in the way").touch()

    with pytest.raises(CredentialError, match=r"cannot (read|write)"):
        VaultFile(file).for_account("a").keep({"session": "s3cret"})

    assert sorted(path.name for path in file.parent.iterdir()) == [file.name, f"{file.name}.lock"]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """The message says what was lost."""
    (tmp_path / "file").touch()
    vault = VaultFile(tmp_path / "file" / "sessions").for_account("a")

    with pytest.raises(CredentialError, match="the session is not kept"):
        vault.keep({"session": "s3cret"})


def test_no_secret_shows_in_a_traceback(file: Path) -> None:
    """Values are printed there as they print themselves."""
    vault = VaultFile(file)
    vault.for_account("a").keep({"session": "s3cret"})

    assert "s3cret" not in f"{vault!r} {vault.for_account('a')!r}"


def test_what_is_kept_and_recalled_is_masked_in_the_log(file: Path) -> None:
    """A session lets its bearer post as the account."""
    seen: set[str] = set()
    VaultFile(file).for_account("a").keep({"access": "old-token"})
    vault = VaultFile(file, seen).for_account("a")

    vault.recall()
    vault.keep({"access": "new-token", "did": "did:plc:a"})

    assert seen == {"old-token", "new-token"}
