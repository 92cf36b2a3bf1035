"""The file of the vault: each account's secrets as JSON, encrypted as a whole, replaced as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from scheduler.errors import CredentialError
from scheduler.vault.key import VARIABLE, KeyPlace, for_the_owner
from scheduler.vault.lease import Lease

LOGIN = "login:"
"""Stands before an account's name where its options are kept that came from a login; no name has a colon."""
PUBLIC = {"origin", "scopes"}
"""What may be kept with secrets and is none."""


class VaultFile:
    """Every account's secrets, in a file of mode 0600; those that were read are put into `seen`."""

    def __init__(self, path: Path, key: KeyPlace, lease: Lease, seen: set[str] | None = None) -> None:
        self._path = path
        self._key = key
        self._seen = set() if seen is None else seen
        self._lock = FileLock(f"{path}.lock", mode=0o600)
        self.lease = lease

    def for_account(self, account: str) -> AccountVault:
        """Return the part that one account's adapter may see."""
        return AccountVault(self, account)

    def for_login(self, account: str) -> AccountVault:
        """Return the part that holds what a login gave in place of options in the settings."""
        return AccountVault(self, f"{LOGIN}{account}")

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
        """Tell the log what to mask; an instant or an address has a colon, which no token has."""
        self._seen.update(secret for name, secret in secrets.items() if ":" not in secret and name not in PUBLIC)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            return dict(json.loads(self._opened(self._path.read_bytes())))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError) as error:
            raise CredentialError(f"cannot read {self._path}; delete it, and every account logs in anew") from error

    def _opened(self, sealed: bytes) -> bytes:
        from cryptography.fernet import Fernet, InvalidToken  # noqa: PLC0415  only where there is something to read

        if sealed.startswith(b"{"):
            return sealed  # what earlier versions left; sealed when something is kept next
        key = self._key.find()
        if key is None:
            raise CredentialError(
                f"there is no key for {self._path} in {VARIABLE}, in {self._key.file} or in an unlocked keyring; "
                "bring it back, or delete the file and log in anew"
            )
        try:
            return Fernet(key).decrypt(sealed)
        except InvalidToken:
            raise CredentialError(
                f"{self._path} was sealed with another key, or is damaged; bring the key back, "
                "or delete the file and log in anew"
            ) from None

    def _write(self, everything: Mapping[str, Mapping[str, str]]) -> None:
        from cryptography.fernet import Fernet  # noqa: PLC0415  only where there is something to keep

        sealed = Fernet(self._key.find() or self._key.make()).encrypt(json.dumps(everything).encode())
        with TemporaryDirectory(dir=self._path.parent, prefix=".tambour-") as folder:
            draft = Path(folder, self._path.name)
            with open(draft, "xb", opener=for_the_owner) as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        _settle(self._path.parent)


def _settle(folder: Path) -> None:
    """Make a new name in a folder durable, where the system has such a thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


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

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one, on any machine, who replaces what is kept."""
        return self._vault.lease(self._account)
