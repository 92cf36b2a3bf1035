"""Sending a notice through Apprise (https://github.com/caronc/apprise), which knows some hundred services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from adapters.base import Media
from adapters.files import suffix
from scheduler.core.news.items import Message
from scheduler.errors import NoticeError
from scheduler.logs import MASK

SECRET = 6
"""Characters from which on a part of an address may be a password."""


def send(address: str, message: Message) -> None:
    """Send a notice to an address of Apprise's.

    Raises NoticeError, which does not repeat the address.
    """
    try:
        import apprise  # noqa: PLC0415  20 MB on disk and 37 in memory: only where it is asked for
    except ImportError as error:
        raise NoticeError("Apprise is not installed; install tambour[notify] in place of tambour") from error
    service = apprise.Apprise()
    if not service.add(address):
        raise NoticeError("Apprise does not know such an address; its wiki lists what it knows")
    apprise.logger.propagate = False  # its words may hold parts of the address: we repeat them, masked
    with apprise.LogCapture(level=apprise.logging.WARNING) as said:  # type: ignore[no-untyped-call]
        with _files(message.media) as attached:
            sent = service.notify(
                title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT, attach=attached
            )
        reasons = said.getvalue()
    if not sent:
        raise NoticeError(f"it was not taken: {_masked(reasons, address)}")


@contextmanager
def _files(media: Sequence[Media]) -> Iterator[list[str] | None]:
    """Lay images out as files, for services that take them along."""
    if not media:
        yield None
        return
    with TemporaryDirectory(prefix="tambour-") as folder:
        paths = [Path(folder) / f"image-{number}{suffix(image.mime)}" for number, image in enumerate(media, 1)]
        for path, image in zip(paths, media, strict=True):
            path.write_bytes(image.data)
        yield [str(path) for path in paths]


def _masked(said: str, address: str) -> str:
    public = {urlsplit(address).scheme, urlsplit(address).hostname}
    for part in re.split(r"[/:@?&=]+", address):
        if len(part) >= SECRET and part not in public:
            said = said.replace(part, MASK).replace(unquote(part), MASK)
    return "; ".join(line.partition(" - ")[2] or line for line in said.splitlines()) or "no reason was given"
