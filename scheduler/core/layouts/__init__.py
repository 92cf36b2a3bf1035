"""How generators make pages of files: the languages and the addresses that they give.

plain   what Hugo does where nothing is set, with folders and suffixes as languages
hugo    Hugo, as its configuration says
"""

from scheduler.core.layouts.hugo import Hugo, Tongue
from scheduler.core.layouts.plain import PLAIN

__all__ = ["PLAIN", "Hugo", "Tongue"]
