"""How the gate tells why a post is none."""

from __future__ import annotations

from scheduler.core.gate import RULES, plainly
from scheduler.core.gate.siblings import NAMES
from scheduler.core.gate.telling import quoted


def test_a_person_reads_no_rule_s_name() -> None:
    """They are for programs; a person is told what is wrong with the text."""
    names = [*(rule.name for rule in RULES), *NAMES]

    assert {plainly(f"{name}: it holds 'a: b'") for name in names} == {"it holds 'a: b'"}


def test_a_reason_without_a_rule_is_told_as_it_is() -> None:
    """It may well hold a colon."""
    assert plainly("1 more teaser: no free slot") == "1 more teaser: no free slot"


def test_a_quotation_breaks_no_word() -> None:
    """Half a word looks like the fault that is told of."""
    assert (
        quoted(" Comment résoudre ses problèmes Pandoc grâce à Pandoc ") == "'Comment résoudre ses problèmes Pandoc…'"
    )


def test_what_is_one_long_word_is_quoted_all_the_same() -> None:
    """An address has no spaces."""
    assert quoted("x" * 50) == repr("x" * 40 + "…")


def test_a_short_text_is_quoted_whole_with_its_spaces() -> None:
    """French has spaces that Python would spell as codes."""
    assert quoted("Du thym\N{NO-BREAK SPACE}!") == "'Du thym\N{NO-BREAK SPACE}!'"
