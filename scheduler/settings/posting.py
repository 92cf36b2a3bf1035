"""The keys of an account that say what its posts look like, and what they may cost."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

Place: TypeAlias = Literal["text", "comment", "none", "card"]
"""The names of `scheduler.core.linking`."""

MONEY = r"^\d{1,6}(\.\d{1,2})?$"


def _money(value: Any) -> Decimal:
    if not re.fullmatch(MONEY, str(value)):
        raise ValueError(f"{value!r} is no sum of money; write US dollars a month, such as 5 or 2.50")
    return Decimal(value)


Money = Annotated[
    Decimal,
    BeforeValidator(_money),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": MONEY}]}),
]
