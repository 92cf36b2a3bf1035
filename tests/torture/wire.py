"""As much HTTP as the fault server speaks."""

from __future__ import annotations

import json
from email.utils import formatdate
from urllib.parse import unquote

from tests.torture.town import Asked, Reply


def take(buffer: bytes) -> tuple[Asked | None, bytes]:
    """Cut the first whole request from what has arrived; `None` while there is none."""
    head, end, rest = buffer.partition(b"\r\n\r\n")
    length = _length(head)
    if not end or len(rest) < length:
        return None, buffer
    return _asked(head, rest[:length]), rest[length:]


def _length(head: bytes) -> int:
    fields = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    return next((int(value) for name, _, value in fields if name == b"content-length"), 0)


def _asked(head: bytes, body: bytes) -> Asked:
    method, path, *_ = head.split(b" ", 2)
    account, _, rest = unquote(path.decode()).strip("/").partition("/")
    what, _, key = rest.partition("/")
    said = json.loads(body) if body else {}
    return Asked(method.decode(), account, what, said.get("key", key), said.get("text", ""))


def told(reply: Reply, at: float, *, retry_after: int | None = None) -> bytes:
    """Write an answer, dated as every server dates its own; `at` in seconds since 1970."""
    body = json.dumps(reply.body).encode()
    wait = "" if retry_after is None else f"retry-after: {retry_after}\r\n"
    fields = (
        f"date: {formatdate(at, usegmt=True)}\r\ncontent-type: application/json\r\n{wait}content-length: {len(body)}"
    )
    head = f"HTTP/1.1 {reply.status} -\r\n{fields}\r\n\r\n"
    return head.encode() + body
