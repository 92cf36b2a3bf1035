"""Celery with Redis."""

from __future__ import annotations

import os

from celery import Celery

from benchmarks.peers import sending

app = Celery("posts", broker=os.environ["REDIS"])
# what its documentation asks for where a task must survive its worker: acknowledged when done, and given back
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True)
send = app.task(name="send")(sending.send)


def fill(posts: int) -> None:
    for number in range(posts):
        send.delay(number)


def work() -> None:
    app.worker_main(["worker", f"--concurrency={sending.THREADS}", "--pool=threads", "--loglevel=ERROR"])
