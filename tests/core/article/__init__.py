"""What the tests of articles share: a site, and a file of it in a word."""

from pathlib import PurePath

from scheduler.core.article import parse
from scheduler.core.model import Article, Site

SITE = Site("https://maison-tilleul.example", "/site/content", "Europe/Paris", "fr")
PATH = PurePath("/site/content/carnet/thym.md")


def read(text: str, *, path: PurePath = PATH, site: Site = SITE) -> Article:
    return parse(text, path, site, digest="0" * 64)


def body(markdown: str, *, language: str = "fr") -> Article:
    return read(f"---\ntitle: Le thym\nlang: {language}\n---\n{markdown}")


def prose(article: Article) -> list[str]:
    return [block.text for section in article.sections for block in section.blocks]
