"""A rehearsal: the daemon's own code over a copy of the queue, with a fast clock and platforms in memory.

    staging    the copy of the database, and the installation over it
    stage      a platform in memory: its limits, its quota, its faults
    planned    what `tambour apply` would add first
    running    the daemon's life: up, down, up again

Nothing outside is touched: not the database, nor a platform, the web, or anybody who is told of news.
"""

from scheduler.rehearsal.planned import apply_plan
from scheduler.rehearsal.running import Rehearsed, Wish, rehearse
from scheduler.rehearsal.staging import staged

__all__ = ["Rehearsed", "Wish", "apply_plan", "rehearse", "staged"]
