"""For each rule, posts that break it, in French and in English."""

from __future__ import annotations

from dataclasses import replace

from adapters.base import Media
from scheduler.core.model import Kind
from scheduler.core.model.voice import Voice
from tests.core.gate import CARD, LINK, SILENT, TEXT, TITLE, Planted

FR = "Le thym pousse au soleil, dans une terre pauvre et bien drainée."
EN = "Thyme grows in the sun, in a soil that is poor and well drained."
MORE = "Une taille légère après la floraison garde le buisson compact."

PLANTED: dict[str, list[Planted]] = {
    "limit": [
        Planted(FR, limits=replace(TEXT, text=60)),
        Planted(EN, "en", limits=replace(TEXT, text=88)),
        Planted(FR, limits=replace(TEXT, text_bytes=90)),
    ],
    "unicode_ok": [
        Planted(f"{FR} Il s’en passe�."),
        Planted(f"{EN} Water it\N{SOFT HYPHEN}self.", "en", source=f"{EN} Water it&shy;self."),
        Planted(f"{FR} Vive la \N{REGIONAL INDICATOR SYMBOL LETTER F}."),
        Planted(f"{FR} Récolte \N{RIGHT-TO-LEFT OVERRIDE}facile."),
        Planted(f"\N{COMBINING ACUTE ACCENT}{EN}", "en"),
        Planted(f"{EN} \N{ZERO WIDTH JOINER} It lasts.", "en"),
    ],
    "link_once": [
        Planted(FR, after=f"\n{LINK}"),
        Planted(EN, "en", link=None),
        Planted(FR, link=f"{LINK}autre/"),
        Planted(EN, "en", after="\nhttps://other.example/"),
        Planted(FR, after="\nwww.autre.example"),
        Planted(EN, "en", after=f"\n{LINK}", limits=SILENT),
        Planted(FR, link=LINK, own_link=None),
        Planted("Le thym est prêt.", limits=CARD, kind=Kind.OWN, media=(Media(b"", "image/png", 1, 1),)),
    ],
    "no_residue": [
        Planted(f"**{FR}"),
        Planted(EN.replace("sun", "sun&nbsp;"), "en"),
        Planted(FR.replace("soleil", "soleil :sunny:")),
        Planted(EN.replace("poor", "{poor}"), "en"),
        Planted(FR.replace("pauvre", "pauvre [2]")),
        Planted(f"## {EN}", "en"),
        Planted(FR.replace("soleil", "<b>soleil")),
    ],
    "hashtags_valid": [
        Planted(FR, hashtags=("Thym", "Jardin", "Sol", "Soleil")),
        Planted(EN, "en", hashtags=("Thyme", "thyme")),
        Planted(FR, hashtags=("BienEtre",), tags=("Bien-être",)),
        Planted(FR, hashtags=("bienêtre",), tags=("bien-être",)),
        Planted(EN, "en", hashtags=("2026",)),
        Planted(EN, "en", hashtags=("Thyme",), voice=Voice(no_hashtags=frozenset({"thyme"}))),
        Planted(FR, hashtags=("Thym",), voice=Voice(most_hashtags=0)),
    ],
    "balanced": [
        Planted(FR.replace("pauvre", "(pauvre")),
        Planted(EN.replace("sun", "sun)"), "en"),
        Planted(FR.replace("soleil", "«\u00a0soleil")),
        Planted(EN.replace("poor", '"poor'), "en"),
        Planted(EN.replace("poor", "“poor)”"), "en"),
    ],
    "typography": [
        Planted(FR.replace("soleil,", "soleil :")),
        Planted(FR.replace("soleil", "« soleil\u00a0»")),
        Planted(f"{FR} Qui dit mieux ?"),
    ],
    "not_heading_only": [
        Planted(
            "Comment bien récolter le thym en été\u00a0?", headings=("Comment bien récolter le thym en été\u00a0?",)
        ),
        Planted("How do you harvest thyme in July?", "en", headings=("How do you harvest thyme in July?",)),
        Planted("What is a soil that thyme likes best?", "en", headings=("What is a soil that thyme likes best?",)),
    ],
    "min_content": [Planted("Coupez net."), Planted("Water it well.", "en"), Planted(f"{TITLE}\n\nC’est vert.")],
    "no_internal_repeat": [
        Planted(f"{FR}\n{FR}"),
        Planted(f"{EN} {EN}", "en"),
        Planted(f"{MORE}\n\n{FR}\n\n{MORE}"),
    ],
    "ends_well": [
        Planted(f"{FR}\n\nUne taille légère après la floraison"),
        Planted(f"{EN[:-1]},", "en"),
        Planted(f"{FR[:-1]}…", source=FR),
        Planted(f"{EN}\n\nFour plants for a small garden:", "en"),
        Planted(f"{FR}\n• la sauge\n• le romarin,"),
    ],
    "not_dangling": [
        Planted(f"Cependant, {FR}", source=f"Cependant, {FR}"),
        Planted("Il souligne également le soin que demande un jardin de thym."),
        Planted("However, thyme asks for very little water in the summer.", "en"),
        Planted("They grow in the sun and ask for very little water.", "en"),
        Planted(f"et {FR}"),
    ],
    "no_broken_deixis": [
        Planted("Le tableau ci-dessous compare cinq variétés de thym du jardin."),
        Planted("Pour la recette du sirop de thym, cliquez ici sans attendre."),
        Planted("Thyme is compared with four other herbs, as seen above.", "en"),
    ],
    "no_source_line": [
        Planted(f"{FR}\n\nSource\u00a0: le carnet de la maison."),
        Planted(f"{EN}\n\nSource: the notebook of the house.", "en"),
        Planted(f"{FR}\n\n© Maison Tilleul, tous les droits."),
    ],
    "not_boilerplate": [
        Planted("Abonnez-vous pour recevoir les recettes de la maison."),
        Planted("Laissez un commentaire et racontez votre récolte de thym."),
        Planted("Subscribe to our newsletter and never miss a harvest.", "en"),
    ],
    "language": [
        Planted("Thyme grows in the sun, and it is one of the herbs that we like the most."),
        Planted("Le thym est une plante que les abeilles aiment et que nous avons dans le jardin.", "en"),
        Planted(f"{FR} This is one of the herbs that we have in the garden."),
    ],
    "word_integrity": [
        Planted(f"{FR} Le thym fl.", source=f"{FR} Le thym fleurit.", kind=Kind.SECTION),
        Planted(EN.replace("drained", "drain"), "en", source=EN),
        Planted(FR.replace("soleil", "sole"), source=FR),
    ],
    "faithful": [
        Planted("Le thym pousse au soleil, dans une terre bien drainée.", source=FR),
        Planted("Thyme grows in a soil that is poor and well drained.", "en", source=EN),
        Planted("Une terre pauvre et bien drainée, le thym pousse au soleil.", source=FR),
    ],
    "sentence_integrity": [
        Planted(
            "Dans une terre pauvre et bien drainée, tout va bien.",
            source=f"{FR[:-1]}, dans une terre pauvre et bien drainée, tout va bien.",
        ),
        Planted("Thyme grows in the sun, in a soil that is poor.", "en", source=EN),
        Planted(
            "Sloan grows the best thyme of the whole county.",
            "en",
            source="Alfred P. Sloan grows the best thyme of the whole county.",
        ),
        Planted(
            "Dupont cultive le thym depuis plus de trente ans.",
            source="Ici, M. Dupont cultive le thym depuis plus de trente ans.",
        ),
        Planted("Le thym pousse au soleil, dans une terre pauvre.", source=FR),
    ],
    "added_bounded": [
        Planted(FR, added=("Une belle phrase que personne n’a jamais écrite dans aucun article de ce carnet.",)),
        Planted(EN, "en", added=("Already 300 readers.",)),
        Planted(EN, "en", added=("A fine sentence that nobody has ever written in any article of this house.",)),
    ],
    "no_new_number": [
        Planted("Le thym attire 300 abeilles par jour dans un jardin.", source=FR, reworded=True),
        Planted("Thyme draws 300 bees a day to a garden in summer.", "en", source=EN, reworded=True),
        Planted("Thyme draws 45 sorts of bees to a garden in summer.", "en", source=EN, reworded=True),
    ],
}
