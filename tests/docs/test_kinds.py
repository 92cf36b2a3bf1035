"""The page on kinds shows how to add one, and tells of all there are."""

import re
from pathlib import Path

from scheduler.core.model import Kind
from scheduler.core.teasers import split
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.kinds import FINDERS
from tests.core.teasers import article

PAGE = (Path(__file__).parents[2] / "docs/kinds.md").read_text("utf-8")


def test_the_kind_that_the_page_adds_is_found() -> None:
    """An example that does not run teaches nothing."""
    names: dict[str, object] = {}
    exec(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0], names)  # noqa: S102 — the page is ours
    find = names["find"]
    assert callable(find)
    made = article("Every thyme that we sell is repotted free of charge.", title="Thyme", language="en")

    assert "free of charge" in split(made, (*FINDERS, find)).teasers[0].text


def test_the_page_tells_of_every_kind() -> None:
    """`--json` names them; people look them up."""
    assert [kind for kind in Kind if f"| `{kind}` |" not in PAGE] == []


def test_the_page_tells_of_every_edit() -> None:
    """The list is closed, and public."""
    assert [edit for edit in Edit if f"**{edit}**" not in PAGE] == []
