"""Secrets, which the settings only ever refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, assert_never

from scheduler.errors import CredentialError

Keeper: TypeAlias = Literal["env", "file", "keyring"]

SERVICE = "tambour"
"""The name under which the system's keyring files our secrets."""


@dataclass(frozen=True, slots=True)
class SecretRef:
    """Where a secret is kept."""

    keeper: Keeper
    name: str
    """Name of the variable or keyring entry, or absolute path of the file."""


def resolve(reference: SecretRef, *, environ: Mapping[str, str]) -> str:
    """Fetch the secret.

    Raises CredentialError where it is not there.
    """
    match reference.keeper:
        case "env":
            secret = environ.get(reference.name, "")
        case "file":
            secret = _read(Path(reference.name))
        case "keyring":
            secret = _ask_keyring(reference.name)
        case _:  # pragma: no cover
            assert_never(reference.keeper)
    if not secret:
        raise CredentialError(f"{_place(reference)} is empty or not set; put the secret there")
    return secret


def _place(reference: SecretRef) -> str:
    match reference.keeper:
        case "env":
            return f"the environment variable {reference.name}"
        case "file":
            return f"the file {reference.name}"
        case "keyring":
            return f"the keyring entry {reference.name!r} of the service {SERVICE!r}"
        case _:  # pragma: no cover
            assert_never(reference.keeper)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise CredentialError(f"cannot read the secret in {path}: {reason}") from error


def _ask_keyring(name: str) -> str:
    import keyring  # noqa: PLC0415  slow to import, and rarely asked
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, name) or ""
    except KeyringError as error:
        raise CredentialError(
            f"the system's keyring cannot be read ({error}); unlock it, or keep the secret in a file"
        ) from error
