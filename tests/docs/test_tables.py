"""Rules of the tables of the platforms: they say what the adapters do."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.catalogue import catalogue
from tests.docs.pages import ROOT, named, rows
from tests.docs.tables import PLACES, filled


@pytest.mark.parametrize("page", PLACES, ids=named)
def test_a_table_of_platforms_is_the_one_that_the_adapters_make(page: Path) -> None:
    """Whoever chooses a platform by it finds what it says; `python -m tests.docs.reference` writes it anew."""
    text = page.read_text(encoding="utf-8")

    assert filled(text, PLACES[page]) == text


def test_every_class_of_the_matrix_is_explained() -> None:
    """A letter alone tells nobody what becomes of a post."""
    told = {cells[0] for cells in rows(ROOT / "docs" / "platforms.md")}

    assert {row.idempotency for row in catalogue()} | {row.checked for row in catalogue()} <= told
