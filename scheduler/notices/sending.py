"""Sending a notice through Apprise (https://github.com/caronc/apprise), which knows some hundred services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import unquote, urlsplit

from adapters.base import Media
from adapters.files import suffix
from scheduler.core.news.items import Message
from scheduler.errors import NoticeError
from scheduler.logs import MASK

SECRET = 6
"""Characters from which on a part of an address may be a password."""


PATIENCE = 60.0
"""Seconds for the whole of a notice: a service that answers a letter at a time would keep all the others waiting."""


_unanswered: set[Thread] = set()


def is_waiting() -> bool:
    """Tell whether a notice that was given up is still under way: Apprise keeps the process from ending before."""
    return any(thread.is_alive() for thread in _unanswered)


def send(address: str, message: Message, *, patience: float = PATIENCE) -> None:
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
    answered: SimpleQueue[tuple[bool, str]] = SimpleQueue()

    def tell() -> None:
        with apprise.LogCapture(level=apprise.logging.WARNING) as said:  # type: ignore[no-untyped-call]
            with _files(message.media) as attached:
                sent = service.notify(
                    title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT, attach=attached
                )
            answered.put((bool(sent), said.getvalue()))

    thread = Thread(target=tell, name="notice", daemon=True)
    thread.start()
    try:
        sent, reasons = answered.get(timeout=patience)
    except Empty:
        _unanswered.add(thread)
        raise NoticeError(f"it was not taken within {patience:.0f} seconds") from None
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
