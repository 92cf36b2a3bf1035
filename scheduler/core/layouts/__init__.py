"""How generators make pages of files: the languages and the addresses that they give.

plain       what Hugo does where nothing is set, with folders and suffixes as languages
hugo        Hugo, as its configuration says
jekyll      Jekyll's posts
docusaurus  the blog of a Docusaurus site
eleventy    Eleventy, and Astro: files that keep their names
patterned   addresses as the settings say
sanitizing  names as parts of addresses
tokens      what `:year` and the like stand for
"""

from scheduler.core.layouts.docusaurus import Docusaurus
from scheduler.core.layouts.eleventy import Astro, Eleventy
from scheduler.core.layouts.hugo import Hugo, Mount, Tongue
from scheduler.core.layouts.jekyll import Jekyll
from scheduler.core.layouts.patterned import Patterned
from scheduler.core.layouts.plain import PLAIN

__all__ = ["PLAIN", "Astro", "Docusaurus", "Eleventy", "Hugo", "Jekyll", "Mount", "Patterned", "Tongue"]
