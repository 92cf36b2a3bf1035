"""A description of the OpenAPI kind, 3.0 or 3.1, as a judge of what a stand-in is asked and what it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.adapters.forms import form
from tests.specs.folder import description

_ROOT = "urn:description"


class Judge:
    """One API, as its maker describes it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document: dict[str, Any] = _anchored(document)
        self._base = urlsplit(self._document["servers"][0]["url"]).path.rstrip("/")
        resource: Resource[Any] = Resource.from_contents(self._document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, resource)

    def problems(self, request: httpx.Request, answer: httpx.Response) -> list[str]:
        """Return what is wrong with an exchange; of a request that is refused, only its address is looked at.

        A stand-in may refuse what is wrong: the rules of all adapters send such things on purpose.
        """
        operation = self._operation(request)
        if operation is None:
            return [f"there is no {request.method} {request.url.path}"]
        asked = self._of_request(operation, request) if answer.is_success else ()
        return [*asked, *self._of_answer(operation, answer)]

    def _operation(self, request: httpx.Request) -> Mapping[str, Any] | None:
        path = request.url.path.removeprefix(self._base)
        paths = self._document["paths"]
        fitting = (template for template in paths if _pattern(template).fullmatch(path))
        # a path that is written out comes before one with a variable in its place
        ranked = sorted(fitting, key=lambda one: one.count("{"))
        found = (paths[template].get(request.method.lower()) for template in ranked)
        return next((operation for operation in found if operation), None)

    def _of_request(self, operation: Mapping[str, Any], request: httpx.Request) -> Iterator[str]:
        yield from self._of_query(operation, request)
        if request.content:
            kinds = self._resolved(operation.get("requestBody", {})).get("content", {})
            kind = request.headers["content-type"].partition(";")[0]
            if kind in kinds:
                yield from self._of_body(kinds[kind].get("schema", {}), _body(request))
            else:
                yield f"a body of the type {kind}"

    def _of_query(self, operation: Mapping[str, Any], request: httpx.Request) -> Iterator[str]:
        described = (self._resolved(one) for one in operation.get("parameters", ()))
        known = {one["name"]: self._resolved(one["schema"]) for one in described if one["in"] == "query"}
        for name, value in request.url.params.items():
            schema = known.get(name)
            yield from [f"?{name}: not described"] if schema is None else self._against(schema, _read(value, schema))

    def _of_body(self, schema: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[str]:
        known = set(self._names(schema))
        yield from (f"{name}: not described" for name in value if known and name not in known)
        yield from self._against(schema, {name: _without_bytes(each) for name, each in value.items()})

    def _of_answer(self, operation: Mapping[str, Any], answer: httpx.Response) -> Iterator[str]:
        responses = operation["responses"]
        names = (str(answer.status_code), f"{answer.status_code // 100}XX", "default")
        found = next((responses[name] for name in names if name in responses), None)
        if found is None:
            yield f"an answer of the status {answer.status_code}"
        elif described := self._resolved(found).get("content", {}).get("application/json"):
            yield from self._against(described["schema"], answer.json())

    def _against(self, schema: Mapping[str, Any], value: object) -> Iterator[str]:
        for error in Draft202012Validator(schema, registry=self._registry).iter_errors(value):
            yield f"{error.json_path}: {error.message[:300]}"

    def _names(self, schema: Mapping[str, Any]) -> Iterator[str]:
        """Yield the properties that a schema knows of, itself or in what it is made of."""
        found = self._resolved(schema)
        yield from found.get("properties", ())
        for word in ("allOf", "anyOf", "oneOf"):
            for each in found.get(word, ()):
                yield from self._names(each)

    def _resolved(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a part of the description refers to, or itself."""
        while "$ref" in part:
            found: Any = self._document
            for name in part["$ref"].removeprefix(f"{_ROOT}#/").split("/"):
                found = found[name.replace("~1", "/").replace("~0", "~")]
            part = found
        return part


def witness(name: str) -> Callable[[httpx.Request, httpx.Response], None]:
    """Return what checks one exchange, where there is a description of that name to check it by."""

    def check(request: httpx.Request, answer: httpx.Response) -> None:
        judge = _judge(name)
        problems = judge.problems(request, answer) if judge else ()

        assert not problems, f"{request.method} {request.url.path}: {'; '.join(problems)}"

    return check


@cache
def _judge(name: str) -> Judge | None:
    document = description(name)
    return Judge(document) if document else None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{[^}]*\})", template)
    return re.compile("".join("[^/]+" if piece.startswith("{") else re.escape(piece) for piece in pieces))


def _anchored(part: Any) -> Any:
    """Let all references start from the root, so that each part of the description can stand alone.

    "Exactly one of" is read as "one of": the alternatives of Mastodon's description leave room for each other.
    """
    match part:
        case {"nullable": True, **rest}:  # how OpenAPI 3.0 says that there may be nothing
            return {"anyOf": [_anchored(rest), {"type": "null"}]}
        case {"$ref": str(target), **rest}:
            return {**_anchored(rest), "$ref": f"{_ROOT}{target}"}
        case dict():
            return {"anyOf" if name == "oneOf" else name: _anchored(each) for name, each in part.items()}
        case list():
            return [_anchored(each) for each in part]
        case _:
            return part


def _body(request: httpx.Request) -> dict[str, Any]:
    """Return what a request carries; beside files, Discord has its JSON in a field of the form."""
    sent = form(request)
    carried: dict[str, Any] = json.loads(sent["payload_json"]) if "payload_json" in sent else sent
    return carried


def _read(value: str, schema: Mapping[str, Any]) -> Any:
    """Read a parameter, which travels as text whatever it is."""
    return json.loads(value) if schema.get("type") in {"integer", "number", "boolean"} else value


def _without_bytes(value: Any) -> Any:
    """Return a value as JSON knows it; of a file, that it is there."""
    return "a file" if isinstance(value, bytes) else value
