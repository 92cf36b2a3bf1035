"""The key of the vault: in the environment, in the system's keyring, or in a file beside what it opens."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from scheduler.errors import CredentialError
from scheduler.settings.credentials import SERVICE

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE = "TAMBOUR_KEY"
LENGTH = 32
"""Bytes of a key of Fernet (https://github.com/fernet/spec), half of which encrypts, and half signs."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key of one vault is."""

    vault: Path
    environ: Mapping[str, str] = field(repr=False)
    dice: Callable[[int], bytes] = token_bytes
    """What a new key is made of."""

    @property
    def file(self) -> Path:
        """Return where it is on a machine without a keyring."""
        return self.vault.with_name(f"{self.vault.name}.key")

    def find(self) -> str | None:
        """Return the key, if there is one.

        Raises CredentialError where what is there is no key, or cannot be read.
        """
        for place, found in ((VARIABLE, self.environ.get(VARIABLE)), (str(self.file), self._read())):
            if found:
                return checked(found, place)
        found = _keyring(lambda ring: ring.get_password(SERVICE, self._entry))
        return checked(found, f"the keyring entry {self._entry!r}") if found else None

    def make(self) -> str:
        """Make a key, and keep it in the keyring; in a file where the system has none.

        Raises CredentialError where it cannot be kept.
        """
        key = urlsafe_b64encode(self.dice(LENGTH)).decode()
        _keyring(lambda ring: ring.set_password(SERVICE, self._entry, key))
        if _keyring(lambda ring: ring.get_password(SERVICE, self._entry)) != key:
            self._write(key)
        return key

    @property
    def _entry(self) -> str:
        return f"key of {self.vault.resolve()}"

    def _read(self) -> str | None:
        try:
            return self.file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise CredentialError(f"cannot read the key {self.file}; make it readable, or set {VARIABLE}") from error

    def _write(self, key: str) -> None:
        try:
            with open(self.file, "x", encoding="utf-8", opener=for_the_owner) as file:
                file.write(f"{key}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CredentialError(f"cannot write the key {self.file}: {error.strerror}; set {VARIABLE}") from error


def for_the_owner(path: str, flags: int) -> int:
    """Open a file that nobody else may read, whatever the shell's mask says."""
    return os.open(path, flags, mode=0o600)


def checked(key: str, place: str) -> str:
    """Return a key that Fernet takes.

    Raises CredentialError, which does not repeat it.
    """
    try:
        length = len(urlsafe_b64decode(key.strip()))
    except ValueError:
        length = 0
    if length != LENGTH:
        raise CredentialError(f"{place} holds no key: write what `openssl rand -base64 {LENGTH}` prints")
    return key.strip()


def _keyring(use: Callable[[KeyringBackend], str | None]) -> str | None:
    """Return what the system's keyring says; nothing where there is none, or it stays locked."""
    import keyring  # noqa: PLC0415  slow to import, and rarely asked
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return use(keyring.get_keyring())
    except KeyringError:
        return None
