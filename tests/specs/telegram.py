"""The description of Telegram's Bot API as a judge of requests and answers.

It is written for people as much as for programs: lengths stand in the words about a field. Here it becomes a JSON
Schema, with two words of its own: `file`, the type of an uploaded file, and `units`, a length in UTF-16 units.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator, ValidationError, validators

from tests.adapters.forms import form
from tests.specs.folder import description

Schema = dict[str, Any]

_SIMPLE: dict[str, Schema] = {
    "String": {"type": "string"},
    "Integer": {"type": "integer"},
    "Boolean": {"type": "boolean"},
    "Float": {"type": "number"},
    "InputFile": {"type": "file"},
}


def witness(request: httpx.Request, answer: httpx.Response) -> None:
    """Check one exchange, where there is a description to check it by."""
    spec = _spec()
    if spec:
        call = request.url.path.rpartition("/")[2]
        # what a stand-in refuses may be wrong: the rules of all adapters send such things on purpose
        asked = of_request(spec, call, form(request)) if answer.is_success else ()
        problems = [*asked, *of_answer(spec, call, answer.json())]

        assert not problems, f"{call}: {'; '.join(problems)}"


def of_request(spec: Mapping[str, Any], call: str, fields: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the fields of a call, files among them as bytes."""
    if call not in spec["methods"]:
        return [f"there is no {call}"]
    schema = _object(spec["methods"][call])
    read = {name: _read(value, schema["properties"].get(name)) for name, value in fields.items()}
    attached = set(re.findall(r"attach://([\w.-]+)", json.dumps(read, default=str)))
    lacking = [f"{name} is attached and not sent" for name in sorted(attached - read.keys())]
    own = {name: value for name, value in read.items() if name not in attached}
    return [*lacking, *_problems(spec, schema, own)]


def of_answer(spec: Mapping[str, Any], call: str, answer: object) -> list[str]:
    """Return what is wrong with an answer."""
    done = _closed({"ok": {"const": True}, "result": _any_of(spec["methods"][call]["returns"])})
    refused = _closed({"ok": {"const": False}, "error_code": {"type": "integer"}, "description": {"type": "string"}})
    refused["properties"]["parameters"] = _any_of(["ResponseParameters"])
    return list(_problems(spec, {"anyOf": [done, refused]}, answer))


@cache
def _spec() -> Any:
    return description("telegram")


def _problems(spec: Mapping[str, Any], schema: Schema, value: object) -> Iterator[str]:
    whole = {**schema, "$defs": {name: _named(kind) for name, kind in spec["types"].items()}}
    for error in _Judge(whole).iter_errors(value):
        yield f"{error.json_path}: {error.message[:500]}"


def _named(kind: Mapping[str, Any]) -> Schema:
    return _any_of(kind["subtypes"]) if "subtypes" in kind else _object(kind)


def _object(described: Mapping[str, Any]) -> Schema:
    fields = described.get("fields", ())
    found = _closed({field["name"]: _field(field) for field in fields})
    found["required"] = [field["name"] for field in fields if field["required"]]
    return found


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _field(field: Mapping[str, Any]) -> Schema:
    found: Schema = _any_of(field["types"])
    if length := re.search(r"(\d+)-(\d+) characters", field["description"]):
        found["units"] = [int(length[1]), int(length[2])]
    if items := re.search(r"must include (\d+)-(\d+) items", field["description"]):
        found |= {"minItems": int(items[1]), "maxItems": int(items[2])}
    return found


def _any_of(types: list[str]) -> Schema:
    return {"anyOf": [_type(name) for name in types]}


def _type(name: str) -> Schema:
    if name.startswith("Array of "):
        return {"type": "array", "items": _type(name.removeprefix("Array of "))}
    return _SIMPLE.get(name) or {"$ref": f"#/$defs/{name}"}


def _read(value: Any, schema: Schema | None) -> Any:
    """Read a field of a form, in which all that is no text is written as JSON."""
    if schema is None or not isinstance(value, str) or _SIMPLE["String"] in schema["anyOf"]:
        return value
    return json.loads(value)


def _units(_judge: object, bounds: list[int], value: object, _schema: object) -> Iterator[ValidationError]:
    least, most = bounds
    if isinstance(value, str) and not least <= len(value.encode("utf-16-le")) // 2 <= most:
        yield ValidationError(f"{least} to {most} characters are allowed")


_Judge: type[Draft202012Validator] = validators.extend(  # type: ignore[no-untyped-call]  # its stubs lack types
    Draft202012Validator,
    {"units": _units},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("file", lambda _, value: isinstance(value, bytes)),
)
