"""The layout of a site whose settings say themselves what addresses are made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from scheduler.core.layouts.hugo import Hugo, Tongue
from scheduler.core.layouts.plain import PLAIN
from scheduler.core.model import Layout, Page, Site


@dataclass(frozen=True, slots=True)
class Patterned:
    """A layout with another address for files that name none."""

    layout: Layout | None
    pattern: str
    """Tokens as Hugo has them, such as `/blog/:year/:slug/`."""

    def folders(self, site: Site) -> tuple[str, ...]:
        """Return the folders of the layout itself."""
        return (self.layout or PLAIN).folders(site)

    def language(self, path: PurePath, site: Site) -> str:
        """Return the language that the layout itself says."""
        return (self.layout or PLAIN).language(path, site)

    def publishes(self, page: Page, site: Site) -> bool:
        """Return what the layout itself says."""
        return (self.layout or PLAIN).publishes(page, site)

    def address(self, page: Page, site: Site) -> str | None:
        """Return the pattern filled in; with a slash at its end if the pattern has one."""
        named = page.text("url", "permalink")
        if named.startswith(("http://", "https://", "/")) and ":" not in named.partition("://")[2]:
            return (self.layout or PLAIN).address(page, site)
        folder = next((one for one in self.folders(site) if page.path.is_relative_to(one)), site.content)
        rules = (("/**", self.pattern),)
        made = Hugo((Tongue("", "", content=folder, rules=rules),), dated_names=True).address(page, site)
        return made if made is None or self.pattern.endswith("/") else made.rstrip("/")
