"""The section `campaign:`, what links carry for the site's statistics."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from scheduler.core import model
from scheduler.core.campaign import PLACEHOLDER, PLACEHOLDERS, PREFIX
from scheduler.settings.model import Model


def _pattern(value: str) -> str:
    if re.search(r"[{}]", PLACEHOLDER.sub("", value)):
        possible = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"{value!r} has braces that stand for nothing; possible are {possible}")
    return value


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]


class Campaign(Model):
    """The parameters that a post's link carries, by their names without `utm_`."""

    source: Pattern | None = None
    medium: Pattern | None = None
    name: Pattern | None = None
    """`utm_campaign`."""
    content: Pattern | None = None
    term: Pattern | None = None


def told(campaign: Campaign) -> model.Campaign:
    """Return the settings of the campaign as the core takes them."""
    said = campaign.model_dump(exclude_none=True)
    return model.Campaign({PREFIX + ("campaign" if name == "name" else name): said[name] for name in said})
