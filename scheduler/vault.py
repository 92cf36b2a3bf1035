"""Secrets that change by themselves, such as sessions: one file beside the database, for its owner's eyes only."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from scheduler.errors import CredentialError


class VaultFile:
    """Every account's changing secrets, in a JSON file of mode 0600; those that were read are put into `seen`."""

    def __init__(self, path: Path, seen: set[str] | None = None) -> None:
        self._path = path
        self._seen = set() if seen is None else seen
        self._lock = FileLock(f"{path}.lock", mode=0o600)

    def for_account(self, account: str) -> AccountVault:
        """Return the part that one account's adapter may see."""
        return AccountVault(self, account)

    def recall(self, account: str) -> dict[str, str]:
        """Return what an account kept last."""
        kept = self._read().get(account, {})
        self._see(kept)
        return kept

    def keep(self, account: str, secrets: Mapping[str, str]) -> None:
        """Replace what an account keeps; durable when this returns, and the old is there until then."""
        self._see(secrets)
        try:
            with self._lock:
                self._write(self._read() | {account: dict(secrets)})
        except OSError as error:
            raise CredentialError(f"cannot write {self._path}: {error.strerror}; the session is not kept") from error

    def _see(self, secrets: Mapping[str, str]) -> None:
        """Tell the log what to mask; what has a colon is an address or a name, which no token has."""
        self._seen.update(secret for secret in secrets.values() if ":" not in secret)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            return dict(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError) as error:
            raise CredentialError(f"cannot read {self._path}; delete it, and every account logs in anew") from error

    def _write(self, everything: Mapping[str, Mapping[str, str]]) -> None:
        with TemporaryDirectory(dir=self._path.parent, prefix=".tambour-") as folder:
            draft = Path(folder, self._path.name)
            with open(draft, "x", encoding="utf-8", opener=_for_the_owner) as file:
                json.dump(everything, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


class AccountVault:
    """What an adapter sees of the vault."""

    def __init__(self, vault: VaultFile, account: str) -> None:
        self._vault = vault
        self._account = account

    def recall(self) -> dict[str, str]:
        """Return what was kept last, or nothing."""
        return self._vault.recall(self._account)

    def keep(self, secrets: Mapping[str, str]) -> None:
        """Replace what is kept."""
        self._vault.keep(self._account, secrets)
