"""The mounts of a Hugo site: which folders its own modules put in the place of content.

Source: https://gohugo.io/configuration/module/#mounts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os.path import abspath
from pathlib import Path
from typing import Any

from scheduler.core.layouts import Mount
from scheduler.settings.generators.files import Values, section, text

FILTERS = ("files", "includefiles", "excludefiles")
ALL = frozenset({"*", "**"})


@dataclass(frozen=True, slots=True)
class Mounted:
    """A folder in the place of another one."""

    source: str
    target: str
    """Such as `content/blog`."""
    languages: frozenset[str]
    """Their codes in lower case; none: all."""
    filtered: bool
    """Whether only some of its files count."""

    def of(self, code: str) -> bool:
        """Tell whether it is content of a language."""
        return not self.languages or code.lower() in self.languages

    def remark(self) -> str | None:
        """Return what of it cannot be followed, with what to do."""
        if not self.filtered:
            return None
        return f"which files the mount of {self.source} leaves out is not followed; say social: false in those"


def mounted(whole: Values, component: str) -> list[Mounted]:
    """Return what stands for a component such as `content`: the earlier ones count first."""
    module = section(whole, "module").get("mounts")
    return [one for one in _read(module if isinstance(module, list) else []) if _is_below(one.target, component)]


def mounts(folder: Path, found: Sequence[Mounted], code: str) -> tuple[Mount, ...]:
    """Return the folders that are the content of a language: those that are there, as Hugo has it."""
    own = [one for one in found if one.of(code)]
    there = [one for one in own if (folder / one.source).is_dir()] or own
    return tuple(Mount(_placed(folder / one.source), one.target.partition("/")[2].strip("/")) for one in there)


def _placed(path: Path) -> str:
    return abspath(path)  # noqa: PTH100  `..` is taken out, and links stay, as in the paths that people name


def _read(found: Sequence[Any]) -> Iterator[Mounted]:
    for one in found:
        if isinstance(one, dict) and text(one, "source") and text(one, "target"):
            is_filtered = any(one.get(name) for name in FILTERS)
            yield Mounted(text(one, "source"), text(one, "target").strip("/"), _languages(one), is_filtered)


def _languages(one: Values) -> frozenset[str]:
    """Return the languages of a mount: its own, or those of its sites."""
    if text(one, "lang"):
        return frozenset({text(one, "lang").lower()})
    named = section(one, "sites", "matrix").get("languages")
    codes = frozenset(str(code).lower() for code in (named if isinstance(named, list) else [named]) if code)
    return frozenset() if codes & ALL else codes


def _is_below(target: str, component: str) -> bool:
    return target == component or target.startswith(f"{component}/")
