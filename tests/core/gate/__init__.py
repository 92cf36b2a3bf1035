"""Posts planted before the gate, and which rules they break."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from adapters.base import Content, Counting, Limits, LinkPlace, Media
from scheduler.core.gate import broken
from scheduler.core.model import Article, Fitted, Kind, Section, Teaser
from scheduler.core.model.voice import Voice

LINK = "https://maison-tilleul.example/carnet/thym/"
TEXT = Limits(Counting.MASTODON, 500, url_cost=23, hashtags=3)
CARD = Limits(Counting.GRAPHEMES, 300, link_place=LinkPlace.CARD, card_excludes_images=True, hashtags=3)
SILENT = Limits(Counting.UTF16, 2200, link_place=LinkPlace.NONE)
LANGUAGES = {"fr": "Le thym du jardin", "en": "Thyme in the garden", "ja": "庭のタイム"}
TITLE = LANGUAGES["fr"]


@dataclass(frozen=True)
class Planted:
    """A post, and the article that it claims to come from: by default one that holds its very words."""

    body: str
    language: str = "fr"
    source: str | None = None
    head: str = ""
    headings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    """Before the link, on lines of their own."""
    after: str = ""
    """Follows the whole text, undeclared."""
    link: str | None = LINK
    own_link: str | None = LINK
    """The article's."""
    limits: Limits = TEXT
    voice: Voice = field(default_factory=Voice)
    kind: Kind = Kind.SECTION
    edits: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    reworded: bool = False

    @property
    def article(self) -> Article:
        title = LANGUAGES[self.language]
        return Article(
            path="/site/content/carnet/thym.md",
            title=title,
            description="",
            link=self.own_link,
            language=self.language,
            date=None,
            draft=False,
            expires=None,
            tags=self.tags,
            picture=None,
            sections=tuple(Section(heading, ()) for heading in self.headings),
            digest="",
            text=f"---\ntitle: {title}\n{self.head}---\n\n{self.body if self.source is None else self.source}\n",
        )

    @property
    def fitted(self) -> Fitted:
        shown = self.link if self.limits.link_place is LinkPlace.TEXT else None
        marks = tuple(f"#{tag}" for tag in self.hashtags)
        added = (*self.added, *((shown,) if shown else ()), *marks)
        tail = "\n".join([*self.added, *([shown] if shown else []), *([" ".join(marks)] if marks else [])])
        text = "\n\n".join(part for part in (self.body, tail) if part) + self.after
        return Fitted(Content(text, self.link, None, self.hashtags, self.language, self.media), added, len(text))

    @property
    def teaser(self) -> Teaser:
        return Teaser(self.kind, self.body, None, ((0, 1),), self.edits)


def rules(post: Planted) -> list[str]:
    """Return the names of the rules that a post breaks, in the table's order."""
    reasons = broken(post.fitted, post.teaser, post.article, post.limits, post.voice, reworded=post.reworded)
    return [reason.partition(":")[0] for reason in reasons]


def within(post: Planted, **changes: int) -> Planted:
    """Return a post under other limits."""
    return replace(post, limits=replace(post.limits, **changes))  # type: ignore[arg-type]  # the fields are numbers
