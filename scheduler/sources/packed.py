"""What is packed by gzip, as sitemaps often are: known by its first bytes, whatever it is called."""

from __future__ import annotations

import zlib

from scheduler.errors import SourceError

MAGIC = b"\x1f\x8b"
"""RFC 1952."""
MOST_PARTS = 100
"""Parts that a document may be packed in, one after the other."""
_GZIP = 16 + zlib.MAX_WBITS


def unpacked(data: bytes, named: str, most: int) -> bytes:
    """Return what a document holds; one that is not packed is returned as it is.

    Raises SourceError where that is more than `most` bytes, or where it is damaged.
    """
    whole, rest, parts = bytearray(), data, 0
    while rest.startswith(MAGIC):
        parts += 1
        unpacking = zlib.decompressobj(_GZIP)
        try:
            whole += unpacking.decompress(rest, most + 1 - len(whole))
        except zlib.error as error:
            raise SourceError(f"{named} is packed by gzip and damaged: {error}; make it again") from error
        if len(whole) > most or parts > MOST_PARTS:
            raise SourceError(
                f"{named} unpacks to more than {most:,} bytes, or from too many parts; name one of fewer articles"
            )
        if not unpacking.eof:
            raise SourceError(f"{named} is packed by gzip and cut off; make it again")
        rest = unpacking.unused_data
    return bytes(whole) if data.startswith(MAGIC) else data
