from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    Card,
    Connection,
    Content,
    Duplicate,
    Heard,
    Identity,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.devto import DevTo
from adapters.testing import AT, WireRules, failure
from adapters.testing.rules import SQUARE
from tests.adapters.fake_devto import URL, FakeDevTo
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"api_key": FakeDevTo.key, "media_url": "https://maison.example/images"}
LINK = "https://ex.org/semer?utm_medium=social"
POST = Content("Semer l'été #jardin\n- à *temps*", tags=("Au_Jardin", "aujardin", "été"), language="fr")
LINKED = replace(POST, link=LINK, card=Card("Semer [tôt]", "Tout ce qu'il faut"))
NOW = CLOCK.replace(microsecond=0)


class TestDevTo(WireRules):
    secrets = (FakeDevTo.key,)
    fake = FakeDevTo

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.options = {**OPTIONS, "media_folder": str(tmp_path)}  # type: ignore[misc]

    def connect(self, connection: Connection) -> Adapter:
        return DevTo(connection)


def author(server: Any, **options: str) -> DevTo:
    return DevTo(connection(server, {**OPTIONS, **options}))


def test_the_key_names_the_author() -> None:
    """With the address of the profile."""
    assert author(FakeDevTo()).verify() == Identity("@tilleul", f"{URL}/tilleul")


@pytest.mark.parametrize("key", ["", "ké", "a\nb"])
def test_what_is_no_key_is_not_sent(key: str) -> None:
    """A line break would begin another header."""
    with pytest.raises(Unauthorized, match="copy it again"):
        author(None, api_key=key).verify()


def test_another_forem_is_asked_where_it_is() -> None:
    """The software is free."""
    server = FakeDevTo()
    author(server, url="https://forem.example/").verify()

    assert str(server.requests[0].url) == "https://forem.example/api/users/me"


def test_an_article_has_all_that_the_site_asks_for() -> None:
    """Nothing of it is markup, and tags are written as the site writes them."""
    account = author(FakeDevTo(), canonical="link", series="Au fil", organization="12")
    article = account.prepare(LINKED, key="k1", at=AT).request["article"]

    assert article == {
        "title": "Semer [tôt]",
        "body_markdown": f"Semer l'été #jardin  \n\\- à \\*temps\\*\n\n[Semer \\[tôt\\]](<{LINK}>)",
        "published": True,
        "tags": ["aujardin", "été"],
        "description": "Tout ce qu'il faut",
        "canonical_url": "https://ex.org/semer",
        "series": "Au fil",
        "organization_id": 12,
    }


@pytest.mark.parametrize("options", [{"organization": "maison"}, {"canonical": "yes"}])
def test_a_setting_that_is_none_is_refused_before_the_first_post(options: dict[str, str]) -> None:
    """The site would leave it out."""
    with pytest.raises(Unsupported, match="is no"):
        author(FakeDevTo(), **options).verify()


@pytest.mark.parametrize("text", ["{% user ben %}", "{{ site }}", "{{% raw %}", "--- title: x ---\n\nrest"])
def test_a_text_commands_nothing(text: str) -> None:
    """The site would draw a card, or take the first lines for settings."""
    server = FakeDevTo()
    published(author(server), Content(text))
    body = server.articles[40]["body_markdown"]

    assert server.public()[0].text == text
    assert not body.startswith("---")
    assert "{%" not in body.replace('{{ "{%" }}', "")


def test_a_receipt_names_the_article() -> None:
    """A person opens it, a program takes it back."""
    assert published(author(FakeDevTo()), POST)[1] == Receipt("40", f"{URL}/tilleul/40")


def test_an_article_without_images_is_computed(tmp_path: Path) -> None:
    """It is sent sooner then."""
    account = author(FakeDevTo())

    assert (account.composes(POST), account.composes(replace(POST, media=(SQUARE,)))) == (True, False)


def test_images_stand_in_the_text_with_their_own(tmp_path: Path) -> None:
    """A cover has no place for it."""
    server = FakeDevTo()
    published(author(server, media_folder=str(tmp_path)), replace(POST, media=(SQUARE,)))
    file = next(tmp_path.glob("*.png"))

    assert server.public()[0].alts == (SQUARE.alt,)
    assert f"(https://maison.example/images/{file.name})" in server.articles[40]["body_markdown"]


def test_a_repeat_is_refused_and_names_the_first(tmp_path: Path) -> None:
    """After a lost answer it proves that the article is public."""
    account = author(FakeDevTo())
    intent, receipt = published(account, LINKED)
    error = failure(lambda: account.publish(intent))

    assert isinstance(error, Duplicate)
    assert error.receipt == receipt


def test_a_title_that_was_just_used_for_another_text_is_waited_for() -> None:
    """It is no proof of anything."""
    account = author(FakeDevTo())
    published(account, LINKED)
    other = account.prepare(replace(LINKED, text="autre"), key="k2", at=AT)
    error = failure(lambda: account.publish(other))

    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(minutes=5)


def test_an_original_that_another_article_names_is_refused() -> None:
    """Two copies of one page are a matter for their author."""
    account = author(FakeDevTo(), canonical="link")
    published(account, LINKED)
    other = account.prepare(replace(LINKED, text="autre", card=Card("Autre")), key="k2", at=AT)
    error = failure(lambda: account.publish(other))

    assert type(error).__mro__[1] is Refused
    assert "Canonical url" in str(error)


def test_a_refusal_whose_reason_cannot_be_looked_for_is_doubtful() -> None:
    """The article may be public."""
    server = FakeDevTo()
    intent, _ = published(author(server), POST)
    account = author(lambda request: httpx.Response(503) if request.method == "GET" else server(request))

    assert isinstance(failure(lambda: account.publish(intent)), Uncertain)


def test_an_article_that_was_taken_back_had_been_published() -> None:
    """It is not to come back by itself."""
    server = FakeDevTo()
    account = author(server)
    intent, receipt = published(account, POST)
    for _ in range(2):
        account.delete(receipt)
    account.delete(Receipt("999"))

    assert (server.public(), account.find(intent)) == ([], receipt)


def test_a_draft_and_an_older_article_of_the_same_words_are_not_the_post() -> None:
    """Neither was published now."""
    server = FakeDevTo()
    account = author(server)
    intent = account.prepare(POST, key="k1", at=AT)
    words = {"title": frozen(intent, "article", "title"), "body_markdown": frozen(intent, "article", "body_markdown")}
    server.add(**words)
    server.now = AT - timedelta(hours=1)
    server.add(**words, published=True)

    assert account.find(intent) is None


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the article is certainly not there."""
    server = FakeDevTo()
    account = author(server)
    intent = account.prepare(POST, key="k1", at=AT)
    for _ in range(1000):
        server.add(published=True, body_markdown="autre")

    with pytest.raises(Unavailable, match="look at them yourself"):
        account.find(intent)


def test_articles_are_listed_and_counted() -> None:
    """What was posted by hand is learnt so."""
    server = FakeDevTo()
    account = author(server)
    _, receipt = published(account, POST)
    server.add(body_markdown="a draft")
    server.now = AT - timedelta(hours=1)
    server.add(published=True, body_markdown="older")

    assert list(account.sent(since=AT)) == [Sent(receipt, POST.text.replace("\n", "  \n"), NOW)]
    assert account.measure(receipt) == {"views": 7, "reactions": 2, "comments": 1}
    assert account.measure(Receipt("999")) == {}


@pytest.mark.parametrize("status", [401, 403])
def test_a_suspended_author_is_held(status: int) -> None:
    """No post is to blame."""
    account = author(lambda _: httpx.Response(status, json={"error": "suspended"}))
    intent = account.prepare(POST, key="k1", at=AT)

    assert isinstance(failure(lambda: account.publish(intent)), Unauthorized)


def test_a_list_that_is_none_is_unreadable() -> None:
    """Taken for an empty one, a post would be sent again."""
    account = author(lambda _: httpx.Response(200, json={}))
    intent = account.prepare(POST, key="k1", at=AT)

    with pytest.raises(Unavailable, match="unreadable"):
        account.find(intent)


def test_comments_are_heard_with_those_that_answer_them() -> None:
    """Each with who said it, and where."""
    server = FakeDevTo()
    told = {"created_at": "2026-05-04T09:30:17Z", "user": {"username": "lise"}, "body_html": "<p>Merci &amp; bravo</p>"}
    answer = {**told, "id_code": "b2", "children": [], "user": {}}
    server.comments = [{**told, "id_code": "a1", "children": [answer]}]
    found = list(author(server).heard(Receipt("40")))

    assert found[0] == Heard(Receipt("a1", f"{URL}/lise/comment/a1"), "lise", "Merci & bravo", NOW)
    assert [each.receipt.id for each in found] == ["a1", "b2"]


def test_an_address_is_known_again_in_an_article() -> None:
    """Markdown sets it in brackets."""
    server = FakeDevTo()
    content = Content("Voir https://ex.org/a_b, 3 < 4 & *tôt*")
    account = author(server)
    published(account, content)

    assert next(iter(account.sent(since=AT))).text == content.text
