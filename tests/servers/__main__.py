"""Run the adapters against every real server that this machine can install, or against those that are named.

Exits with 1 unless all of those ran and passed; with `TAMBOUR_SERVERS=all`, unless every server there is did.
Named servers run alone, as in `python -m tests.servers ghost`: those that take minutes to install run no other way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import pytest

from tests.servers import bluesky, email, ghost, matrix, nostr, oauth, slack, telegram, wordpress
from tests.servers.server import Failed, Server, tell

SERVERS = (
    bluesky.SERVER,
    email.SERVER,
    matrix.SERVER,
    nostr.SERVER,
    oauth.SERVER,
    slack.SERVER,
    telegram.SERVER,
    wordpress.SERVER,
)
SLOW = (ghost.SERVER,)
OPTIONS = ("-n0", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""What starts the servers has imported some of pytest's plugins before pytest could."""


class Running:
    """The plugin that hands a running server to its checks."""

    def __init__(self, site: object) -> None:
        self._site = site

    @pytest.fixture
    def site(self) -> object:
        """Return what starting the server gave."""
        return self._site


def check(server: Server) -> bool:
    """Start a server, run its checks, stop it; tell whether it passed."""
    try:
        with server.running() as site:
            code = pytest.main([*OPTIONS, *server.checks], plugins=[Running(site)])
    except Failed as error:
        tell(f"{server.name}: {error}")
        return False
    return code == pytest.ExitCode.OK


def main(names: Sequence[str]) -> int:
    """Check the servers of those names, or all that are not slow, one after the other, with a line on each."""
    servers: Sequence[Server] = [server for server in (*SERVERS, *SLOW) if server.name in names] if names else SERVERS
    reasons = {server.name: server.missing() for server in servers}
    passed = {server.name: check(server) for server in servers if reasons[server.name] is None}
    for name, reason in reasons.items():
        tell(f"{name}: {f'not run, {reason}' if reason else 'passed' if passed[name] else 'failed'}")
    tell(f"ran {len(passed)} of {len(servers)} servers")
    enough = len(passed) == len(servers) or os.environ.get("TAMBOUR_SERVERS") != "all"
    return 0 if servers and enough and all(passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
