"""Telling systemd how the daemon does: a few datagrams (sd_notify(3)), to nobody where nobody listens."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Mapping

log = logging.getLogger(__name__)

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


class Supervisor:
    """Whoever started the daemon, if it wants to know."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._place = environ.get("NOTIFY_SOCKET", "")

    def tell(self, *facts: str) -> None:
        """Say how the daemon does."""
        if not self._place:
            return
        # an @ stands for the zero byte of a socket without a file
        place = "\0" + self._place[1:] if self._place.startswith("@") else self._place
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
                out.connect(place)
                out.sendall("\n".join(facts).encode())
        except OSError as error:
            log.warning("the supervisor at %s does not listen: %s", self._place, error, extra={"action": "notify"})

    def reloading(self) -> None:
        """Say that the settings are being read again; READY follows."""
        self.tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
