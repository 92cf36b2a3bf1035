"""What an account of a platform takes in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OptionKind(StrEnum):
    """What the value of an option is."""

    TEXT = "text"
    URL = "url"
    SERVER = "server"
    """The address that secrets are sent to: `https`, or this machine."""
    FOLDER = "folder"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Option:
    """A key that an account of a platform takes in the settings."""

    name: str
    help: str
    kind: OptionKind
    required: bool = True
    pattern: str | None = None
    """A regular expression for the whole of a text; `help` then says what is expected."""
    where: bool = True
    """Whether it may say where posts go; else it says how they are made, and whoever changes it moves nothing."""
