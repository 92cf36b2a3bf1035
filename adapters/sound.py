"""Whether what another package offers is an adapter; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from adapters.base import Limits, Option, OptionKind

CALLS = ("verify", "prepare", "publish")
RESERVED = frozenset(
    {"platform", "rhythm", "fuse", "late", "in_flight", "link", "thread", "budget"}  # what every account takes
    | {"only", "never", "check_links"}
    | {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema"}
    | {"schema_json", "update_forward_refs", "validate"}  # what their shape is called by
)
"""Names that no option can have."""


def problem(platform: str, found: object) -> str | None:
    """Say what keeps an object from being the adapter's class of `platform`; `None`: nothing that can be seen."""
    if not isinstance(found, type):
        return "is no class"
    if getattr(found, "platform", None) != platform:
        return f"calls its platform {getattr(found, 'platform', None)!r}, and its entry point {platform!r}"
    if not isinstance(getattr(found, "limits", None), Limits):
        return "has no `limits` that are adapters.base.Limits"
    if missing := [name for name in CALLS if not callable(getattr(found, name, None))]:
        return f"has no {missing[0]}()"
    return _about_options(getattr(found, "options", ()))


def _about_options(options: object) -> str | None:
    if not isinstance(options, tuple) or not all(isinstance(one, Option) for one in options):
        return "has `options` that are no tuple of adapters.base.Option"
    names = [one.name for one in options]
    if twice := _first(name for name in names if names.count(name) > 1):
        return f"has the option {twice!r} twice"
    if wrong := _first(name for name in names if not _may_be_called(name)):
        return f"has an option called {wrong!r}, which is taken or no name"
    if wrong := _first(one.name for one in options if not _is_checked(one)):
        return f"has an option {wrong!r} whose kind or pattern is none"
    return None


def _first(found: Iterable[str]) -> str | None:
    return next(iter(found), None)


def _may_be_called(name: object) -> bool:
    plain = isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None
    return plain and name not in RESERVED and not str(name).startswith("model_")


def _is_checked(option: Option) -> bool:
    try:
        re.compile(option.pattern or "")
    except (re.error, TypeError):
        return False
    return isinstance(option.kind, OptionKind)
