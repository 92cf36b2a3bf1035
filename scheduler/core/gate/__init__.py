"""The gate: every rule that a post keeps, checked on its final text, before it may be queued.

An independent judge: it reads the article's raw file and the post's text with means of its own, and shares with the
splitter nothing but word lists, so that what one overlooks the other sees.

cleaning     a raw file as readable text, without its markup
witness      that text as words, with what stands between them
standing     where a post's line stands in the article
judged       what a rule looks at
form         rules on characters: markup, links, hashtags, typography
saying       rules on what the text says to its reader
sourcing     rules on what the article must bear out
siblings     rules on the posts of one article together
telling      how a reason is told
checking     the table of rules
"""

from scheduler.core.gate.checking import RULES, Rule, broken, check, plainly
from scheduler.core.gate.siblings import apart, check_article

__all__ = ["RULES", "Rule", "apart", "broken", "check", "check_article", "plainly"]
