"""What people are told of without asking: which lines of the log are news, and how they are put."""

from scheduler.core.news.kinds import News, Tongue

__all__ = ["News", "Tongue"]
