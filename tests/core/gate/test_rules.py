"""Every rule of the gate: posts that break it are named by it, sound posts by none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.base import Media
from scheduler.core.gate import RULES, check
from scheduler.core.model import Kind
from scheduler.core.model.voice import Voice
from tests.core.gate import CARD, LINK, SILENT, TITLE, Planted, rules
from tests.core.gate.planted import EN, FR, PLANTED

NB = "\N{NO-BREAK SPACE}"
ITEMS = "\n• sauge\n• romarin\n• thym citron"
LIST = "Le thym aime ses voisins, telles la sauge, le romarin et le thym citron."
SOUND = [
    Planted(
        f"{EN} A light trim keeps it so.",
        "en",
        source=f"{EN} In the end, a light trim keeps it so.",
        edits=("connective removed",),
    ),
    Planted(
        "Le thym demande un sol sec, et presque rien d’autre.",
        source="Mais le thym demande un sol sec, et presque rien d’autre.",
        edits=("connective removed",),
    ),
    Planted("Le jardin du thym a sa newsletter, et ses lecteurs.", head="", kind=Kind.OWN),
    Planted("Il faut tailler le thym après la floraison, jamais avant."),
    Planted(
        "庭のタイムは日当たりのよい場所で育ちます。",
        "ja",
        source="夏です。庭のタイムは日当たりのよい場所で育ちます。水は要りません。",
    ),
    Planted(
        "Thyme grows in the garden of the house in R.",
        "en",
        source="Thyme grows in the garden of the house in R. We dry it.",
    ),
    Planted(FR),
    Planted(EN, "en"),
    Planted(f"{TITLE}\n\n{FR}"),
    Planted(f"Le thym vaut «{NB}de l’or{NB}»{NB}: on le sèche, on l’infuse, on l’offre{NB}!"),
    Planted("Un plant de thym coûte 3,50 € et vit plus de dix ans."),
    Planted("M. Dupont cultive le thym depuis plus de trente ans."),
    Planted("A pot of thyme costs 3.50 dollars and lives for ten years.", "en"),
    Planted("Dr. Hill grows thyme, sage, etc. in a garden by the sea.", "en"),
    Planted('Thyme "from the garden" beats any that the shops sell.', "en"),
    Planted("Le thym sent bon 🌿 et les abeilles l’adorent 🐝 en été."),
    Planted("Plantez-le en mars.", source="Plantez-le en mars.", kind=Kind.OWN),
    Planted("庭のタイムは日当たりのよい場所で育ち、水をあまり必要としません。", "ja"),
    Planted(f"Le thym en trois gestes{NB}:{ITEMS}", source=f"Le thym en trois gestes :\n\n{ITEMS.replace('•', '-')}"),
    Planted("Le thym aime ses voisins:".replace(":", f"{NB}:") + ITEMS, source=LIST, edits=("list set with bullets",)),
    Planted(FR, source=f"En conclusion, le{FR[2:]}", edits=("connective removed",)),
    Planted(
        f"📌 Au programme{NB}: la récolte du thym et son séchage à l’ombre.",
        source="Cet article explore la récolte du thym et son séchage à l’ombre.",
        edits=("label",),
    ),
    Planted(f"{FR}\n— Jeanne Tilleul", source=f"{FR} Jeanne Tilleul le sait."),
    Planted(
        "Le thym est le roi des jardins secs.",
        source="Jeanne dit : « Le thym est le roi des jardins secs » et rit.",
        kind=Kind.QUOTE,
    ),
    Planted("On attend, on espère, et le thym revient toujours…"),
    Planted("Le terme « slow gardening » vient d’ailleurs.".replace("« ", f"«{NB}").replace(" »", f"{NB}»")),
    Planted(FR, hashtags=("BienÊtre", "jQuery"), tags=("bien-être", "jQuery", "sol")),
    Planted(FR, added=("À lire :",), voice=Voice(link_lead=f"À lire{NB}:")),
    Planted(FR, added=("1/3",)),
    Planted(FR, link=f"{LINK}?utm_source=mastodon"),
    Planted(FR, limits=CARD),
    Planted(FR, limits=CARD, media=(Media(b"", "image/png", 1, 1),), added=(LINK,)),
    Planted(FR, limits=SILENT, link=None),
    Planted(FR, link=None, own_link=None),
    Planted(
        f"Le thym est prêt ! Lisez {LINK}, puis {'https://autre.example/'}",
        link=LINK,
        limits=CARD,
        kind=Kind.OWN,
        media=(Media(b"", "image/png", 1, 1),),
    ),
    Planted(f"Le thym est prêt. Lisez {LINK} ce soir.", limits=CARD, kind=Kind.OWN),
    Planted(f"Le thym est prêt. Lisez {LINK} ce soir, et encore {LINK} demain.", kind=Kind.OWN),
    Planted("Le thym préfère un sol pauvre, sec et très ensoleillé.", source=FR, reworded=True),
    Planted("Le thym (ou serpolet) pousse partout :) et sans soin.".replace(" :)", f"{NB}:)")),
]


def _cases() -> Iterator[tuple[str, Planted]]:
    yield from ((rule, post) for rule, posts in PLANTED.items() for post in posts)


@pytest.mark.parametrize(("rule", "post"), list(_cases()))
def test_a_planted_fault_is_named_by_its_rule_before_any_other(rule: str, post: Planted) -> None:
    """A reason that names the wrong rule sends its reader to the wrong place."""
    assert rules(post)[:1] == [rule]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_can_fail_in_at_least_three_ways(rule: object) -> None:
    """A rule that nothing breaks holds nothing."""
    assert len(PLANTED[getattr(rule, "name", "")]) >= 3


@pytest.mark.parametrize("post", SOUND, ids=lambda post: post.body[:30])
def test_a_sound_post_breaks_no_rule(post: Planted) -> None:
    """A gate that refuses good posts is soon taken down."""
    assert rules(post) == []


def test_the_first_reason_is_a_sentence_that_names_its_rule() -> None:
    """It is shown to the author, beside the article."""
    post = Planted("Abonnez-vous pour recevoir les recettes de la maison.")

    assert check(post.fitted, post.teaser, post.article, post.limits, post.voice) == (
        "not_boilerplate: 'abonnez-vous' speaks of the site, not of the subject"
    )


def test_a_reason_quotes_words_as_they_stand() -> None:
    """French has a no-break space within its quotation marks and before its colon: its code tells a reader nothing."""
    post = Planted(f"Le thym, dit «{NB}l’or des jardins{NB}»\u202f:")
    reason = check(post.fitted, post.teaser, post.article, post.limits, post.voice)

    assert reason is not None
    assert f"{NB}»\u202f:" in reason
