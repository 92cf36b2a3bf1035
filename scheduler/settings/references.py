"""Secrets in the settings: references to where they are kept, never the secrets themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias, assert_never

from pydantic import BeforeValidator

from scheduler.settings.credentials import SecretRef
from scheduler.settings.model import Model
from scheduler.settings.values import FilePath


class EnvSecret(Model):
    """A secret in an environment variable."""

    env: str


class FileSecret(Model):
    """A secret in a file, whose path is relative to the settings file."""

    file: FilePath


class KeyringSecret(Model):
    """A secret in the system's keyring, under the service `tambour`."""

    keyring: str


def _reference(value: Any) -> Any:
    match value:
        case {"env": str(name)} | {"file": str(name)} | {"keyring": str(name)} if name and len(value) == 1:
            return value
    # the value itself may be the secret: it is never repeated
    raise ValueError("a secret stands here by reference only: {env: NAME}, {file: PATH} or {keyring: NAME}")


AnySecret: TypeAlias = EnvSecret | FileSecret | KeyringSecret
Secret = Annotated[AnySecret, BeforeValidator(_reference)]


def referred(secret: AnySecret, folder: Path) -> SecretRef:
    """Return where a secret is kept; relative paths start from `folder`."""
    match secret:
        case EnvSecret(env=name):
            return SecretRef("env", name)
        case FileSecret(file=name):
            return SecretRef("file", str((folder / Path(name).expanduser()).absolute()))
        case KeyringSecret(keyring=name):
            return SecretRef("keyring", name)
        case _:  # pragma: no cover
            assert_never(secret)
