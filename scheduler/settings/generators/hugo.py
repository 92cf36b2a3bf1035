"""A Hugo site's configuration.

Source: https://gohugo.io/configuration/introduction/ and the pages below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

from scheduler.core.layouts import Hugo, Tongue
from scheduler.settings.generators.files import Values, merged, section, text, values
from scheduler.settings.generators.found import Found, address, tongue, within, zone

ENDINGS = ("toml", "yaml", "yml", "json")
FOLDERS = ("config/_default", "config/production")
OTHERS = frozenset({"category", "series", "author"})
"""Taxonomies that are no tags."""
KINDS = frozenset({"page", "section", "taxonomy", "term", "home"})


def read(folder: Path) -> Found | None:
    """Return what Hugo's configuration in a folder says, if it is there.

    Raises SettingsError where it cannot be read.
    """
    files = list(_files(folder))
    if not any(one.stem in {"hugo", "config"} for one in files):
        return None
    whole: dict[str, Any] = {}
    for one in files:
        said = values(one)
        whole = merged(whole, said if one.stem in {"hugo", "config"} else _placed(one, said))
    return _found(folder, whole, tuple(str(one.relative_to(folder)) for one in files))


def _files(folder: Path) -> Iterator[Path]:
    """Yield the configuration files: later ones go over earlier ones."""
    main = (folder / f"{stem}.{ending}" for stem in ("hugo", "config") for ending in ENDINGS)
    first = next((one for one in main if one.is_file()), None)
    if first is not None and (first.stem == "hugo" or _is_hugos(folder, first)):
        yield first
    for place in FOLDERS:
        found = sorted((folder / place).glob("*")) if (folder / place).is_dir() else []
        yield from (one for one in found if one.is_file() and one.suffix.removeprefix(".") in ENDINGS)


def _is_hugos(folder: Path, file: Path) -> bool:
    """Tell whether a configuration that may be anybody's is Hugo's: beside its folders, and not Zola's."""
    beside = any((folder / name).is_dir() for name in ("content", "archetypes", "layouts", "themes"))
    return beside and "base_url" not in values(file)


def _placed(file: Path, said: dict[str, Any]) -> dict[str, Any]:
    """Return the values of `permalinks.toml` or `languages.fr.toml` under the names that the file has."""
    name, _, language = file.stem.lower().partition(".")
    placed = said.get(name, said) if name == "permalinks" else said
    return {"languages": {language: {name: placed}}} if language else {name: placed}


def _found(folder: Path, whole: Values, files: tuple[str, ...]) -> Found:
    tongues = list(_tongues(folder, whole))
    content = text(whole, "contentdir") or "content"
    own = tongues[0].content
    return Found(
        generator="Hugo",
        files=files,
        layout=_layout(folder, whole, tuple(tongues)),
        content=content if own is None else within(folder, Path(own)),
        static=text(whole, "staticdir") or "static",
        url=address(whole.get("baseurl")),
        timezone=zone(whole.get("timezone")),
        language=tongues[0].language or None,
        tags=tuple(_tags(whole)),
        bundles=True,
        remarks=tuple(_remarks(tongues)),
    )


def _layout(folder: Path, whole: Values, tongues: tuple[Tongue, ...]) -> Hugo:
    ugly, dates = whole.get("uglyurls", ""), section(whole, "frontmatter").get("date", ())
    sections = frozenset(name for name, value in section(whole, "uglyurls").items() if value == "true")
    return Hugo(
        tongues,
        lower=text(whole, "disablepathtolower") != "true",
        accents=text(whole, "removepathaccents") != "true",
        ugly=None if ugly == "true" else sections,
        dated_names=":filename" in dates,
        names_first=isinstance(dates, list) and dates[:1] == [":filename"],
        sections=frozenset(_sections(folder, whole, tongues)),
    )


def _sections(folder: Path, whole: Values, tongues: tuple[Tongue, ...]) -> Iterator[str]:
    """Yield the folders that have an `_index` file, where a permalink needs to know them."""
    if any(":sections" in pattern for one in tongues for _, pattern in one.rules):
        for content in {one.content or str(folder / (text(whole, "contentdir") or "content")) for one in tongues}:
            yield from (file.parent.relative_to(content).as_posix() for file in Path(content).rglob("_index*"))


def _tongues(folder: Path, whole: Values) -> Iterator[Tongue]:
    """Yield the languages, the default one first."""
    named = {code: dict(said) for code, said in section(whole, "languages").items() if isinstance(said, dict)}
    usable = {code: said for code, said in named.items() if text(said, "disabled") != "true"}
    heaviest_last = sorted(usable, key=lambda code: _weight(usable[code]))
    usual = "en" if "en" in usable else next(iter(heaviest_last), "en")
    default = text(whole, "defaultcontentlanguage").lower() or usual
    for code in (default, *(one for one in heaviest_last if one != default)):
        said = usable.get(code, {})
        yield Tongue(
            code=code,
            language=_language(code, said, whole, alone=not usable),
            content=str((folder / said["contentdir"]).absolute()) if text(said, "contentdir") else None,
            url=address(said.get("baseurl")),
            prefix=_prefix(code, default, said, whole),
            rules=tuple(_rules(said.get("permalinks"), whole.get("permalinks"))),
        )


def _weight(said: Values) -> float:
    weight = text(said, "weight")
    return int(weight) if weight.isdecimal() and int(weight) else inf


def _language(code: str, said: Values, whole: Values, *, alone: bool) -> str:
    """Return the language of the articles; a site that names none may be in any, though Hugo calls it English."""
    locale = (tongue(one.get(name)) for one in (said, whole) for name in ("locale", "languagecode"))
    if alone and not text(whole, "defaultcontentlanguage"):
        return next(filter(None, locale), "")
    return tongue(code) or next(filter(None, locale), "")


def _prefix(code: str, default: str, said: Values, whole: Values) -> str:
    apart = text(whole, "defaultcontentlanguageinsubdir") == "true"
    if address(said.get("baseurl")) or (code == default and not apart):
        return ""
    return code.lower()


def _rules(own: Any, shared: Any) -> Iterator[tuple[str, str]]:
    """Yield the permalinks of pages, those of the language first."""
    for rules in (own, shared):
        match rules:
            case list():
                yield from _targets(rules)
            case dict():
                of_pages = merged({name: each for name, each in rules.items() if name not in KINDS}, _of_pages(rules))
                for name, pattern in of_pages.items():
                    place = name.strip(" /")
                    yield (f"/{{{place},{place}/**}}" if place else "/*"), str(pattern)
            case _:
                continue


def _of_pages(rules: Values) -> dict[str, Any]:
    pages = rules.get("page")
    return pages if isinstance(pages, dict) else {}


def _targets(rules: list[Any]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if isinstance(rule, dict) and text(rule, "pattern"):
            target = section(rule, "target")
            if "page" in (text(target, "kind") or "page"):
                yield text(target, "path") or "/**", text(rule, "pattern")


def _tags(whole: Values) -> Iterator[str]:
    """Yield the front matter of a site's own taxonomy, where it has one in the place of tags."""
    named = section(whole, "taxonomies")
    tags = {single: many for single, many in named.items() if single == "tag" or many == "tags"}
    for single, many in (tags or named).items():
        if single not in OTHERS and many not in {"tags", "keywords"}:
            yield str(many).replace("_", "").replace("-", "")


def _remarks(tongues: list[Tongue]) -> Iterator[str]:
    for pattern in dict.fromkeys(pattern for one in tongues for _, pattern in one.rules if ":sectionslug" in pattern):
        yield f"the permalink {pattern} cannot be followed; give its articles a url in their front matter"
