"""The settings file that `tambour init` writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from string import Template

from pydantic import ValidationError

from scheduler.errors import SettingsError
from scheduler.settings.generators import Found
from scheduler.settings.report import problems
from scheduler.settings.schema import Site
from scheduler.settings.siting import KEYS, listed


def fill(*, url: str | None, language: str | None, timezone: str | None, found: Found | None = None) -> str:
    """Return the text of a commented tambour.yaml; what is `None`, its generator's configuration says.

    Raises SettingsError where a value is not one that the settings take.
    """
    try:
        Site(url=url, language=language, timezone=timezone)
    except ValidationError as error:
        raise SettingsError("; ".join(problem.message for problem in problems(error, Site))) from error
    quoted = url and json.dumps(url, ensure_ascii=False)  # an address may hold what means something to YAML
    said = {"url": quoted, "timezone": timezone, "language": language}
    template = Template(files("scheduler.settings").joinpath("tambour.yaml").read_text(encoding="utf-8"))
    feed = "public/teasers" if found is None else f"{found.static}/teasers"
    return template.substitute(site="\n".join(_site(said, found)), feed=feed)


def _site(said: dict[str, str | None], found: Found | None) -> Iterator[str]:
    if found is not None:
        theirs = {key: getattr(found, key) for key in KEYS if said.get(key) is None}
        yield f"  # {' and '.join(found.files)} says: {listed(theirs)}"
        yield "  # What you write here goes before that."
    else:
        said = {"url": said["url"], "content": "content            # the folder of the articles, from here", **said}
    yield from (f"  {key}: {value}" for key, value in said.items() if value)
