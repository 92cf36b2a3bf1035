"""A Jekyll site's configuration.

Source: https://jekyllrb.com/docs/configuration/options/.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scheduler.core.layouts import Jekyll
from scheduler.core.layouts.jekyll import STYLES
from scheduler.settings.generators.files import Values, merged, section, text, values
from scheduler.settings.generators.found import Found, address, tongue, within, zone

HEXO = frozenset({"source_dir", "public_dir"})
"""Hexo's configuration has the same name, and these keys."""
NAMES = ("_config.yml", "_config.yaml", "_config.toml")


def read(folder: Path) -> Found | None:
    """Return what Jekyll's configuration in a folder says, if it is there.

    Raises SettingsError where it cannot be read.
    """
    file = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if file is None:
        return None
    said = values(file)
    if HEXO & said.keys():
        return None
    source = folder / (text(said, "source") or ".") / text(said, "collections_dir")
    places = list(_places(source))
    of_posts = merged(dict(_defaults(said)), section(said, "collections", "posts"))
    named = text(of_posts, "permalink") or text(said, "permalink") or "date"
    url = address(said.get("url"))
    return Found(
        generator="Jekyll",
        files=(file.name,),
        layout=Jekyll(tuple(str(one.absolute()) for one in places), STYLES.get(named, named), str(source.absolute())),
        content=within(folder, places[0]),
        static=text(said, "source") or ".",
        url=url and url + "/".join(["", *filter(None, text(said, "baseurl").split("/"))]),
        timezone=zone(said.get("timezone")),
        language=tongue(said.get("lang")) or tongue(said.get("locale")),
        parted_by=None,
    )


def _places(source: Path) -> Iterator[Path]:
    """Yield the folders of posts; where there are none yet, the one that Jekyll makes."""
    others = [one for one in sorted(source.glob("[!_.]*/_posts")) if one.is_dir()]
    if (source / "_posts").is_dir() or not others:
        yield source / "_posts"
    yield from others


def _defaults(said: Values) -> Iterator[tuple[str, str]]:
    """Yield what front matter is said to hold for posts, where a post does not say it."""
    given = said.get("defaults")
    for one in given if isinstance(given, list) else ():
        scope = section(one, "scope") if isinstance(one, dict) else {}
        if text(scope, "type") in {"", "posts"} and "_posts".startswith(text(scope, "path").strip("/")):
            permalink = text(section(one, "values"), "permalink") if isinstance(one, dict) else ""
            if permalink:
                yield "permalink", permalink
