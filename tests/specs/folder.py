"""Where the descriptions are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

VARIABLE = "TAMBOUR_TEST_SPECS"


def description(name: str) -> Any:
    """Read a description; `None` where no folder is named."""
    folder = os.environ.get(VARIABLE)
    return json.loads((Path(folder) / f"{name}.json").read_bytes()) if folder else None
