"""Where the crew's reports wait for the pump."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event

from scheduler.dispatch.working import Report

COMPANY = 0.02
"""Seconds that a report waits for others: a transaction for fifty costs little more than one for one."""


class Inbox:
    """Reports, put in by any thread and taken out by the pump."""

    def __init__(self, wake: Event, under_way: Callable[[], int]) -> None:
        self._wake = wake
        self._under_way = under_way
        self._complete = Event()
        self._reports: SimpleQueue[Report] = SimpleQueue()

    def put(self, report: Report) -> None:
        """Add a report, and wake the pump."""
        self._reports.put(report)
        if not self._wake.is_set():  # setting takes a lock that fifty threads want
            self._wake.set()
        if self._is_complete():
            self._complete.set()

    def await_company(self) -> None:
        """Let reports that are about to come share a transaction with those that are there."""
        self._complete.clear()
        if self._reports.qsize() and not self._is_complete():
            self._complete.wait(COMPANY)

    def take_all(self) -> list[Report]:
        """Empty the inbox."""
        taken: list[Report] = []
        while True:
            try:
                taken.append(self._reports.get_nowait())
            except Empty:
                return taken

    def _is_complete(self) -> bool:
        """Return whether half of what is under way has been reported: the other half is busy while the pump writes."""
        return self._reports.qsize() * 2 >= self._under_way()
