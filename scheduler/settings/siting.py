"""The site: what the settings say of it, else what its generator's configuration says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scheduler.core import model
from scheduler.core.layouts import Patterned
from scheduler.settings import schema
from scheduler.settings.generators import Found, look

KEYS = ("url", "content", "timezone", "language")
"""What a generator's configuration may say too."""


@dataclass(frozen=True, slots=True)
class Sited:
    """A site, and who said what of it."""

    site: model.Site
    told: str | None
    """What was read from the generator's configuration, as a person reads it; `None`: there is none."""
    unfollowed: tuple[str, ...]
    """What of it cannot be followed, each with what to do."""
    source: str | None = None
    """Where the articles come from, if not from files: an address, or an absolute path."""


def sited(said: schema.Site, path: Path) -> Sited:
    """Return the site of a settings file.

    Raises SettingsError where the configuration of its generator cannot be read.
    """
    if said.source is not None:
        return Sited(_sourced(said, path), None, (), _source(said.source, path.parent))
    found = None if said.generator == "none" else look(path.parent, said.generator)
    if found is None:
        return Sited(placed(None, path.parent, said), None, ())
    return Sited(placed(found, path.parent, said), _told(found, said, path.name), found.remarks)


def placed(found: Found | None, folder: Path, said: schema.Site | None = None) -> model.Site:
    """Return the site in a folder; what the settings say goes before what its generator says."""
    said, known = said or schema.Site(), found or Found("", ())
    return model.Site(
        url=said.url or known.url,
        content=str((folder / Path(said.content or known.content).expanduser()).absolute()),
        timezone=said.timezone or known.timezone or local_zone(),
        language=said.language or known.language,
        layout=Patterned(known.layout, said.permalink) if said.permalink else known.layout,
        static=str((folder / known.static).absolute()) if found else "",
        tags=known.tags,
        parted_by=known.parted_by,
        bundles=known.bundles,
        root=str(folder.absolute()) if found else "",
    )


def _sourced(said: schema.Site, path: Path) -> model.Site:
    """Return a site whose articles are fetched into a folder beside the settings."""
    parts = urlsplit(said.source or "")
    url = said.url or (f"{parts.scheme}://{parts.netloc}" if parts.netloc else None)
    content = path.with_name(f"{path.stem}.articles").absolute()
    return model.Site(url, str(content), said.timezone or local_zone(), said.language)


def own_host(place: Sited) -> frozenset[str]:
    """Return the host of a site whose pictures are there and nowhere else, since its articles are no files."""
    host = urlsplit(place.site.url or "").hostname
    return frozenset({host} if host and place.source is not None else ())


def _source(source: str, folder: Path) -> str:
    return source if "://" in source else str((folder / Path(source).expanduser()).absolute())


def _told(found: Found, said: schema.Site, name: str) -> str:
    ours = {key: getattr(said, key) for key in KEYS}
    theirs = {key: getattr(found, key) for key in KEYS if ours[key] is None}
    parts = [f"{found.generator}, as {' and '.join(found.files)} says: {listed(theirs)}"]
    if any(ours.values()):
        parts.append(f"{name} says: {listed(ours)}")
    return "; ".join(parts)


def listed(values: dict[str, str | None]) -> str:
    """Return values with their names, as a person reads them."""
    return ", ".join(f"{key} {value}" for key, value in values.items() if value) or "nothing of it"


def local_zone() -> str:
    """Return the IANA name of the machine's own zone."""
    import tzlocal  # noqa: PLC0415  needed only where the settings leave the zone out

    return tzlocal.get_localzone_name()
