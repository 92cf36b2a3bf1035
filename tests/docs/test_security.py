"""Rules of the page on security: each line is borne out by a test that is there."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, rows

PAGE = ROOT / "docs" / "security.md"
LINES = [cells for cells in rows(PAGE) if cells[0] != "threat"]


@pytest.mark.parametrize("line", [pytest.param(cells, id=cells[0]) for cells in LINES])
def test_a_line_of_the_threat_model_has_a_test(line: list[str]) -> None:
    """A promise that nothing checks is broken one day without anybody noticing."""
    file, _, name = line[2].strip("`").partition("::")

    assert re.search(rf"^ *def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
