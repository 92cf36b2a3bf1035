"""Rules of the page on the architecture: it draws what the code holds."""

from __future__ import annotations

import re
import tomllib

import pytest

from adapters import base
from adapters.base import AdapterError, Content, Duplicate, Intent, Receipt
from scheduler.core.lifecycle import MOVES, RetryPolicy, outcome_name, settle
from scheduler.core.model import Claim
from scheduler.publish import attempt
from tests.docs.pages import ROOT, blocks, rows
from tests.shell.fakes import START, Plain, Platform, raising

PAGE = ROOT / "docs" / "architecture.md"
ERRORS = {
    name: error for name, error in vars(base).items() if isinstance(error, type) and issubclass(error, AdapterError)
}
CLAIM = Claim(1, "journal", "plain", 1, Content("The shop opens at nine."), "key", 0, START)


def test_the_house_has_every_folder_and_every_module() -> None:
    """Whoever looks for one begins there."""
    told = set(re.findall(r"^\|.*?`scheduler/(\w+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)) | {"demo"}
    there = {path.stem for path in (ROOT / "scheduler").glob("[a-z]*") if path.suffix in {"", ".py"}}

    assert told == there


def test_the_chart_of_a_posts_life_is_the_one_in_the_code() -> None:
    """It is the first thing that an engineer believes."""
    (chart,) = blocks(PAGE, "mermaid")
    arrows = re.findall(r"^ *(\w+) --> (\w+): (.+)$", chart.text, re.MULTILINE)

    assert sorted(arrows) == sorted((str(old), str(new), str(how)) for (old, how), new in MOVES.items())


def test_the_layers_are_those_that_the_imports_keep() -> None:
    """The list that a test holds stands in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    kept = next(one["layers"] for one in contracts if one["type"] == "layers")

    assert any(block.text.split() == " ".join(kept).split() for block in blocks(PAGE, "text"))


@pytest.mark.parametrize("name", sorted(ERRORS.keys() - {"AdapterError"}))
def test_an_adapters_error_has_the_outcome_that_the_table_gives(name: str) -> None:
    """The author of an adapter chooses an error by what it makes of the post."""
    settled = settle_after(ERRORS[name]("no"))

    assert [f"`{name}`", *settled] in [row[:3] for row in rows(PAGE)]


@pytest.mark.parametrize("answer", ["nothing", "another"])
def test_a_duplicate_is_denied_whether_or_not_it_is_named(answer: str) -> None:
    """On a first attempt, what is there already is not ours."""
    receipt = Receipt("1", "https://social.example/1") if answer == "another" else None

    assert settle_after(Duplicate("no", receipt=receipt)) == ["denied", "failed"]


def settle_after(error: AdapterError) -> list[str]:
    """Return the outcome of a request that ended in `error`, and what it makes of the post."""
    adapter = Plain(Platform(before=iter([raising(error)])))
    outcome = attempt(adapter, Intent("key", START, {"text": CLAIM.content.text}), post=1, doubted=CLAIM.doubted)
    settled = settle(outcome, attempt=1, now=START, dice=0.5, policy=RetryPolicy())
    return [outcome_name(outcome), str(settled.state)]
