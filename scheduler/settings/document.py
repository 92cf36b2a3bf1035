"""A YAML file as plain values that remember their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from scheduler.errors import SettingsError

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a YAML file, every scalar a string, and where each stands."""

    values: Any
    lines: dict[Path, int]
    """From 1; a mapping's entry stands where its key does."""
    repeated: tuple[Path, ...]
    """Keys that stand twice in one mapping."""

    def line(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest thing above it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str, *, name: str) -> Document:
    """Parse YAML without guessing types: `10:30`, `no` and `1.10` stay what was written.

    Raises SettingsError with the line where the text is no YAML.
    """
    reader = _Reader({}, [])
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        values = reader.value(root, ()) if root is not None else {}
    except yaml.MarkedYAMLError as error:
        raise SettingsError(_explain(error, text, name)) from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{name} is not readable as YAML: {error}") from error
    except RecursionError as error:  # an anchor may hold its own alias
        raise SettingsError(f"{name} nests too deeply; write each setting on a line of its own") from error
    return Document(values, reader.lines, tuple(reader.repeated))


def _explain(error: yaml.MarkedYAMLError, text: str, name: str) -> str:
    line = error.problem_mark.line if error.problem_mark else 0
    lines = text.splitlines()
    if line < len(lines) and "\t" in lines[line][: len(lines[line]) - len(lines[line].lstrip())]:
        return f"{name}, line {line + 1}: the line is indented with a tab, which YAML does not allow; use spaces"
    told = ", ".join(filter(None, (error.context, error.problem)))
    problem = re.sub(r" '[^'<][^']+'", "", told)  # a word of the file may be a secret
    return f"{name}, line {line + 1}: {problem}; check the indentation, colons and quotes there"


MOST = 20_000
"""Values in a settings file, what aliases repeat included."""


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: dict[Path, int]
    repeated: list[Path]

    def value(self, node: yaml.Node, path: Path) -> Any:
        if len(self.lines) > MOST:
            raise yaml.MarkedYAMLError(problem="this holds more than settings can", problem_mark=node.start_mark)
        self.lines.setdefault(path, node.start_mark.line + 1)
        match node:
            case yaml.MappingNode():
                return self.mapping(node, path)
            case yaml.SequenceNode():
                return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
            case _:
                return node.value

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a plain name is expected here", problem_mark=key.start_mark)
            place = (*path, str(key.value))
            if place in self.lines:
                self.repeated.append(place)
            else:
                self.lines[place] = key.start_mark.line + 1
                values[str(key.value)] = self.value(child, place)
        return values
