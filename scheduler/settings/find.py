"""Where the settings file is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scheduler.errors import SettingsError

NAME = "tambour.yaml"


def find(explicit: Path | None, *, environ: Mapping[str, str], folder: Path) -> Path:
    """Return the settings file: `--config`, `TAMBOUR_CONFIG`, the working folder, then the XDG place.

    Raises SettingsError where there is none; the first two must exist if they are given.
    """
    chosen = explicit or (Path(environ["TAMBOUR_CONFIG"]) if environ.get("TAMBOUR_CONFIG") else None)
    if chosen is not None:
        if not chosen.is_file():
            raise SettingsError(f"no settings file at {chosen}; `tambour init` writes one")
        return chosen.absolute()
    candidates = (folder / NAME, _xdg_home(environ) / "tambour" / NAME)
    for candidate in candidates:
        if candidate.is_file():
            return candidate.absolute()
    places = " or ".join(str(candidate) for candidate in candidates)
    raise SettingsError(f"no settings file at {places}; `tambour init` writes one here")


def _xdg_home(environ: Mapping[str, str]) -> Path:
    # https://specifications.freedesktop.org/basedir-spec: a relative value is to be ignored
    named = Path(environ.get("XDG_CONFIG_HOME", ""))
    return named if named.is_absolute() else Path(environ.get("HOME", "~")).expanduser() / ".config"
