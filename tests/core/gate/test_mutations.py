"""Laws of the gate: however a good post is spoilt, some rule sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.gate import RULES, check
from tests.core.gate import LINK, Planted

GOOD = (
    Planted("Le thym (ou serpolet) pousse au soleil, dans une terre pauvre et bien drainée."),
    Planted("Thyme (or serpyllum) grows in the sun, in a soil that is poor and well drained.", "en"),
    Planted("Une taille légère après la floraison (en juillet) garde le buisson compact. On sèche le reste à l’ombre."),
    Planted("A light trim after the bloom (in July) keeps the bush compact. The rest dries in the shade.", "en"),
)
Spoil = Callable[[str, int], str]


def without_word(text: str, place: int) -> str:
    words = text.split(" ")
    number = place % len(words)
    return " ".join(words[:number] + words[number + 1 :])


def without_letter(text: str, place: int) -> str:
    letters = [number for number, char in enumerate(text.partition("\n")[0]) if char.isalpha()]
    number = letters[place % len(letters)]
    return text[:number] + text[number + 1 :]


def without_bracket(text: str, place: int) -> str:
    return text.replace("()"[place % 2], "", 1)


def with_link_again(text: str, place: int) -> str:
    return f"{text}\n{LINK}" if place % 2 else f"{LINK}\n{text}"


def without_end_of_link(text: str, place: int) -> str:
    return text[: -1 - place % 20]


def inserted(piece: str) -> Spoil:
    def spoil(text: str, place: int) -> str:
        number = place % (text.index("\n") + 1)
        return text[:number] + piece + text[number:]

    return spoil


def with_words_swapped(text: str, place: int) -> str:
    words = text.partition("\n")[0].split(" ")
    number = place % (len(words) - 1)
    swapped = [*words[:number], words[number + 1], words[number], *words[number + 2 :]]
    return " ".join(swapped) + text[text.index("\n") :]


def without_opening(text: str, place: int) -> str:
    words = text.split(" ")
    return " ".join(words[1 + place % 5 :])


SPOILS: list[Spoil] = [
    without_word,
    without_letter,
    without_bracket,
    with_link_again,
    without_end_of_link,
    with_words_swapped,
    without_opening,
    *(inserted(piece) for piece in ("{", "**", "<br>", "&amp;", "\ufffc", "\ufffd", "www.spam.example ", "[^1]", "“")),
]


def verdict(post: Planted, text: str) -> str | None:
    fitted = replace(post.fitted, content=replace(post.fitted.content, text=text))
    return check(fitted, post.teaser, post.article, post.limits, post.voice)


@pytest.mark.parametrize("spoil", SPOILS)
@given(post=st.sampled_from(GOOD), place=st.integers(0, 400))
def test_a_spoilt_post_breaks_some_rule(spoil: Spoil, post: Planted, place: int) -> None:
    """The next fault of the splitter is one that nobody has thought of."""
    text = post.fitted.content.text
    spoilt = spoil(text, place)

    assert spoilt == text or verdict(post, spoilt) is not None


@given(source=st.text(max_size=400), body=st.text(max_size=300))
def test_any_text_gets_a_verdict(source: str, body: str) -> None:
    """An article may hold anything."""
    post = Planted(body, source=source)
    reason = check(post.fitted, post.teaser, post.article, post.limits, post.voice)

    assert reason is None or reason.partition(":")[0] in {rule.name for rule in RULES}
