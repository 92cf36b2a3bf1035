"""Who gets the newsletter: a file with an address a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from adapters.base import Unauthorized

FILE = "subscribers.txt"
SHOWN = 5
"""Wrong lines that are named one by one."""
LONGEST, LONGEST_LOCAL = 254, 64
"""Of an address, and of what stands before its @ (RFC 5321, 4.5.3.1)."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


def readers(folder: Path) -> tuple[str, ...]:
    """Return the addresses of a list, each once; what follows a # is a remark.

    Raises Unauthorized, which holds the account, where the list cannot be read, is empty, or has a line that is no
    address: a reader who is left out in silence is lost.
    """
    file = folder / FILE
    found: dict[str, str] = {}
    wrong: list[str] = []
    for number, line in _lines(file):
        if (address := parsed(line)) is None:
            wrong.append(f"line {number}: {line[:60]!r} is no address")
        else:
            found.setdefault(address.lower(), address)
    if wrong:
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise Unauthorized(
            f"{file}, {'; '.join(wrong[:SHOWN])}{more}: write one a line, alone, such as anna@example.org"
        )
    if not found:
        raise Unauthorized(f"{file} names nobody: write an address a line")
    return tuple(found.values())


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Unauthorized(f"there is no {file}: make it, with an address a line") from None
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise Unauthorized(f"{file} cannot be read ({cause})") from error
    for number, line in enumerate(text.split("\n"), 1):
        if words := re.sub(r"(^|\s)#.*", "", line).strip():
            yield number, words


def parsed(address: str) -> str | None:
    """Return an address as servers take it, its domain in ASCII; `None` where it is none."""
    local, at, domain = address.rpartition("@")
    try:
        host = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    whole = f"{local}{at}{host}"
    if len(whole) > LONGEST or len(local) > LONGEST_LOCAL:
        return None
    return whole if _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(host) else None
