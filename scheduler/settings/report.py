"""Everything that is wrong with a settings file, in one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ValidationError

from scheduler.settings.document import Document, Path

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    path: Path
    message: str


def problems(error: ValidationError, model: type[BaseModel], prefix: Path = ()) -> Iterator[Problem]:
    """Put what Pydantic found into the words of the person who wrote the file."""
    for detail in error.errors(include_url=False, include_input=False):
        path = (*prefix, *detail["loc"])
        yield Problem(path, _message(detail, path, model))


PLAIN = {
    "model_type": "settings with names are expected here, one a line",
    "dict_type": "settings with names are expected here, one a line",
    "tuple_type": "a list is expected here, such as [a, b]",
    "string_type": "a text is expected here",
    "string_too_short": "a text is expected here",
}


def _message(detail: ErrorDetails, path: Path, model: type[BaseModel]) -> str:
    match detail["type"]:
        case "extra_forbidden":
            return f"there is no setting {path[-1]!r} here{_nearest(str(path[-1]), _keys(model, detail['loc'][:-1]))}"
        case "missing":
            return f"{path[-1]!r} is missing"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
        case other:
            return PLAIN.get(other, detail["msg"])


def _keys(model: type[BaseModel], place: Path) -> Iterable[str]:
    for name in place:
        annotation = model.model_fields[str(name)].annotation
        kinds = (annotation, *get_args(annotation))  # a section may be left out: Model | None
        model = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
    return model.model_fields


def _nearest(word: str, known: Iterable[str]) -> str:
    known = list(known)
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; possible are {', '.join(known) or 'none'}"


def unknown(name: str, known: Iterable[str], kind: str) -> str:
    """Say that there is no platform or account of a name, and which one may have been meant."""
    return f"there is no {kind} {name!r}{_nearest(name, known)}"


def render(found: Iterable[Problem], document: Document, *, name: str) -> str:
    """Return the report: a line a problem, in the order of the file."""
    lines = sorted((document.line(problem.path), _dotted(problem.path), problem.message) for problem in found)
    return "\n".join(f"{name}, line {line}: {path}{message}" for line, path, message in lines)


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path if part != "[key]") + ": " if path else ""
