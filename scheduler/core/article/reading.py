"""A file's text as an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from scheduler.core.article import fields as named
from scheduler.core.article import markdown, matter, places
from scheduler.core.article.fields import text_field
from scheduler.core.article.inline import children, plain_text, written
from scheduler.core.article.own import own
from scheduler.core.article.placeholders import PLACEHOLDER
from scheduler.core.encoding import marked, misfit
from scheduler.core.model import OMITTED, Article, Page, Site, Span
from scheduler.errors import ArticleError

LINE = b"\n"


def decode(data: bytes) -> str:
    """Return the text of a file, which is UTF-8, with or without a mark: no other encoding shows itself for certain.

    Raises ArticleError, with the line, where it is not.
    """
    wide = marked(data)
    if wide is not None and wide != "utf-8-sig":
        raise ArticleError(f"line 1: the file is {wide.upper()}; save it as UTF-8, or: {_converted(wide.upper())}")
    if (zero := data.find(0)) >= 0:
        raise ArticleError(f"line {data.count(LINE, 0, zero) + 1}: the file is not text; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        old = f"where it is from an old Windows editor: {_converted('WINDOWS-1252')}"
        raise ArticleError(f"{misfit(error)}; save it as UTF-8, or, {old}") from error


def _converted(encoding: str) -> str:
    return f"iconv -f {encoding} -t UTF-8 OLD > NEW"


def parse(text: str, path: PurePath, site: Site, *, digest: str) -> Article:
    """Return the article that a file holds.

    `path` is absolute; spans count the characters of `text` as given; `digest` is that of the file's bytes.
    Raises ArticleError where the file is no article; the message names the file and the line.
    """
    try:
        return _article(text, path, site, digest)
    except ArticleError as error:
        raise ArticleError(f"{path}, {error}") from error


def outline(text: str, path: PurePath, site: Site, *, digest: str) -> Article:
    """Return the article that a file holds, without its prose: a small part of the time that `parse` takes.

    Raises ArticleError where the file is no article; the message names the file and the line.
    """
    try:
        return replace(_article(text, path, site, digest, prose=False), text="", own=(), heads=())
    except ArticleError as error:
        raise ArticleError(f"{path}, {error}") from error


def _article(text: str, path: PurePath, site: Site, digest: str, *, prose: bool = True) -> Article:
    head = matter.read(text)
    language = places.language(head.fields, path, site, text)
    body = markdown.sections(text, head.span[1], language) if prose else ()
    date = _moment(text, head, named.DATE, site) or _date_in_name(path, site)
    page = Page(path, head.fields, date)
    return Article(
        path=str(path),
        title=_title(head, text),
        description=plain_text(text_field(head.fields, named.DESCRIPTION)),
        link=places.link(page, site),
        language=language,
        date=_latest(date, _moment(text, head, named.SHOWN, site)),
        draft=named.is_draft(head.fields),
        expires=_moment(text, head, named.EXPIRES, site),
        tags=named.tags(head.fields, site.tags, site.parted_by),
        picture=named.picture(head.fields, path, site),
        sections=body,
        digest=digest,
        heads=tuple(_places(text, head)),
        social=named.is_social(head.fields),
        text=text,
        own=own(text, head, path, site),
        evergreen=named.evergreen(head.fields),
        published=places.is_published(page, site),
    )


def _places(text: str, head: matter.Matter) -> Iterator[Span]:
    """Yield where title and description stand; the whole front matter where one is written in another form."""
    for value in (text_field(head.fields, names) for names in (named.TITLE, named.DESCRIPTION)):
        start = text.find(value, *head.span) if value else -1
        if start >= 0:
            yield start, start + len(value)
        elif value:
            yield head.span


def _title(head: matter.Matter, text: str) -> str:
    title = written(children(text_field(head.fields, named.TITLE), {})).replace(OMITTED, "").strip()
    title = title or markdown.first_heading(text[head.span[1] :])
    if not title:
        raise ArticleError("line 1: the article has no title; add `title: …` to its front matter")
    return title


def _moment(text: str, head: matter.Matter, names: tuple[str, ...], site: Site) -> datetime | None:
    name, value = named.date_field(head.fields, names)
    if not value:
        return None
    try:
        return named.moment(value, site)
    except ValueError as error:
        line = matter.line_of(text, head, name)
        raise ArticleError(f"line {line}: the {name} {value!r} is not a date: {error}") from error


def _latest(*moments: datetime | None) -> datetime | None:
    return max((at for at in moments if at is not None), default=None)


def _date_in_name(path: PurePath, site: Site) -> datetime | None:
    value = named.date_in_name(path)
    try:
        return named.moment(value, site) if value else None
    except ValueError as error:
        raise ArticleError(f"line 1: the file's name holds {value!r}, which is not a date: {error}") from error


def skip_reason(article: Article, now: datetime) -> str | None:
    """Return why an article gets no posts at `now`, or nothing where it gets some."""
    return _held_back(article) or _untimely(article, now)


def _held_back(article: Article) -> str | None:
    if article.draft:
        return "draft"
    if not article.published:
        return "the site's generator makes no page of it"
    if not article.social:
        return "social: false"
    found = PLACEHOLDER.search(article.title)
    return found and f"its title holds {found.group()!r}, which is yet to be filled in"


def _untimely(article: Article, now: datetime) -> str | None:
    if article.date and article.date > now:
        return f"dated in the future: {article.date:%Y-%m-%d}"
    if article.expires and article.expires <= now:
        return f"expired: {article.expires:%Y-%m-%d}"
    return None
