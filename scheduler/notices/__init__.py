"""Telling people: news of the log as they happen, and each day in a digest.

What was told is durable for each target: nothing is told twice, and nothing is forgotten over a crash. A daemon that
ends between the sending and the record tells once more: better than never.
"""

from scheduler.notices.rounds import Rounds, Target

__all__ = ["Rounds", "Target"]
