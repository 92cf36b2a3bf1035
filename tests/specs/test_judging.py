"""A judge that sees nothing would let everything pass."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.specs import telegram
from tests.specs.judging import Judge

GAZETTE = Judge(
    {
        "servers": [{"url": "https://gazette.example/v1"}],
        "paths": {
            "/notes/latest": {"get": {"responses": {"200": {}}}},
            "/notes/{id}": {
                "post": {
                    "parameters": [{"name": "wait", "in": "query", "schema": {"type": "boolean"}}],
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}},
                    "responses": {
                        "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}},
                        "4XX": {"content": {"application/json": {"schema": {"required": ["error"]}}}},
                    },
                }
            },
        },
        "components": {
            "schemas": {
                "Note": {
                    "type": "object",
                    "properties": {
                        "text": {"$ref": "#/components/schemas/Text"},
                        "title": {"type": "string", "nullable": True},
                    },
                },
                "Text": {"type": "string", "maxLength": 5},
            }
        },
    }
)
NOTE = {"text": "a"}
PLACE = "/v1/notes/7"


def problems(
    path: str = PLACE, sent: object = NOTE, answer: object = NOTE, status: int = 200, query: str = ""
) -> list[str]:
    request = httpx.Request("POST", f"https://gazette.example{path}{query}", json=sent)
    return GAZETTE.problems(request, httpx.Response(status, json=answer))


@pytest.mark.parametrize("query", ["", "?wait=true"])
def test_what_is_described_passes(query: str) -> None:
    """Else the judge would be of no use."""
    assert problems(query=query) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"path": "/v1/leaves/7"},
        {"path": "/v1/notes/7/8"},
        {"sent": {"text": "too long"}},
        {"sent": {"text": 7}},
        {"sent": {"text": "a", "colour": "red"}},
        {"query": "?wait=7"},
        {"query": "?loud=true"},
        {"answer": {"text": "too long"}},
        {"answer": {}, "status": 404},
        {"status": 500},
    ],
    ids=str,
)
def test_what_is_not_described_is_named(broken: dict[str, Any]) -> None:
    """Of the request and of the answer."""
    assert len(problems(**broken)) == 1


@pytest.mark.parametrize(("title", "wrong"), [(None, 0), ("a", 0), (7, 1)])
def test_what_may_be_nothing_may_be_nothing_and_nothing_else(title: object, wrong: int) -> None:
    """OpenAPI 3.0 has a word of its own for it."""
    assert len(problems(sent={**NOTE, "title": title})) == wrong


def test_a_body_of_another_type_is_named() -> None:
    """Some servers read nothing else than JSON."""
    request = httpx.Request("POST", f"https://gazette.example{PLACE}", data={"text": "a"})

    assert GAZETTE.problems(request, httpx.Response(200, json=NOTE)) != []


def test_a_request_that_is_refused_may_be_wrong() -> None:
    """That is why it is refused."""
    assert problems(sent={"text": "too long"}, answer={"error": "too long"}, status=422) == []


TEXT = {"name": "text", "types": ["String"], "required": True, "description": "1-4 characters"}
PHOTO = {"name": "photo", "types": ["InputFile", "String"], "required": False, "description": ""}
ALBUM = {"name": "album", "types": ["Array of String"], "required": False, "description": "must include 2-3 items"}
DRUM = {
    "methods": {"beat": {"fields": [TEXT, PHOTO, ALBUM], "returns": ["Beat"]}},
    "types": {
        "Beat": {"fields": [{"name": "at", "types": ["Integer"], "required": True, "description": ""}]},
        "ResponseParameters": {"fields": []},
        "Anything": {"subtypes": ["Beat"]},
    },
}


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "a"},
        {"text": "\N{SEEDLING}\N{SEEDLING}", "photo": b"bytes"},
        {"text": "a", "album": '["attach://one", "b"]', "one": b"bytes"},
    ],
)
def test_what_telegram_describes_passes(fields: dict[str, object]) -> None:
    """Files, and what refers to them."""
    assert telegram.of_request(DRUM, "beat", fields) == []


@pytest.mark.parametrize(
    ("call", "fields"),
    [
        ("drum", {"text": "a"}),
        ("beat", {}),
        ("beat", {"text": ""}),
        ("beat", {"text": "\N{SEEDLING}\N{SEEDLING}\N{SEEDLING}"}),
        ("beat", {"text": 7}),
        ("beat", {"text": b"bytes"}),
        ("beat", {"text": "a", "colour": "red"}),
        ("beat", {"text": "a", "album": ["b"]}),
        ("beat", {"text": "a", "album": ["attach://one", "b"]}),
    ],
)
def test_what_telegram_does_not_describe_is_named(call: str, fields: dict[str, object]) -> None:
    """Its lengths count UTF-16 units."""
    assert telegram.of_request(DRUM, call, fields) != []


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ({"ok": True, "result": {"at": 7}}, True),
        ({"ok": False, "error_code": 400, "description": "no"}, True),
        ({"ok": True, "result": {"at": "seven"}}, False),
        ({"ok": True, "result": {"at": 7, "colour": "red"}}, False),
        ({"ok": False, "result": {"at": 7}}, False),
    ],
)
def test_an_answer_of_telegrams_is_judged_too(answer: object, *, fits: bool) -> None:
    """A stand-in that invents answers proves nothing."""
    assert (telegram.of_answer(DRUM, "beat", answer) == []) is fits
