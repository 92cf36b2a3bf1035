"""Values as short names, the same in every process: another name means another value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any


def fingerprint(*values: Any) -> str:
    """Return a name for values of the settings and the core."""
    return sha256(json.dumps(_plain(values), sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, {one.name: _plain(getattr(value, one.name)) for one in fields(value)}]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, AbstractSet):
        return sorted(json.dumps(_plain(item)) for item in value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
