"""Procrastinate on PostgreSQL."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from procrastinate import App, PsycopgConnector

from benchmarks.peers import sending

app = App(connector=PsycopgConnector(conninfo=sending.PLACE))
send = app.task(name="send")(sending.send)


def fill(posts: int) -> None:
    asyncio.run(_fill(posts))


async def _fill(posts: int) -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await send.batch_defer_async(*({"number": number} for number in range(posts)))


def work() -> None:
    asyncio.run(_work())


async def _work() -> None:
    # tasks that are no coroutines run in the loop's own executor, whose default is a handful of threads
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(sending.THREADS))
    async with app.open_async():
        await app.run_worker_async(concurrency=sending.THREADS)
