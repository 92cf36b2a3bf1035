"""Sites whose configuration is a program: Docusaurus, Astro and Eleventy.

tambour runs none of it. It looks for plain values such as `url: 'https://example.org'`, and what stands there otherwise
it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from scheduler.core.layouts import Astro, Docusaurus, Eleventy
from scheduler.settings.generators.files import source
from scheduler.settings.generators.found import Found, address, tongue, within

ENDINGS = ("js", "mjs", "cjs", "ts", "mts", "cts", "json")
REMARK = re.compile(r"(?<![:\"'`\w])//[^\n]*|/\*.{0,9999}?\*/", re.DOTALL)
QUOTED = r"""['"`](?P<value>[^'"`\n$]*)['"`]"""


def docusaurus(folder: Path) -> Found | None:
    """Return what Docusaurus's configuration in a folder says, if it is there.

    Raises SettingsError where it cannot be read.
    """
    file = _first(folder, ("docusaurus.config",))
    if file is None:
        return None
    text = _without_remarks(file)
    blog = re.search(r"\bblog\s*:\s*\{(?P<body>[^{}]*)", text)
    body = blog["body"] if blog else ""
    route = _value(body, "routeBasePath")
    default = _value(text, "defaultLocale") or "en"
    place = Path("docusaurus-plugin-content-blog")
    others = sorted(one for one in (folder / "i18n").glob("*") if (one / place).is_dir() and one.name != default)
    return Found(
        generator="Docusaurus",
        files=(file.name,),
        layout=Docusaurus(
            route="blog" if route is None else route.strip("/"),
            slash=re.search(r"\btrailingSlash\s*:\s*true", text) is not None,
            translated=tuple((one.name, str((one / place).absolute())) for one in others),
        ),
        content=_value(body, "path") or "blog",
        url=_whole(_value(text, "url"), _value(text, "baseUrl")),
        language=tongue(_value(text, "defaultLocale")),
    )


def astro(folder: Path) -> Found | None:
    """Return what Astro's configuration in a folder says, if it is there.

    Raises SettingsError where it cannot be read.
    """
    file = _first(folder, ("astro.config",))
    if file is None:
        return None
    text = _without_remarks(file)
    root = _value(text, "srcDir") or "src"
    place = f"{root}/content" if (folder / root / "content").is_dir() else f"{root}/pages"
    return Found(
        generator="Astro",
        files=(file.name,),
        layout=Astro(str((folder / place).absolute()), slash=_value(text, "trailingSlash") != "never"),
        content=place,
        static=_value(text, "publicDir") or "public",
        url=_whole(_value(text, "site"), _value(text, "base")),
        language=tongue(_value(text, "defaultLocale")),
    )


def eleventy(folder: Path) -> Found | None:
    """Return what Eleventy's configuration in a folder says, if it is there.

    Raises SettingsError where it cannot be read.
    """
    file = _first(folder, ("eleventy.config", ".eleventy"))
    if file is None:
        return None
    root = _value(_without_remarks(file), "input") or "."
    data = _first(folder / root / "_data", ("metadata", "site", "meta"))
    said = "" if data is None else _without_remarks(data)
    places = ("posts", "blog", "content/blog", "content/posts", "articles", "content")
    content = next((one for one in places if (folder / root / one).is_dir()), ".")
    inside = f"{root}/content" if content.startswith("content") else root
    files = (file.name,) if data is None else (file.name, within(folder, data))
    return Found(
        generator="Eleventy",
        files=files,
        layout=Eleventy(str((folder / inside).absolute())),
        content=str(Path(root, content)),
        static=root,
        url=address(_value(said, "url")),
        language=tongue(_value(said, "language") or _value(said, "lang")),
    )


def _first(folder: Path, stems: Iterable[str]) -> Path | None:
    names = (f"{stem}.{ending}" for stem in stems for ending in ENDINGS)
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _without_remarks(file: Path) -> str:
    return REMARK.sub("", source(file))


def _value(text: str, key: str) -> str | None:
    """Return the plain text that a key holds, the first time that it does."""
    found = re.search(rf"""(?<![\w.])['"]?{key}['"]?\s*:\s*{QUOTED}""", text)
    return found["value"].strip() if found else None


def _whole(url: str | None, base: str | None) -> str | None:
    found = address(url)
    return found and "/".join([found, *filter(None, (base or "").split("/"))])
