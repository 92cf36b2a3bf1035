"""The posts that every contender sends; nothing imported, so that the peers can use it too."""

from __future__ import annotations

LENGTH = 300
FILLER = "The town crier beats his drum on the square, and reads aloud what the council has decided since Sunday. "


def text(number: int) -> str:
    """Return the text of a post, 300 bytes, with the number by which the stub's books know it."""
    return f"Post {number:08d} {FILLER * 3}"[:LENGTH]


def body(number: int) -> dict[str, str]:
    """Return what is sent for a post."""
    return {"status": text(number), "visibility": "public"}
