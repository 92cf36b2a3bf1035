"""Recover, claim, publish, settle, record: each post once.

One thread, the pump, is the only one that talks to the database about posts in flight. Each of its cycles is one
transaction that writes what has come of them and claims exactly as many as there is room for. A crew of threads
prepares, sends and asks, so that a slow platform delays nobody else.

What an attempt is about to publish is durable before its request leaves, and what came of it after. An attempt
that ends in between, whatever the cause, leaves the post uncertain: then the platform is asked.
"""

from scheduler.dispatch.pump import GRACE, Dispatcher
from scheduler.dispatch.rules import Lease, Rules, Stop, Until

__all__ = ["GRACE", "Dispatcher", "Lease", "Rules", "Stop", "Until"]
