"""What is written: articles, and the teasers drawn from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.base import Content, LinkPlace

Span = tuple[int, int]
"""Half-open range of characters in an article's file."""

OMITTED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in an article's text where something that is not prose was left out: a shortcode, a formula."""


class Kind(StrEnum):
    """What sort of idea a teaser draws from its article."""

    ANNOUNCEMENT = "announcement"
    QUESTION = "question"
    LIST = "list"
    ENUMERATION = "enumeration"
    PROGRAMME = "programme"
    STAT = "stat"
    DEFINITION = "definition"
    TIP = "tip"
    QUOTE = "quote"
    SECTION = "section"
    RECAP = "recap"
    OWN = "own"
    """Written by the author, in the front matter."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An article's image as its front matter names it."""

    path: str
    """Absolute path, or an `http(s)` URL."""
    alt: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block, without markup."""

    text: str
    span: Span
    """Its place in the file; the whole block's where the markup hides the exact one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose in an article, or a list."""

    text: str
    """Without markup; white space collapsed, save the author's no-break spaces. Empty for a list."""
    span: Span
    """The lines of the file that it came from."""
    sentences: tuple[Sentence, ...] = ()
    items: tuple[Block, ...] = ()
    """The items of a list; what nests in one is left out."""
    ordered: bool = False
    """Whether the items are numbered."""
    quoted: bool = False
    """Whether the author set it apart as another's words."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the prose under it, up to the next heading of any level."""

    title: str | None
    """Without markup; `None` for what stands before the first heading."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed file."""

    path: str
    title: str
    description: str
    link: str | None
    """Absolute URL; `None` where neither the front matter nor a site URL gives one."""
    language: str
    date: datetime | None
    """Aware."""
    draft: bool
    """Whether its author holds it back."""
    expires: datetime | None
    tags: tuple[str, ...]
    picture: Picture | None
    sections: tuple[Section, ...]
    digest: str
    """SHA-256 of the file's bytes, in hex."""
    heads: tuple[Span, ...] = ()
    """Where the title and the description stand in the front matter; none where there is no front matter."""
    social: bool = True
    """Whether the author wants posts about it."""
    text: str = ""
    """The decoded file, into which every span points."""
    own: tuple[Teaser, ...] = ()
    """The posts that the author wrote; where there are some, they are the only ones."""
    evergreen: bool | None = None
    """Whether the author wants it to return; `None`: as the settings say."""
    published: bool = True
    """Whether the site's generator makes a page of it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One way to say an idea, and where its words stand in the article's file."""

    text: str
    source: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """What an author wants otherwise on some accounts; `None`: as everywhere."""

    accounts: tuple[str, ...]
    """Names of accounts and of groups."""
    source: tuple[Span, ...]
    text: str | None = None
    picture: Picture | None = None
    link: LinkPlace | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Teaser:
    """A text that stands on its own, drawn from an article; no platform, link or hashtag yet."""

    kind: Kind
    text: str
    section: str | None
    """Title of the section it came from."""
    source: tuple[Span, ...]
    edits: tuple[str, ...] = ()
    """What was changed on the way from the source: licensed edits, each named."""
    shorter: tuple[Telling, ...] = ()
    """The same idea in fewer whole sentences, longest first, for platforms where `text` does not fit."""
    composed: Telling | None = None
    """The same idea at length, as a hook, two to four sentences and bullets: for platforms that reward reading."""
    platforms: tuple[str, ...] = ()
    """The only platforms it is for; none: all of them."""
    picture: Picture | None = None
    """Shown instead of the article's."""
    at: str | None = None
    """When its author wants it out, as a time that `scheduler.core.when` understands."""
    accounts: tuple[str, ...] = ()
    """The only accounts and groups it is for; none: all of them."""
    link: LinkPlace | None = None
    """Where its author wants the link; `None`: where the account has it."""
    otherwise: tuple[Override, ...] = ()

    @property
    def tellings(self) -> tuple[Telling, ...]:
        """The text, then the same idea in fewer sentences."""
        return Telling(self.text, self.source), *self.shorter


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that could have become a post and did not."""

    reason: str
    section: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """What an article gave: its teasers in the order to post them, and what was left out."""

    teasers: tuple[Teaser, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A teaser as one platform will show it."""

    content: Content
    added: tuple[str, ...]
    """The strings in `content.text` that do not come from the source: hashtags, link."""
    count: int
    """Length of `content.text` by the platform's own counting."""
    edits: tuple[str, ...] = ()
    """What fitting changed in the teaser's words, each named."""
    source: tuple[Span, ...] = ()
    """Where the words of this telling stand in the article's file."""
