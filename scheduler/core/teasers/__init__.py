"""Teasers: what an article gives to post.

judging      whether a sentence may be posted, and may open a post
extracting   every text that could be a teaser
scoring      how good it is
selecting    which ones to post
splitting    all of it, the announcement first
"""

from scheduler.core.teasers.splitting import split

__all__ = ["split"]
