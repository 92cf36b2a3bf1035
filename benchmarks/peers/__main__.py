"""`python -m benchmarks.peers NAME fill POSTS` queues posts, `… NAME work` sends them until it is killed.

The environment says where: `STUB_PORT`, `PLACE` (a folder, or the address of a PostgreSQL database) and, for Celery,
`REDIS`.
"""

from __future__ import annotations

import sys
from importlib import import_module


def main() -> None:
    _, name, what, *posts = sys.argv
    # queues name their functions by module: it must not be the program itself
    peer = import_module(f"benchmarks.peers.on_{name}")
    if what == "fill":
        peer.fill(int(posts[0]))
    else:
        peer.work()


if __name__ == "__main__":
    main()
