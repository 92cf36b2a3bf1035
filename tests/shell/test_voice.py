"""What `voice:` in the settings may say, and what it does to posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.core.model import Voice
from scheduler.errors import SettingsError
from tests.shell.command import ARTICLE, SETTINGS, Home
from tests.shell.written import load_text

SAID = """\
voice:
  signature: "— Maison Tilleul"
  hashtags: {always: ["#Tisane", Bien-être naturel], never: ["#Fait maison"], most: 3}
  emoji: no
  link_lead: "À lire :"
  address: vous
  avoid: {bobo*: gêne}
  claims: {health: yes, words: [merveill*]}
  rewriter: plain
"""


def voiced(home: Home, voice: str) -> Home:
    """Add a voice to the settings."""
    home.config.write_text(f"{SETTINGS}voice:\n{voice}", encoding="utf-8")
    return home


def test_a_voice_is_read_as_a_whole(tmp_path: Path) -> None:
    """Each of its settings arrives where posts are made."""
    settings = load_text(tmp_path, SAID)

    assert settings.rewriter == "plain"
    assert settings.brand.voice == Voice(
        signature="— Maison Tilleul",
        hashtags=("Tisane", "Bien-être naturel"),
        no_hashtags=frozenset({"faitmaison"}),
        most_hashtags=3,
        emoji=False,
        link_lead="À lire :",
        address="vous",
        avoid={"bobo*": "gêne"},
        claims=frozenset({"merveill*"}),
        health_claims=True,
    )


@pytest.mark.parametrize("text", ["", "voice:\n", "voice: {hashtags: '', avoid: '', claims: ''}\n"])
def test_a_voice_that_says_nothing_changes_nothing(tmp_path: Path, text: str) -> None:
    """It is how people switch things off."""
    assert load_text(tmp_path, text).brand.voice == Voice()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("emoji: perhaps", "voice.emoji: 'perhaps' is neither yes nor no"),
        ("emoji: [no]", "voice.emoji: ['no'] is neither yes nor no"),
        ("address: thou", "voice.address: Input should be 'tu' or 'vous'"),
        ("hashtags: {alway: [a]}", "voice.hashtags.alway: there is no setting 'alway' here; did you mean 'always'?"),
        ("hashtags: {always: ['12']}", "'12' makes no hashtag; it needs a letter"),
        ("hashtags: {most: many}", "voice.hashtags.most: 'many' is no number"),
        ("avoid: {bobo: ''}", "voice.avoid.bobo: a text is expected here"),
        ("avoid: {'*': gêne}", "'*' is no word"),
        ("claims: {words: [a*b]}", "'a*b' is no word"),
    ],
)
def test_a_mistake_in_a_voice_is_explained(tmp_path: Path, text: str, complaint: str) -> None:
    """With its line, like every other."""
    with pytest.raises(SettingsError) as refused:
        load_text(tmp_path, f"voice:\n  {text}\n")

    assert "line 2" in str(refused.value)
    assert complaint in str(refused.value)


def test_a_voice_is_heard_in_every_post(home: Home) -> None:
    """A person should not have to add it by hand."""
    told = voiced(home, "  signature: — Maison Tilleul\n")("teasers", home.article, "--json", "-a", "carnet").json

    assert all("— Maison Tilleul" in one["text"] for one in told["teasers"])


def test_a_post_with_a_claim_waits_for_a_person(home: Home) -> None:
    """Nobody may promise health by accident."""
    done = voiced(home, "  claims: {words: [soleil]}\n")("queue", home.article, "-a", "carnet")

    states = {one["state"] for one in home("list", "--json").json if "soleil" in one["text"]}
    assert states == {"draft"}
    assert "is a draft: it may be a claim to say 'soleil': read it, then `tambour approve` it" in done.err


def test_a_post_without_a_claim_does_not_wait(home: Home) -> None:
    """Whoever had to approve everything would stop reading."""
    voiced(home, "  claims: {words: [soleil]}\n")("queue", home.article, "-a", "carnet")

    states = {one["state"] for one in home("list", "--json").json if "soleil" not in one["text"]}
    assert states == {"queued"}


def test_a_post_that_waits_says_why(home: Home) -> None:
    """The person who approves was perhaps not there when it was queued."""
    voiced(home, "  claims: {words: [soleil]}\n")("queue", home.article, "-a", "carnet")
    number = next(one["id"] for one in home("list", "--json").json if one["state"] == "draft")

    assert "soleil" in home("show", str(number), "--json").json["reason"]


def test_a_dry_run_says_what_would_wait(home: Home) -> None:
    """It shows what would happen."""
    done = voiced(home, "  claims: {words: [soleil]}\n")("queue", home.article, "-a", "carnet", "--dry-run")

    assert "a post on carnet is a draft" in done.err


def test_a_preview_shows_claims(home: Home) -> None:
    """There they can still be reworded."""
    shown = voiced(home, "  claims: {words: [soleil]}\n")("teasers", home.article, "-a", "carnet")

    assert "[may be a claim: soleil]" in shown.out


def test_a_post_with_a_word_to_avoid_is_left_out(home: Home) -> None:
    """The brand never says it."""
    told = voiced(home, "  avoid: {soleil: lumière}\n")("teasers", home.article, "--json", "-a", "carnet").json

    reasons = [one["reason"] for one in told["skipped"]]
    assert "it says 'soleil', which the voice avoids; say 'lumière'" in reasons
    assert not any("soleil" in one["text"] for one in told["teasers"])


def test_the_words_of_an_address_are_no_voice(home: Home) -> None:
    """An article may well be found under a word that nobody says."""
    told = voiced(home, "  avoid: {thym: serpolet}\n")
    home.article.write_text(ARTICLE.replace("thym", "serpolet"), encoding="utf-8")

    assert told("teasers", home.article, "--json", "-a", "carnet").json["teasers"]


@pytest.mark.parametrize(("address", "kept"), [("tu", False), ("vous", True)])
def test_a_post_that_speaks_otherwise_to_its_reader_is_left_out(home: Home, address: str, kept: bool) -> None:
    """One reader is not two people."""
    home.article.write_text(
        ARTICLE.replace("---\n", "---\nteasers: [Taillez votre thym en mars.]\n", 1), encoding="utf-8"
    )
    told = voiced(home, f"  address: {address}\n")("teasers", home.article, "--json", "-a", "carnet").json

    reasons = [one["reason"] for one in told["skipped"]]
    assert bool(told["teasers"]) is kept
    assert ("'Taillez' does not speak to the reader as 'tu'; reword it" in reasons) is not kept


def test_only_french_posts_are_held_to_an_address(home: Home) -> None:
    """`tu` is Latin too."""
    head = "---\nlang: en\nteasers: [Et tu said the thyme to the gardener.]\n"
    home.article.write_text(ARTICLE.replace("---\n", head, 1), encoding="utf-8")

    assert voiced(home, "  address: vous\n")("teasers", home.article, "--json", "-a", "carnet").json["teasers"]
