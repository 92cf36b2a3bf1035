"""The site: what the settings say of it, else what its generator's configuration says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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


def sited(said: schema.Site, path: Path) -> Sited:
    """Return the site of a settings file.

    Raises SettingsError where the configuration of its generator cannot be read.
    """
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
        root=str(folder.absolute()) if found else "",
    )


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
