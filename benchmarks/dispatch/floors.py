"""What the same posts cost with no durability at all: the floors that everything else is a ratio to.

`python -m benchmarks.dispatch.floors threads|async PORT POSTS CONCURRENCY [DUE]`; `DUE` is when to start, in seconds
since 1970.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx

from benchmarks.dispatch.text import body


def threads(address: str, posts: int, concurrency: int, due: float) -> None:
    """Send with a bare `httpx.Client` for each of `concurrency` threads."""
    numbers = iter(range(posts))
    tls = httpx.create_ssl_context()  # building one costs more than a request
    clients = [httpx.Client(verify=tls, timeout=60) for _ in range(concurrency)]

    def loop(client: httpx.Client) -> None:
        # the next number of a range is taken in one step of the interpreter
        for number in numbers:
            client.post(address, json=body(number), headers=headers()).raise_for_status().json()

    time.sleep(max(due - time.time(), 0))
    with ThreadPoolExecutor(concurrency) as pool:
        list(pool.map(loop, clients))


async def tasks(address: str, posts: int, concurrency: int) -> None:
    """Send with one stock `httpx.AsyncClient` in `concurrency` tasks."""
    numbers = iter(range(posts))
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=concurrency), timeout=60) as client:
        await asyncio.gather(*(send(client, address, numbers) for _ in range(concurrency)))


async def send(client: httpx.AsyncClient, address: str, numbers: Iterator[int]) -> None:
    for number in numbers:
        (await client.post(address, json=body(number), headers=headers())).raise_for_status().json()


def headers() -> dict[str, str]:
    """Return what an adapter of ours sends too."""
    return {"Authorization": "Bearer bench", "Idempotency-Key": str(uuid4())}


def main() -> None:
    kind, port, posts, concurrency, *due = sys.argv[1:]
    address = f"http://127.0.0.1:{port}/api/v1/statuses"
    if kind == "async":
        asyncio.run(tasks(address, int(posts), int(concurrency)))
    else:
        threads(address, int(posts), int(concurrency), float(due[0]) if due else 0)


if __name__ == "__main__":
    main()
