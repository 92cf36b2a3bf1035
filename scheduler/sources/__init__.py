"""Articles that are no Markdown files: of a feed, a sitemap or an export.

What is read becomes Markdown files in a folder of tambour's own, which are read as any others are: so every command
works on them, and the place of every sentence can be shown.

entry      the value that every source gives, and the file that it becomes
html       HTML as Markdown and as plain text
xml        XML that declares no entities
feed       RSS and Atom
sitemap    a sitemap, and the pages that it lists
wordpress  an export of WordPress
shortcodes what its programs put into an article
ghost      an export of Ghost
mirror     the folder
gathering  which of them it is; fetched, and written to the folder
"""

from scheduler.sources.gathering import Refreshed, Web, refresh

__all__ = ["Refreshed", "Web", "refresh"]
