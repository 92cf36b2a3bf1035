"""Checking an article before it is queued, as a compiler would: what has to be mended, and what to look at.

finding      what is found, and where
page         what readers of an article see, each character in its place
voicing      words to avoid, claims, hashtags
addressing   `tu` and `vous`
furnishing   what the article lacks: a description, an alt text, an address
outcome      what became of its posts
checking     all of it, by line
"""

from scheduler.core.checking.checking import check, unreadable
from scheduler.core.checking.finding import Finding, Severity
from scheduler.core.checking.outcome import Made

__all__ = ["Finding", "Made", "Severity", "check", "unreadable"]
