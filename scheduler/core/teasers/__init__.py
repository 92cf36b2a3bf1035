"""Teasers: what an article gives to post.

wording      the words of a text, as far as comparing needs them
judging      whether a sentence may be posted, and may open a post
edits        what may change on the way: a closed list
passages     every sentence of an article, judged once
candidates   a text that could be a teaser
kinds        where such texts are found: one module for each kind
scoring      how good one is
selecting    which ones to post
announcing   the announcement
composing    the same at length
splitting    all of it, the announcement first
"""

from scheduler.core.teasers.splitting import split

__all__ = ["split"]
