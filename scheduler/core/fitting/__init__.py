"""Fitting: a teaser, or a person's own words, becomes the final text for one platform's limits.

counting     how long a text is
weighing     how long it is on X
addresses    what X takes for an address
hashtags     tags as hashtags
typography   the spaces of a language
voicing      what a brand's voice makes of a teaser's words
assembling   body, link, hashtags and signature together
threads      a teaser over several posts
"""

from scheduler.core.fitting.assembling import compose, fit
from scheduler.core.fitting.counting import count, excess
from scheduler.core.fitting.hashtags import hashtag

__all__ = ["compose", "count", "excess", "fit", "hashtag"]
