"""An article and a teaser to fit."""

from __future__ import annotations

from datetime import UTC, datetime

from scheduler.core.model import Article, Fitted, Kind, Skipped, Teaser, Telling

LINK = "https://maison-tilleul.example/carnet/thym/"
SHORTER = Telling("Court.", ((0, 9),))
TEASER = Teaser(
    Kind.SECTION, "Le thym pousse au soleil. Il fleurit en juin.", "Récolte", ((0, 9), (9, 20)), (), (SHORTER,)
)


def article(*tags: str, link: str | None = LINK, language: str = "fr", text: str = "") -> Article:
    """Return an article with these tags."""
    return Article(
        path="/site/content/carnet/thym.md",
        title="Le thym",
        description="Un buisson.",
        link=link,
        language=language,
        date=datetime(2026, 6, 15, tzinfo=UTC),
        draft=False,
        expires=None,
        tags=tags,
        picture=None,
        sections=(),
        digest="",
        text=text,
    )


def fitted(result: Fitted | Skipped) -> Fitted:
    """Return what fits."""
    assert isinstance(result, Fitted)
    return result
