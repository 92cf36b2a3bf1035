"""How a French article speaks to its reader."""

from datetime import UTC, datetime

import pytest

from scheduler.core.checking import Finding, Made, check
from scheduler.core.model import Kind, Teaser, Voice
from tests.core.article import SITE, read

MADE = (Made("journal", Teaser(Kind.SECTION, "Le thym.", None, ((0, 1),))),)


def found(body: str, address: str | None = None, *, language: str = "fr") -> list[Finding]:
    article = read(f"---\ntitle: Le thym\ndescription: Du soleil.\nlang: {language}\n---\n{body}")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return list(check(article, MADE, (), site=SITE, voice=Voice(address=address), platforms=(), now=now))


@pytest.mark.parametrize(
    "said",
    ["Tu peux tailler.", "Sors tes pots.", "Peux-tu attendre ?", "Garde-toi du gel.", "Il t’attend.", "Ta haie."],
)
def test_a_brand_that_says_vous_is_told_of_tu(said: str) -> None:
    """One reader is not two people."""
    (finding,) = found(f"Le thym.\n\n{said}\n", "vous")

    assert (finding.line, finding.severity, finding.rule) == (8, "error", "address")


@pytest.mark.parametrize("said", ["Vous taillez.", "Sortez vos pots.", "Arrosez peu.", "Pouvez-vous attendre ?"])
def test_a_brand_that_says_tu_is_told_of_vous(said: str) -> None:
    """Verbs give it away too."""
    findings = found(f"Le thym.\n\n{said}\n", "tu")

    assert {(each.line, each.severity, each.rule) for each in findings} == {(8, "error", "address")}


@pytest.mark.parametrize(
    "said",
    [
        "Prenons rendez-vous chez elle, assez près du nez.",
        "Rendez-vous au jardin.",
        "Madame Gomez sème en avril, comme Rodriguez.",
        "Elle demande : « Avez-vous du thym ? »",
        'Elle demande : "Voulez-vous du thym ?"',
    ],
)
def test_what_only_looks_like_vous_is_none(said: str) -> None:
    """A false alarm teaches people to look away."""
    assert found(f"{said}\n", "tu") == []


@pytest.mark.parametrize(
    "said", ["Le ton est juste.", "Il s'est tu.", "Elle dit : « Tu viens ? »", "> Tu viens ?", "— Tu viens ?"]
)
def test_what_only_looks_like_tu_is_none(said: str) -> None:
    """Likewise."""
    assert found(f"{said}\n", "vous") == []


def test_an_article_that_says_both_is_told_of_the_rarer() -> None:
    """Without a brand's word, the article itself decides."""
    (finding,) = found("Vous taillez en mars.\n\nArrosez peu.\n\nTu récoltes en juin.\n")

    assert (finding.line, finding.severity, finding.message) == (
        10,
        "warning",
        "'Tu' does not speak to the reader as 'vous'; reword it",
    )


@pytest.mark.parametrize("body", ["Vous taillez, vous récoltez.", "Tu tailles, tu récoltes.", "On taille en mars."])
def test_an_article_that_is_of_one_mind_is_in_order(body: str) -> None:
    """Nothing is to be done."""
    assert found(body) == []


def test_another_language_is_left_alone() -> None:
    """`tu` is Latin too."""
    assert found("Et tu, Brute? Vous said nothing.", "vous", language="en") == []
