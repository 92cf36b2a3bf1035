"""What a platform can express: asked when a post is planned, so that nothing is dropped when it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adapters.base import Content, Limits, LinkPlace, Media
from adapters.powers import Powers
from scheduler.core.fitting.counting import count, excess
from scheduler.errors import PlanError


def unsupported(content: Content, limits: Limits, powers: Powers) -> str | None:
    """Return why a platform cannot express a post as it is; `None`: it can."""
    return next(_problems(content, limits, powers), None)


def _problems(content: Content, limits: Limits, powers: Powers) -> Iterator[str]:
    yield from _about_images(content.media, limits)
    if len(content.media) < limits.least_images:
        yield "it takes no post without an image"
    if reason := too_long_beside_images(content, limits):
        yield reason
    if content.parts and not powers.comment:
        yield "nothing can be answered there, so that there are neither threads nor first comments"
    if len(content.parts) > 1 and not powers.threads:
        yield "it has no threads"
    for part in content.parts:
        yield from _about_images(part.media, limits)
        if reason := excess(part.text, limits):
            yield f"in what follows it, {reason}"


def _about_images(images: tuple[Media, ...], limits: Limits) -> Iterator[str]:
    if len(images) > limits.images:
        yield f"it takes {limits.images or 'no'} images, and there are {len(images)}"
    longest = max((len(image.alt) for image in images), default=0)
    if limits.alt_text is not None and longest > limits.alt_text:
        room = f"{limits.alt_text} characters, and one has {longest}" if limits.alt_text else "none"
        yield f"alternative text of images: it takes {room}"


def too_long_beside_images(content: Content, limits: Limits) -> str | None:
    """Return why a text has no room beside images, where it has images and stands alone otherwise."""
    if not content.media or limits.text_with_images is None:
        return None
    length = count(content.text, limits)
    if length <= limits.text_with_images:
        return None
    return f"beside images the text is {limits.text_with_images} long at most, and it is {length}"


def placed(limits: Limits, wish: LinkPlace | None, powers: Powers, *, account: str) -> Limits:
    """Return what fits on an account that wants its links in another place than the platform's own.

    Raises PlanError where the platform has no such place.
    """
    if wish is None or wish is limits.link_place:
        return limits
    if wish is LinkPlace.CARD:
        raise PlanError(f"account {account!r}: its platform has no link cards; write link: text, comment or none")
    if wish is LinkPlace.FIRST_COMMENT and not powers.comment:
        raise PlanError(f"account {account!r}: nothing can be answered on its platform; write link: text or none")
    return replace(limits, link_place=wish, card_excludes_images=False)
