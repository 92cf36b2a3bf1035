"""What a request carries in its body, whichever way it is written."""

from __future__ import annotations

import json
from email.message import Message
from email.parser import BytesParser
from typing import Any

import httpx


def form(request: httpx.Request) -> dict[str, Any]:
    """Return the fields of a request: those of a form are texts, and its files bytes."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/"):
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        parts: list[Message] = BytesParser().parsebytes(head + request.content).get_payload()  # type: ignore[assignment]
        return {str(part.get_param("name", header="content-disposition")): _value(part) for part in parts}
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(httpx.QueryParams(request.content.decode()))
    found: dict[str, Any] = json.loads(request.content or b"{}")
    return found


def _value(part: Message) -> Any:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data if part.get_filename() else data.decode()
