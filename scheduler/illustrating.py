"""Which picture goes out with which post: the author's, the article's, or a quote card."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from adapters.base import Content, Limits, Media
from scheduler import media
from scheduler.core.expressing import too_long_beside_images
from scheduler.core.fitting.typography import typeset
from scheduler.core.model import Article, CardStyle, Kind, Picture, Pictures, Site, Skipped, Teaser
from scheduler.core.pictures import alt_problem, card_words, picture_of
from scheduler.errors import MediaError

Fetch: TypeAlias = Callable[[str, Collection[str]], bytes]


def fetch(url: str, hosts: Collection[str]) -> bytes:
    """Fetch a picture from one of `hosts`.

    Raises MediaError.
    """
    from scheduler import fetching  # noqa: PLC0415  slow to import, and few articles name a picture on the web

    return fetching.fetch(url, hosts)


@dataclass
class Illustrator:
    """Puts pictures to the posts of one article; each is read, fetched or drawn once for each size it is needed in."""

    article: Article
    site: Site
    pictures: Pictures
    fetch: Fetch = fetch
    problems: list[Skipped] = field(default_factory=list)
    """What was left out, and what is missing, each once."""
    _read: dict[str, bytes | MediaError] = field(default_factory=dict)
    _made: dict[tuple[object, ...], Media | None] = field(default_factory=dict)

    def attach(self, content: Content, teaser: Teaser, limits: Limits, *, platform: str = "the platform") -> Content:
        """Put a picture where the platform shows it: in the link's card, or with the post."""
        if content.card is not None and limits.card_image_bytes is not None:
            image = self._picture(teaser, limits, limits.card_image_bytes)
            image = image or self._card(teaser, limits, limits.card_image_bytes)
            return replace(content, card=replace(content.card, image=image))
        if not limits.images or (content.card is not None and limits.card_excludes_images):
            return content
        image = self._image(teaser, limits, platform) or self._card(teaser, limits, limits.image_bytes)
        if image is None:
            return content
        shown = replace(content, media=(image,))
        if (reason := too_long_beside_images(shown, limits)) is None:
            return shown
        self._tell(f"{platform}: the picture was left out: {reason}")
        return content

    def _image(self, teaser: Teaser, limits: Limits, platform: str) -> Media | None:
        """Return the picture that a post is about, where it shows one, or has to."""
        if teaser.kind is not Kind.ANNOUNCEMENT and teaser.picture is None and not limits.least_images:
            return None
        image = self._picture(teaser, limits, limits.image_bytes)
        picture = picture_of(teaser, self.article)
        if image is not None and picture is not None and picture.alt and limits.alt_text == 0:
            self._tell(f"{platform}: the picture goes out without its alternative text, which has no place there")
        return image

    def _picture(self, teaser: Teaser, limits: Limits, max_bytes: int | None) -> Media | None:
        picture = picture_of(teaser, self.article)
        if picture is None:
            return None
        made = self._once((picture, limits, max_bytes), lambda: self._fitted(picture, limits, max_bytes), "the picture")
        if made is not None and (problem := alt_problem(picture)):
            self._tell(problem)
        return made

    def _fitted(self, picture: Picture, limits: Limits, max_bytes: int | None) -> Media:
        data = self._bytes(picture.path)
        return media.fitted(data, named=picture.path, alt=picture.alt, limits=limits, max_bytes=max_bytes)

    def _bytes(self, named: str) -> bytes:
        """Return a picture's bytes, asked for once even where they are not to be had."""
        if named not in self._read:
            self._read[named] = self._asked(named)
        found = self._read[named]
        if isinstance(found, MediaError):
            raise found
        return found

    def _asked(self, named: str) -> bytes | MediaError:
        try:
            return self.fetch(named, self.pictures.hosts) if "://" in named else media.read(self._inside(named))
        except MediaError as error:
            return error

    def _inside(self, named: str) -> Path:
        try:
            path = self._lying(Path(named)).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a zero byte
            raise MediaError(f"{named!r} leads nowhere; correct the path") from error
        allowed = Path(self.site.whole).resolve(), Path(self.article.path).parent.resolve()
        if not any(path.is_relative_to(folder) for folder in allowed):
            raise MediaError(f"{named} lies outside the site; move it there")
        return path

    def _lying(self, path: Path) -> Path:
        """Return where a picture lies: where it was named or, as many themes have it, below what is served as it is."""
        beside = Path(self.article.path).parent
        if path.exists() or not path.is_relative_to(beside):
            return path
        served = self.site.served / path.relative_to(beside)
        return Path(served) if Path(served).is_file() else path

    def _card(self, teaser: Teaser, limits: Limits, max_bytes: int | None) -> Media | None:
        style = self.pictures.cards
        if style is None:
            return None
        words = typeset(card_words(teaser, self.article.language), self.article.language, limits)
        made = (words, limits, max_bytes)
        return self._once(made, lambda: self._drawn(words, style, limits, max_bytes), f"the quote card {words[:40]!r}")

    def _drawn(self, words: str, style: CardStyle, limits: Limits, max_bytes: int | None) -> Media:
        from scheduler import cards  # noqa: PLC0415  few installations draw cards

        data = cards.draw(words, style, footer=self._host(), square=limits.square)
        return media.fitted(data, named="it", alt=words, limits=limits, max_bytes=max_bytes)

    def _host(self) -> str:
        address = urlsplit(self.site.url or self.article.link or "")
        return (address.hostname or "").removeprefix("www.")

    def _once(self, wanted: tuple[object, ...], make: Callable[[], Media], named: str) -> Media | None:
        if wanted not in self._made:
            try:
                self._made[wanted] = make()
            except MediaError as error:
                self._made[wanted] = None
                self._tell(f"{named} was left out: {error}")
        return self._made[wanted]

    def _tell(self, reason: str) -> None:
        if (problem := Skipped(reason)) not in self.problems:
            self.problems.append(problem)
