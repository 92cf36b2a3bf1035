"""Configuration files of generators, as plain values: every scalar a string, every name in lower case."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scheduler.errors import SettingsError
from scheduler.settings.document import read as read_yaml

LARGEST = 1_000_000
"""Bytes; configuration is written by hand."""
Values = Mapping[str, Any]


def values(path: Path) -> dict[str, Any]:
    """Return what a TOML, YAML or JSON file says.

    Raises SettingsError where it cannot be read; the message names the file.
    """
    text = source(path)
    try:
        match path.suffix:
            case ".toml":
                found: Any = tomllib.loads(text)
            case ".json":
                found = json.loads(text)
            case _:
                found = read_yaml(text, name=path.name).values
        return _mapping(_plain(found))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise SettingsError(
            f"{path} cannot be read: {reason}; your site's generator would not read it either"
        ) from error


def source(path: Path) -> str:
    """Return the text of a configuration file.

    Raises SettingsError where it is not to be had.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{path} is too large for a configuration; name the generator in site: generator:")
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from error


def section(values: Values, *names: str) -> dict[str, Any]:
    """Return a part of what was read; empty where it is no mapping."""
    for name in names:
        values = _mapping(values.get(name))
    return dict(values)


def text(values: Values, name: str) -> str:
    """Return a text; empty where there is none."""
    found = values.get(name)
    return found.strip() if isinstance(found, str) else ""


def merged(below: Values, above: Values) -> dict[str, Any]:
    """Return both, mappings within them merged too; where both say something else, the second counts."""
    both = {name: value for name, value in below.items() if name not in above}
    for name, value in above.items():
        other = below.get(name)
        both[name] = merged(other, value) if isinstance(value, dict) and isinstance(other, dict) else value
    return both


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(name).lower(): _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case bool():
            return str(value).lower()
        case None:
            return ""
        case _:
            return str(value)
