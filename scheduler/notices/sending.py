"""Sending a notice through Apprise (https://github.com/caronc/apprise), which knows some hundred services."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

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
        sent = service.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT)
        reasons = said.getvalue()
    if not sent:
        raise NoticeError(f"it was not taken: {_masked(reasons, address)}")


def _masked(said: str, address: str) -> str:
    public = {urlsplit(address).scheme, urlsplit(address).hostname}
    for part in re.split(r"[/:@?&=]+", address):
        if len(part) >= SECRET and part not in public:
            said = said.replace(part, MASK).replace(unquote(part), MASK)
    return "; ".join(line.partition(" - ")[2] or line for line in said.splitlines()) or "no reason was given"
