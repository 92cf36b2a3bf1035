"""An article in each language gives posts, and none that leans on a sentence its reader has not seen."""

from __future__ import annotations

import pytest

from scheduler.core.teasers import split
from tests.core.article import read

ARTICLES = {
    "de": """
## Der Standort

Die Linde braucht einen sonnigen Platz mit tiefem, lockerem Boden im Garten.
Dadurch bleibt sie lange gesund.
Außerdem mag sie Regen.

## Die Ernte

Pflücke die Blüten an einem trockenen Tag, am besten am späten Vormittag.
Diese Blüten trocknen im Schatten.
""",
    "es": """
## El lugar

El tilo necesita un sitio soleado con tierra profunda y suelta en el jardín.
Esto lo mantiene sano durante años.
Además, le gusta la lluvia.

## La cosecha

Recoge las flores en un día seco, mejor al final de la mañana.
Estas flores se secan a la sombra.
""",
    "it": """
## Il luogo

Il tiglio ha bisogno di un posto soleggiato con terra profonda e sciolta.
Questo lo mantiene sano per anni.
Inoltre ama la pioggia.

## Il raccolto

Raccogli i fiori in una giornata asciutta, meglio a fine mattina.
Questi fiori si seccano all'ombra.
""",
    "pt": """
## O lugar

A tília precisa de um sítio soalheiro com terra funda e solta no jardim.
Isso mantém a árvore saudável por anos.
Além disso gosta de chuva.

## A colheita

Colha as flores num dia seco, de preferência ao fim da manhã.
Estas flores secam à sombra.
""",
    "zh": """
## 种植

菩提树喜欢阳光充足的地方，院子里的土壤要深厚而疏松，排水也要良好。
这样它可以健康地生长很多年。
此外，它还喜欢雨水。

## 采摘

花朵最好在干燥的上午采摘，放在阴凉通风的屋子里慢慢晾干三天左右，再装进密封的罐子里保存。
这些花可以泡茶。
""",
    "ja": """
## 場所

菩提樹は日当たりがよく、土が深くて柔らかい庭の一角に植えるとよく育ちます。
そのため何年も元気に育ちます。
また、雨も好みます。

## 収穫

花は乾いた日の朝に摘み、風通しのよい日陰で三日ほどゆっくり乾かすと香りが残ります。
これらの花はお茶になります。
""",
}
FILLER = "lorem " * 80
"""Makes an article long enough for several posts, and can be none itself: it ends as no sentence does."""
LEANING = (
    "Dadurch",
    "Außerdem",
    "Diese",
    "Esto",
    "Estas",
    "Questo",
    "Questi",
    "Isso",
    "Estas",
    "这",
    "此外",
    "そのため",
    "これ",
)


def teasers(language: str) -> list[str]:
    found = split(read(f"---\ntitle: Tilia\nlang: {language}\n---\n{ARTICLES[language]}\n{FILLER}"))
    return [teaser.text.removeprefix("Tilia\n\n") for teaser in found.teasers]


@pytest.mark.parametrize("language", ARTICLES)
def test_an_article_in_any_language_gives_a_post_for_each_section(language: str) -> None:
    """A language whose lists refuse everything, or know nothing, would give none."""
    assert len(teasers(language)) >= 2


@pytest.mark.parametrize("language", ARTICLES)
def test_no_post_opens_with_what_leans_on_an_earlier_sentence(language: str) -> None:
    """Its reader has seen none."""
    assert [text for text in teasers(language) if text.startswith(LEANING)] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_no_space_parts_sentences_that_are_written_without(language: str) -> None:
    """It would look like a slip of the finger."""
    assert [text for text in teasers(language) if "。 " in text] == []
