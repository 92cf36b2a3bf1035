"""The long tail: some hundred services by way of Apprise (https://github.com/caronc/apprise), text alone.

Apprise says whether all went well and nothing else. So a no leaves a post uncertain, and only a person can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from adapters.base import (
    Connection,
    Content,
    Identity,
    Intent,
    Limits,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.limits import LIMITS

MISSING = "Apprise is not installed; install tambour[notify] in place of tambour"


class Apprise:
    """One address of Apprise's."""

    platform: ClassVar[str] = "apprise"
    limits: ClassVar[Limits] = LIMITS["apprise"]
    idempotency: ClassVar[str] = "F"
    checked: ClassVar[str] = "facts only"

    def __init__(self, connection: Connection) -> None:
        self._address = connection.options["url"]

    def verify(self) -> Identity:
        """Return the service's name: Apprise can ask nobody who an address speaks for.

        Raises Unauthorized where it knows no such address, Unavailable where it is not installed.
        """
        return Identity(str(self._service.service_name))

    def read_limits(self) -> Limits:
        """Return what Apprise knows to fit on the service; nobody is asked."""
        return replace(self.limits, text=int(self._service.body_maxlen))

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        """Freeze the text, and refuse what Apprise would cut."""
        if content.media:
            raise Unsupported("only text goes through Apprise: leave the images out")
        most = int(self._service.body_maxlen)
        if len(content.text) > most:
            raise Refused(f"{self._service.service_name} takes {most} characters, and the text has {len(content.text)}")
        return Intent(key, at, {"text": content.text})

    def publish(self, intent: Intent) -> Receipt:
        """Hand it to Apprise, once; it repeats nothing."""
        import apprise  # noqa: PLC0415  20 MB on disk and 37 in memory: only where it is asked for

        service, text = self._service, str(intent.request["text"])
        taken = _tried(lambda: service.notify(body=text, body_format=apprise.NotifyFormat.TEXT))
        if not taken:
            raise Uncertain(f"{service.service_name} did not take it, as far as Apprise can tell")
        return Receipt(intent.key)

    @cached_property
    def _service(self) -> Any:
        try:
            import apprise  # noqa: PLC0415  20 MB on disk and 37 in memory: only where it is asked for
        except ImportError as error:
            raise Unavailable(MISSING) from error
        apprise.logger.propagate = False  # its words may hold parts of the address
        service = apprise.Apprise.instantiate(self._address, suppress_exceptions=True)
        if service is None:
            raise Unauthorized("Apprise knows no such address; its wiki lists what it knows")
        if service.overflow_mode != apprise.OverflowMode.UPSTREAM or service.retry:
            raise Unauthorized(
                "the address asks Apprise to cut texts or to send them again: take overflow and retry out"
            )
        return service


def _tried(send: Callable[[], bool]) -> bool:
    """Return whether it was taken; a service of Apprise's that breaks down has perhaps sent it."""
    try:
        return send()
    except Exception as error:  # noqa: BLE001  a plug-in of Apprise's may fail in any way
        raise Uncertain(f"Apprise failed ({type(error).__name__})") from None
