"""APScheduler 3 with its SQLAlchemy job store, on SQLite or PostgreSQL."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from benchmarks.peers.sending import PLACE, THREADS, send

SERVER = PLACE.startswith("postgresql")
URL = PLACE.replace("://", "+psycopg://", 1) if SERVER else f"sqlite:///{PLACE}/jobs.db"


def fill(posts: int) -> None:
    scheduler, due = made(), datetime.now(UTC)
    scheduler.start(paused=True)
    for number in range(posts):
        scheduler.add_job(send, "date", run_date=due, args=[number])
    os._exit(0)  # `shutdown` would look at the jobs once more, and remove those that are due


def work() -> None:
    made().start()
    threading.Event().wait()


def made() -> BackgroundScheduler:
    return BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(URL)},
        executors={"default": ThreadPoolExecutor(THREADS)},
        job_defaults={"misfire_grace_time": None, "coalesce": True},
        timezone="UTC",
    )
