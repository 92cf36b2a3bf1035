from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from adapters.base import (
    Adapter,
    Card,
    Connection,
    Content,
    Duplicate,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Sent,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.markup import seen
from adapters.testing import AT, WireRules, failure
from adapters.testing.rules import SQUARE
from adapters.texts import letters
from adapters.wordpress import WordPress
from adapters.wordpress.post import literal
from tests.adapters.fake_wordpress import URL, FakeWordPress
from tests.adapters.fakes import CLOCK, connection, published

OPTIONS = {"url": f"{URL}/", "user": FakeWordPress.user, "password": FakeWordPress.password}
LINK = "https://ex.org/semer?a=1&b=2"
POST = Content("Semer l'été #jardin", tags=("jardin",), language="fr")
LINKED = replace(POST, link=LINK, card=Card("Semer & récolter", "Tout « ce <qu'il> faut\""))
OTHER_IMAGE = Media(b"two", "image/jpeg", 2, 2, 'un "cercle" & plus')
PART = Part(f"À lire : {LINK}")
NOW = CLOCK.replace(microsecond=0)


class TestWordPress(WireRules):
    options = OPTIONS
    secrets = (FakeWordPress.password, "dGlsbGV1bDphYmNkIEVGR0ggMTIzNCBpamts")
    fake = FakeWordPress

    def connect(self, connection: Connection) -> Adapter:
        return WordPress(connection)


def site(server: Any, **options: str) -> WordPress:
    return WordPress(connection(server, {**OPTIONS, **options}))


def only(server: FakeWordPress) -> dict[str, Any]:
    (post,) = server.posts.values()
    return post


def test_the_credentials_name_the_user_and_the_site() -> None:
    """Whoever looks after two sites mixes them up."""
    found = site(FakeWordPress()).verify()

    assert found == Identity("Maison Tilleul on maison.example", f"{URL}/author/tilleul/")


def test_a_user_who_may_not_publish_is_told_so_before_the_first_post() -> None:
    """Its drafts would wait for somebody, unseen."""
    server = FakeWordPress()
    server.capabilities = {"edit_posts": True}

    with pytest.raises(Unauthorized, match="make an author of this user"):
        site(server).verify()


@pytest.mark.parametrize("options", [{"user": "a:b"}, {"user": ""}, {"password": " "}, {"password": "a\nb"}])
def test_what_is_no_name_and_no_password_is_not_sent(options: dict[str, str]) -> None:
    """A colon would end the name early, and a line break begin another header."""
    server = FakeWordPress()

    with pytest.raises(Unauthorized, match="copy them again"):
        site(server, **options).verify()
    assert not server.requests


def test_a_site_with_plain_addresses_is_asked_by_a_parameter() -> None:
    """It has no address for its API, and shows its front page there."""
    server = FakeWordPress()
    server.pretty = False
    published(site(server), POST)

    assert [seen.text for seen in server.public()] == [POST.text]


def test_a_site_that_does_not_know_the_address_of_its_api_is_asked_by_a_parameter() -> None:
    """Its web server answers before WordPress does."""
    server = FakeWordPress()

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, html="no") if "wp-json" in request.url.path else server(request)

    published(site(respond), POST)

    assert len(server.public()) == 1


def test_a_receipt_names_the_post() -> None:
    """A person opens it, a program deletes it."""
    server = FakeWordPress()
    _, receipt = published(site(server), POST)

    assert receipt == Receipt("41", f"{URL}/{only(server)['slug']}/")


def test_a_post_has_a_title_an_excerpt_its_link_and_its_tags() -> None:
    """As a page of the site has; nothing of them is markup."""
    server = FakeWordPress()
    published(site(server, category="Au Jardin"), LINKED)
    post = only(server)

    assert post["title"] == "Semer &amp; récolter"
    assert post["excerpt"] == "Tout « ce &lt;qu&#x27;il&gt; faut&quot;"
    assert '<a href="https://ex.org/semer?a=1&amp;b=2">Semer &#38; récolter</a>' in post["content"]
    assert (post["tags"], post["categories"]) == ([40], [5])


def test_a_tag_that_the_site_has_is_not_made_again() -> None:
    """However it is spelt."""
    server = FakeWordPress()
    account = site(server)
    published(account, POST)
    published(account, replace(POST, text="autre", tags=("Jardin",)), key="k2")

    assert [each["tags"] for each in server.posts.values()] == [[40], [40]]


def test_a_tag_that_a_search_does_not_show_is_not_made_again() -> None:
    """A site has thousands, and shows a hundred."""
    server = FakeWordPress()
    server.shown = 0
    account = site(server)
    published(account, POST)
    published(account, replace(POST, text="autre"), key="k2")

    assert [each["tags"] for each in server.posts.values()] == [[40], [40]]


def test_a_tag_that_is_there_without_a_number_is_refused() -> None:
    """Nobody knows which it is."""
    server = FakeWordPress()
    answer = httpx.Response(400, json={"code": "term_exists", "message": "It exists.", "data": {"status": 400}})
    account = site(
        lambda request: answer if (request.method, request.url.path[-5:]) == ("POST", "/tags") else server(request)
    )

    with pytest.raises(Refused, match="It exists"):
        account.prepare(POST, key="k1", at=AT)


@pytest.mark.parametrize(("form", "title"), [("standard", "Semer l&#x27;été #jardin"), ("aside", "")])
def test_a_note_has_no_title(form: str, title: str) -> None:
    """It is said in its text."""
    server = FakeWordPress()
    published(site(server, format=form), POST)

    assert (only(server)["format"], only(server)["title"]) == (form, title)


@pytest.mark.parametrize("options", [{"format": "podcast"}, {"category": "Nowhere"}])
def test_a_setting_that_the_site_does_not_know_is_named(options: dict[str, str]) -> None:
    """WordPress would leave it out."""
    with pytest.raises(Unsupported, match="correct"):
        site(FakeWordPress(), **options).prepare(POST, key="k1", at=AT)


def test_the_first_image_is_the_featured_one_and_the_others_stand_below() -> None:
    """Each with its own text."""
    server = FakeWordPress()
    published(site(server), replace(POST, media=(SQUARE, OTHER_IMAGE)))

    assert server.public()[0].alts == (SQUARE.alt, OTHER_IMAGE.alt)
    assert only(server)["featured_media"] == server.media[0]["id"]


def test_an_image_is_uploaded_once() -> None:
    """Attempts come and go, and the library is the owner's."""
    server = FakeWordPress()
    for key in ("k1", "k2"):
        site(server).prepare(replace(POST, media=(SQUARE,)), key=key, at=AT)

    assert [each["data"] for each in server.media] == [SQUARE.data]


def test_an_alternative_text_that_the_site_changes_is_refused() -> None:
    """It would say something else to those who cannot see the image."""
    image = replace(SQUARE, alt="un <b>carré</b>")

    with pytest.raises(Refused, match="changes the alternative text"):
        site(FakeWordPress()).prepare(replace(POST, media=(image,)), key="k1", at=AT)


def test_a_text_that_the_site_changes_is_not_published() -> None:
    """A plug-in may censor words."""
    server = FakeWordPress()
    server.filter = lambda text: text.replace("été", "hiver")

    with pytest.raises(Refused, match="changes the text: look at the draft 41"):
        site(server).prepare(POST, key="k1", at=AT)


TRAPS = '3 < 4 & "deux" \'tis ... -- :) [gallery] 9x9 (tm) Wordpress `` <script>x</script> &amp; é👩\u200d🌾'


def test_wordpress_finds_nothing_to_set_otherwise() -> None:
    """It makes faces of colons and programs of brackets; what is written as a number it leaves alone."""
    found = literal(TRAPS)

    assert letters(seen(found)) == letters(TRAPS)
    assert not set(found) & set("<>\"'[]:.-()`/")
    assert "Wordpress" not in found
    assert "9x9" not in found


def test_a_draft_whose_answer_was_lost_is_taken_up_again() -> None:
    """With the text as it is now."""
    server = FakeWordPress()
    first = site(server).prepare(POST, key="k1", at=AT)
    second = site(server).prepare(replace(POST, tags=()), key="k1", at=AT)

    assert first.request == second.request
    assert only(server)["tags"] == []


def test_a_draft_that_has_been_published_meanwhile_is_left_as_it_is() -> None:
    """The request that was given up for lost came through; its post may have readers."""
    server = FakeWordPress()
    account = site(server)
    intent, receipt = published(account, POST)
    again = account.prepare(replace(POST, tags=()), key="k1", at=AT)

    assert (again, account.publish(again)) == (intent, receipt)
    assert only(server)["tags"] == [40]


def test_to_take_a_draft_up_again_does_not_unpublish_it() -> None:
    """The first request may arrive between our question and our change."""
    server = FakeWordPress()
    site(server).prepare(POST, key="k1", at=AT)
    site(server).prepare(POST, key="k1", at=AT)

    assert b'"status"' not in server.requests[-1].content


def test_a_post_of_somebody_else_with_the_same_slug_is_left_alone() -> None:
    """It would be overwritten, and then published in our name."""
    server = FakeWordPress()
    intent = site(server).prepare(POST, key="k1", at=AT)
    only(server)["author"] = 2
    other = dict(only(server))
    published(site(server), POST)

    assert server.posts[other["id"]] == other
    assert server.posts[42]["slug"] == f"{intent.request['slug']}-2"


def test_a_server_that_answers_another_question_is_not_believed() -> None:
    """A cache that ignores what was asked would have us publish whatever comes first."""
    server = FakeWordPress()
    server.add(slug="somebody-s", content="a secret")

    def respond(request: httpx.Request) -> httpx.Response:
        bare = request.url.params.remove("slug") if request.method == "GET" else request.url.params
        return server(
            httpx.Request(
                request.method, request.url.copy_with(params=bare), headers=request.headers, content=request.content
            )
        )

    published(site(respond), POST)

    assert [seen.text for seen in server.public()] == [POST.text]


def test_of_two_drafts_of_one_post_the_first_is_published() -> None:
    """The answer to the first came so late that it was given up; the second goes again, and nobody saw it."""
    server = FakeWordPress()
    account = site(server)
    slug = account.prepare(POST, key="k1", at=AT).request["slug"]
    first = only(server)
    hidden = first.pop("author")
    first["author"] = 0  # not to be seen yet

    def respond(request: httpx.Request) -> httpx.Response:
        answer = server(request)
        if request.method == "POST":
            first["author"] = hidden
        return answer

    late = site(respond)
    error = failure(lambda: late.prepare(POST, key="k1", at=AT))
    intent = late.prepare(POST, key="k1", at=AT)

    assert isinstance(error, Unavailable)
    assert intent.request == {"post": first["id"], "slug": slug}
    assert only(server) is first


def test_a_draft_that_was_deleted_is_made_anew() -> None:
    """Nothing was published."""
    server = FakeWordPress()
    account = site(server)
    intent = account.prepare(POST, key="k1", at=AT)
    server.posts.clear()
    error = failure(lambda: account.publish(intent))

    assert isinstance(error, Unavailable)
    assert account.find(intent) is None


def test_a_post_that_its_owner_took_back_had_been_published() -> None:
    """It is not to come back by itself."""
    server = FakeWordPress()
    account = site(server)
    intent, receipt = published(account, POST)
    account.delete(receipt)

    assert account.find(intent) == receipt


def test_a_post_that_waits_for_somebody_is_not_published() -> None:
    """A plug-in may want every post looked at."""
    server = FakeWordPress()
    server.moderated = True
    account = site(server)
    intent = account.prepare(POST, key="k1", at=AT)

    with pytest.raises(Refused, match="for somebody to look at"):
        account.publish(intent)


def test_what_follows_a_post_is_a_comment_under_it() -> None:
    """A link can live there."""
    server = FakeWordPress()
    account = site(server)
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    before = account.find(intent)
    comment = account.publish(intent)

    assert (before, account.find(intent)) == (None, comment)
    assert comment.id == f"{receipt.id}/42"
    assert letters(seen(server.comments[0]["content"]["rendered"])) == letters(PART.text)


def test_a_comment_that_is_there_already_is_named() -> None:
    """WordPress refuses a second one, and does not say which is the first."""
    account = site(FakeWordPress())
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    comment = account.publish(intent)
    error = failure(partial(account.publish, intent))

    assert isinstance(error, Duplicate)
    assert error.receipt == comment


def test_a_comment_that_is_there_and_cannot_be_looked_for_is_doubtful() -> None:
    """A duplicate of what, nobody knows."""
    server = FakeWordPress()
    account = site(server)
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    account.publish(intent)

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503) if request.method == "GET" and "comments" in request.url.path else server(request)

    again = site(respond)

    assert isinstance(failure(partial(again.publish, intent)), Uncertain)


def test_an_older_comment_of_the_same_words_is_not_the_comment() -> None:
    """It was there before."""
    server = FakeWordPress()
    account = site(server)
    _, receipt = published(account, POST)
    intent = account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT)
    account.publish(intent)
    server.comments[0]["date_gmt"] = (AT - timedelta(days=1)).replace(tzinfo=None).isoformat()

    assert account.find(intent) is None


def test_a_comment_with_an_image_is_refused() -> None:
    """It would be lost."""
    with pytest.raises(Unsupported, match="carries no image"):
        site(FakeWordPress()).prepare_reply(
            replace(PART, media=(SQUARE,)), POST, after=(Receipt("1"),), key="k2", at=AT
        )


def test_comments_that_come_too_fast_wait() -> None:
    """WordPress says how long only in words."""
    answer = httpx.Response(400, json={"code": "comment_flood", "message": "Slow down."})
    server = FakeWordPress()
    account = site(lambda request: answer if "comments" in request.url.path else server(request))
    intent = account.prepare_reply(PART, POST, after=(Receipt("1"),), key="k2", at=AT)
    error = failure(partial(account.publish, intent))

    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(seconds=15)


def test_posts_and_comments_are_taken_back_once_and_twice() -> None:
    """Somebody may be faster."""
    server = FakeWordPress()
    account = site(server)
    _, receipt = published(account, POST)
    comment = account.publish(account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT))
    for _ in range(2):
        account.delete(comment)
        account.delete(receipt)

    assert (server.public(), server.comments) == ([], [])


def test_comments_are_counted() -> None:
    """WordPress counts nothing else."""
    account = site(FakeWordPress())
    _, receipt = published(account, POST)
    account.publish(account.prepare_reply(PART, POST, after=(receipt,), key="k2", at=AT))

    assert account.measure(receipt) == {"comments": 1}


def test_the_users_posts_are_listed_over_several_pages() -> None:
    """What was posted by hand is learnt so."""
    server = FakeWordPress()
    for number in range(101):
        server.add(status="publish", content=f"<p>{number} &amp; plus</p>")
    server.add(author=2, status="publish", content="not ours")
    found = list(site(server).sent(since=AT))

    assert found[0] == Sent(Receipt("140", f"{URL}/a-post-2/"), "100 & plus", NOW)
    assert len(found) == 101


def test_what_is_older_is_not_listed() -> None:
    """The site's own filter goes by the day."""
    server = FakeWordPress()
    published(site(server), POST)

    assert list(site(server).sent(since=CLOCK + timedelta(seconds=1))) == []


@pytest.mark.parametrize("body", ["{}", "[1]", '{"code": 1}'])
def test_a_list_that_is_none_is_unreadable(body: str) -> None:
    """Taken for an empty one, a draft would be made twice."""
    server = FakeWordPress()
    account = site(lambda request: httpx.Response(200, text=body) if "posts" in str(request.url) else server(request))

    assert isinstance(failure(lambda: account.prepare(POST, key="k1", at=AT)), Unavailable)
