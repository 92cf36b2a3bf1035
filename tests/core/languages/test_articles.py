"""An article in each language gives posts, and none that leans on a sentence its reader has not seen."""

from __future__ import annotations

import pytest

from scheduler.core.teasers import split
from tests.core.article import read

ARTICLES = {
    "de": """
## Der Standort

Die Linde braucht im Garten einen sonnigen Standort mit tiefem, lockerem Boden, damit sie zur Ernte viele Blüten trägt.
Dadurch bleibt sie lange gesund.
Außerdem mag sie Regen.

## Die Ernte

Pflücke die Blüten der Linde an einem trockenen Tag, am besten am späten Vormittag, wenn der Garten in der Sonne liegt.
Diese Blüten trocknen im Schatten.
""",
    "es": """
## El lugar

El tilo necesita un lugar soleado del jardín, con tierra profunda y suelta, para dar muchas flores en cada cosecha.
Esto lo mantiene sano durante años.
Además, le gusta la lluvia.

## La cosecha

Recoge las flores del tilo en un día seco, mejor al final de la mañana, cuando el sol del jardín las haya abierto.
Estas flores se secan a la sombra.
""",
    "it": """
## Il luogo

Il tiglio ha bisogno di un luogo soleggiato del giardino, con terra profonda e sciolta, per dare fiori al raccolto.
Questo lo mantiene sano per anni.
Inoltre ama la pioggia.

## Il raccolto

Raccogli i fiori del tiglio in una giornata asciutta, meglio a fine mattina, quando il sole del giardino li ha aperti.
Questi fiori si seccano all'ombra.
""",
    "pt": """
## O lugar

A tília precisa de um lugar soalheiro no jardim, com terra funda e solta, para dar muitas flores em cada colheita.
Isso mantém a árvore saudável por anos.
Além disso gosta de chuva.

## A colheita

Colha as flores da tília num dia seco, de preferência ao fim da manhã, quando o sol do jardim já as abriu todas.
Estas flores secam à sombra.
""",
    "zh": """
## 种植

菩提树喜欢阳光充足的地方，院子里的土壤要深厚而疏松，排水也要良好，这样种植的菩提树每年夏天都能开出许多花朵，供人采摘。
这样它可以健康地生长很多年。
此外，它还喜欢雨水。

## 采摘

菩提树花朵最好在干燥的上午采摘，放在阴凉通风的屋子里慢慢晾干三天左右，再装进密封的罐子里保存。
这些花可以泡茶。
""",
    "ja": """
## 場所

菩提樹は日当たりがよく、土が深くて柔らかい庭の一角に植えるとよく育ち、毎年の収穫にはたくさんの花を咲かせます。
そのため何年も元気に育ちます。
また、雨も好みます。

## 収穫

菩提樹の花は乾いた日の朝に庭で摘み、風通しのよい日陰の場所で三日ほどゆっくり乾かすと、収穫した花の香りが残ります。
これらの花はお茶になります。
""",
}
TITLES = {
    "de": "Die Linde im Garten: Standort, Blüten, Ernte",
    "es": "El tilo del jardín: lugar, flores, cosecha",
    "it": "Il tiglio del giardino: luogo, fiori, raccolto",
    "pt": "A tília do jardim: lugar, flores, colheita",
    "zh": "菩提树的种植与花朵的采摘",
    "ja": "庭の菩提樹、場所と花の収穫",
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
    title = TITLES[language]
    found = split(read(f"---\ntitle: {title!r}\nlang: {language}\n---\n{ARTICLES[language]}\n{FILLER}"))
    return [teaser.text.removeprefix(f"{title}\n\n") for teaser in found.teasers]


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
