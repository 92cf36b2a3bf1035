"""What every part of the settings has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Model(BaseModel):
    """Refuses unknown keys; never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _section(value: Any) -> Any:
    return {} if value == "" else value  # all that stood under the name is commented out


Section = BeforeValidator(_section)
