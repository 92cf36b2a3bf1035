"""The long-running process: one pump, a pulse that watches it, chores from time to time, and a graceful end."""

from scheduler.daemon.serving import STUCK_CODE, serve

__all__ = ["STUCK_CODE", "serve"]
