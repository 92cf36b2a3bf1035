"""The settings file that `tambour init` writes."""

from __future__ import annotations

import json
from importlib.resources import files
from string import Template

from pydantic import ValidationError

from scheduler.errors import SettingsError
from scheduler.settings.report import problems
from scheduler.settings.schema import Site


def fill(*, url: str, language: str, timezone: str) -> str:
    """Return the text of a commented tambour.yaml.

    Raises SettingsError where a value is not one that the settings take.
    """
    try:
        Site(url=url, language=language, timezone=timezone)
    except ValidationError as error:
        raise SettingsError("; ".join(problem.message for problem in problems(error, Site))) from error
    template = Template(files("scheduler.settings").joinpath("tambour.yaml").read_text(encoding="utf-8"))
    quoted = json.dumps(url, ensure_ascii=False)  # an address may hold what means something to YAML
    return template.substitute(url=quoted, language=language, timezone=timezone)
