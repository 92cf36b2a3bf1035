"""Front matter: its fields, read as strings, and where it stands in the file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from scheduler.core.model import Span
from scheduler.errors import ArticleError

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
BLANK = "\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n"
MOST = 20_000
"""Values of a front matter, what aliases repeat included."""
UNREADABLE = (yaml.YAMLError, ValueError, OverflowError, RecursionError)
"""What the three readers raise; PyYAML lets the last three escape from odd escapes and deep nesting."""


class YamlHandler(BaseHandler):
    """YAML whose scalars stay strings: a tag `no` is no boolean, `1.10` no number."""

    FM_BOUNDARY = re.compile(r"^---[^\S\r\n]*\r?$", re.MULTILINE)

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the fences."""
        return _between(self.FM_BOUNDARY, text)

    def load(self, fm: str) -> dict[str, Any]:
        """Read the fields; `BaseLoader` builds strings, lists and mappings only."""
        return _mapping(yaml.load(fm, Loader=yaml.BaseLoader))  # noqa: S506  # it builds no objects


class TomlHandler(BaseHandler):
    """TOML between lines of plus signs."""

    FM_BOUNDARY = re.compile(r"^\+\+\+[^\S\r\n]*\r?$", re.MULTILINE)

    def split(self, text: str) -> tuple[str, str]:
        """Cut at the fences."""
        return _between(self.FM_BOUNDARY, text)

    def load(self, fm: str) -> dict[str, Any]:
        """Read the fields."""
        return tomllib.loads(fm.replace("\r\n", "\n"), parse_float=str)


class JsonHandler(BaseHandler):
    """A JSON object at the top of the file."""

    FM_BOUNDARY = re.compile(r"\{\s*[\"}]")

    def split(self, text: str) -> tuple[str, str]:
        """Cut after the object."""
        _, end = json.JSONDecoder().raw_decode(text)
        return text[:end], text[end:]

    def load(self, fm: str) -> dict[str, Any]:
        """Read the fields."""
        return _mapping(json.loads(fm, parse_float=str))


HANDLERS = (YamlHandler(), TomlHandler(), JsonHandler())


@dataclass(frozen=True, slots=True)
class Matter:
    """The front matter of a file."""

    fields: Mapping[str, Value]
    """By name, in lower case and without `_` and `-`."""
    span: Span
    """Its place in the file, fences included; the body starts at its end."""


def read(text: str) -> Matter:
    """Read the front matter of a file, if it has any.

    Raises ArticleError where it cannot be read; the message names the line.
    """
    start = len(text) - len(text.lstrip(BLANK))
    handler = frontmatter.detect_format(text[start:], HANDLERS)
    if handler is None:
        return Matter({}, (start, start))
    try:
        head, body = handler.split(text[start:])
        fields = _fields(handler.load(head), iter(range(MOST)))
    except UNREADABLE as error:
        raise ArticleError(_complaint(text, start, error)) from error
    return Matter(fields, (start, len(text) - len(body)))


def line_of(text: str, matter: Matter, name: str) -> int:
    """Return the line, from 1, on which a field of the front matter stands; the first where it is not found."""
    head = text[: matter.span[1]]
    for number, line in enumerate(head.splitlines(), 1):
        key, sign, _ = line.replace("=", ":", 1).replace("]", ":", 1).partition(":")
        if sign and _key(key.strip(" \t\"'{[")) == name:
            return number
    return 1


def _between(fence: re.Pattern[str], text: str) -> tuple[str, str]:
    """Return what stands between the first two fences, and what follows."""
    _, *parts = fence.split(text, 2)
    if len(parts) == 1:
        raise ValueError("it is never closed; end it with a line like the one it opens with")
    return parts[0], parts[1]


def _complaint(text: str, start: int, error: Exception) -> str:
    first = text.count("\n", 0, start) + 1
    match error:
        case yaml.MarkedYAMLError(problem=problem, problem_mark=mark) if mark is not None:
            return f"line {first + mark.line}: the front matter is not YAML: {problem}"
        case json.JSONDecodeError(msg=problem, lineno=line):
            return f"line {first + line - 1}: the front matter is not JSON: {problem}"
        case tomllib.TOMLDecodeError():
            within = re.search(r"at line (\d+)", str(error))
            line = first - 1 + int(within.group(1)) if within else first
            return f"line {line}: the front matter is not TOML: {error}"
        case RecursionError():
            return f"line {first}: the front matter is nested too deep"
        case _:
            return f"line {first}: the front matter cannot be read: {' '.join(str(error).split())}"


def _mapping(value: Any) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise ValueError("it is no list of fields, such as `title: Lime blossom`")  # noqa: TRY004  # read() reports it
    return value


def _key(name: str) -> str:
    return str(name).lower().replace("_", "").replace("-", "")


def _fields(said: Mapping[str, Any], left: Iterator[int]) -> dict[str, Value]:
    return {_key(name): _value(each, left) for name, each in said.items()}


def _value(value: Any, left: Iterator[int]) -> Value:
    """Return a value as texts; `left` has a number for each that may be read still.

    Raises ValueError where there are too many.
    """
    if next(left, None) is None:
        raise ValueError(f"it holds more than {MOST:,} values")
    match value:
        case dict():
            return _fields(value, left)
        case list():
            return [_value(each, left) for each in value]
        case bool():
            return str(value).lower()
        case None | "null" | "~":
            return ""
        case _:
            return str(value)
