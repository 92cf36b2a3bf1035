"""What a site's generator knows already, read from its own configuration.

found    the value that every generator gives
files    configuration files as plain values
hugo     Hugo
jekyll   Jekyll
scripts  Docusaurus, Astro and Eleventy, whose configuration is a program
"""

from __future__ import annotations

from pathlib import Path

from scheduler.settings.generators import hugo, jekyll, scripts
from scheduler.settings.generators.found import Found

__all__ = ["GENERATORS", "Found", "look"]

GENERATORS = {
    "hugo": hugo.read,
    "jekyll": jekyll.read,
    "docusaurus": scripts.docusaurus,
    "astro": scripts.astro,
    "eleventy": scripts.eleventy,
}
"""By name, in the order in which they are looked for: each returns nothing where its configuration is not there."""


def look(folder: Path, named: str | None = None) -> Found | None:
    """Return what the generator of the site in a folder says: of the one named, else of the first that is there.

    Raises SettingsError where its configuration cannot be read.
    """
    if named is not None:
        return GENERATORS[named](folder) if named in GENERATORS else None
    return next((found for read in GENERATORS.values() if (found := read(folder)) is not None), None)
