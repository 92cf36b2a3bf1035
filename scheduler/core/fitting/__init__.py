"""Fitting: a teaser, or a person's own words, becomes the final text for one platform's limits.

counting     how long a text is
hashtags     tags as hashtags
assembling   body, link and hashtags together
"""

from scheduler.core.fitting.assembling import compose, fit
from scheduler.core.fitting.counting import count, excess
from scheduler.core.fitting.hashtags import hashtag

__all__ = ["compose", "count", "excess", "fit", "hashtag"]
