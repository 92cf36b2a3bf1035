from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import (
    Adapter,
    AdapterError,
    Card,
    Connection,
    Content,
    Duplicate,
    Identity,
    Media,
    Part,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Unsupported,
)
from adapters.reddit import Reddit, markdown
from adapters.testing import AT, Drawer, WireRules
from adapters.texts import letters
from tests.adapters.fake_reddit import PLACE, FakeReddit, no
from tests.adapters.fakes import CLOCK, connection, frozen, published
from tests.adapters.rotating import APP, SECRETS

OPTIONS = {"subreddit": PLACE, **APP}
LINK = "https://ex.org/semer"
POST = Content("Semer l'été, « tôt » ?", link=LINK, card=Card("Semer"))
TEXT = Content("Semer l'été\n\nUn *conseil* : 3 < 4\n- un\n- deux")
NOW = CLOCK

Server = Callable[[httpx.Request], httpx.Response]


class TestReddit(WireRules):
    options = OPTIONS
    secrets = SECRETS[:3]
    fake = FakeReddit

    def connect(self, connection: Connection) -> Adapter:
        return Reddit(connection)


class TestRedditLinks(TestReddit):
    plain = replace(POST, text="Semer l'été : 3 < 4 & « c'est tôt » #jardin")


def account(server: Server, drawer: Drawer | None = None, **options: str) -> Reddit:
    return Reddit(connection(server, {**OPTIONS, **options}, drawer))


def form(content: Content, **options: str) -> Any:
    return frozen(account(FakeReddit(), None, **options).prepare(content, key="k1", at=AT), "form")


def failing(answer: httpx.Response) -> AdapterError:
    """Return what becomes of an answer to the request that publishes."""
    books = FakeReddit()
    with pytest.raises(AdapterError) as caught:
        published(account(lambda request: answer if books.publishes(request) else books(request)), TEXT)

    return caught.value


@pytest.mark.parametrize("written", [PLACE, f"r/{PLACE}", f"/r/{PLACE}/"])
def test_the_credentials_name_the_account_and_where_it_posts(written: str) -> None:
    """However the settings write it."""
    assert account(FakeReddit(), subreddit=written).verify() == Identity(
        f"u/tilleul in r/{PLACE}", "https://www.reddit.com/user/tilleul/submitted"
    )


def test_a_subreddit_that_there_is_not_is_told() -> None:
    """It is a typing error in the settings."""
    with pytest.raises(Refused, match="404"):
        account(FakeReddit(), subreddit="gardenin").verify()


def test_an_account_that_is_banned_is_held() -> None:
    """Every post would be refused."""
    books = FakeReddit()
    books.banned = True

    with pytest.raises(Unauthorized, match="banned"):
        account(books).verify()


def test_a_text_of_one_line_with_a_link_is_a_link_post() -> None:
    """The title leads to the page; a link that is there already is refused."""
    assert form(POST) == {
        "api_type": "json",
        "sr": PLACE,
        "title": POST.text,
        "sendreplies": "true",
        "kind": "link",
        "url": LINK,
        "resubmit": "false",
    }


def test_the_first_line_is_the_title_and_the_rest_stands_below() -> None:
    """Signs read as they are written, lines stay apart, and a link that has no other place ends it."""
    found = form(replace(TEXT, link=LINK, card=Card("Semer")))

    assert (found["kind"], found["title"]) == ("self", "Semer l'été")
    assert found["text"] == f"Un \\*conseil\\* : 3 \\< 4  \n\\- un  \n\\- deux\n\n{LINK}"


@pytest.mark.parametrize(
    "content",
    [Content(f"Semer\n{LINK}", link=LINK), Content("Semer", link=LINK, parts=(Part(LINK),)), Content("Semer")],
)
def test_a_link_that_stands_elsewhere_makes_no_link_post(content: Content) -> None:
    """Its author wanted it there."""
    assert (form(content)["kind"], "url" in form(content)) == ("self", False)


def test_a_flair_goes_with_the_post() -> None:
    """Some subreddits take none without."""
    books = FakeReddit()
    published(account(books, flair_id="f-1", flair_text="Semis"), POST)

    assert books.posts[0]["flair"] == "f-1"


def test_images_are_refused_aloud() -> None:
    """What becomes of one, Reddit says later and elsewhere."""
    image = Media(b"one", "image/png", 300, 300)
    reddit = account(FakeReddit())

    with pytest.raises(Unsupported, match="no images"):
        reddit.prepare(replace(POST, media=(image,)), key="k1", at=AT)
    with pytest.raises(Unsupported, match="no images"):
        reddit.prepare_reply(Part("Suite", (image,)), POST, after=(Receipt("t3_a"),), key="k1", at=AT)


def test_a_receipt_says_where_people_read_it() -> None:
    """A person opens it, a program deletes it."""
    _, receipt = published(account(FakeReddit()), POST)

    assert receipt == Receipt("t3_abc0", f"https://www.reddit.com/r/{PLACE}/comments/abc0/semer/")


def test_a_part_is_a_comment_under_the_post() -> None:
    """It carries the link where the account wants it there; it is found again below its post alone."""
    books = FakeReddit()
    reddit = account(books)
    _, first = published(reddit, TEXT)
    _, other = published(reddit, replace(TEXT, text="Autre"), key="k2")
    intent = reddit.prepare_reply(Part(f"Lire *tout* : {LINK}_a"), TEXT, after=(first,), key="k3", at=AT)
    elsewhere = reddit.prepare_reply(Part(f"Lire *tout* : {LINK}_a"), TEXT, after=(other,), key="k4", at=AT)
    receipt = reddit.publish(intent)

    assert books.comments[0]["body"] == f"Lire \\*tout\\* : {LINK}_a"
    assert (reddit.find(intent), reddit.find(elsewhere)) == (receipt, None)
    assert receipt == Receipt("t1_c0", "https://www.reddit.com/r/x/t1_c0/")


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"), max_size=40)


@given(st.lists(st.sampled_from([LINK, f"{LINK}_a*b#c", "- a", "1. b", "> c", "    d", "\\*"]) | WORDS, max_size=5))
def test_any_text_reads_as_it_was_written(pieces: list[str]) -> None:
    """A sign that is lost is another text; one that is not recognised would be posted again."""
    text = "\n".join(pieces)

    assert letters(markdown.read(markdown.escape(text))) == letters(text)


# finding


def test_a_post_of_the_same_title_with_another_link_or_text_is_another() -> None:
    """Titles repeat."""
    books = FakeReddit()
    books.add(POST.text, url="https://ex.org/autre", is_self=False)
    books.add(POST.text)
    books.add(POST.text, subreddit="elsewhere", url=LINK, is_self=False)
    reddit = account(books)
    before = reddit.find(reddit.prepare(POST, key="k1", at=AT))
    intent, receipt = published(reddit, replace(POST, link=f"{LINK}/2"))

    assert (before, reddit.find(intent)) == (None, receipt)


def test_a_search_reads_on_past_what_is_pinned_and_no_further_than_the_first_attempt() -> None:
    """A pinned post stands first, whatever its age."""
    books = FakeReddit()
    books.add("vieux", at=AT - timedelta(days=300), pinned=True)
    books.add(TEXT.text, at=AT - timedelta(minutes=2))
    reddit = account(books)
    unsent = reddit.find(reddit.prepare(Content(TEXT.text.partition("\n")[0]), key="k2", at=AT))
    intent, receipt = published(reddit, TEXT)
    for number in range(150):
        books.add(f"later {number}", at=CLOCK + timedelta(seconds=number))

    assert (unsent, reddit.find(intent)) == (None, receipt)


def test_a_search_that_did_not_reach_back_far_enough_says_so() -> None:
    """`None` would mean that the post is certainly not there."""
    books = FakeReddit()
    reddit = account(books)
    for number in range(1001):
        books.add(f"later {number}")

    with pytest.raises(Unavailable, match="look at it yourself"):
        reddit.find(reddit.prepare(POST, key="k1", at=AT))


@pytest.mark.parametrize("broken", [{"created_utc": None}, {"created_utc": 10**12}, {"selftext": 7}, {"title": ""}])
def test_a_list_that_cannot_be_read_proves_nothing(broken: dict[str, Any]) -> None:
    """The unreadable post may be the one that is looked for."""
    books = FakeReddit()
    reddit = account(lambda request: listing if request.url.path.endswith("/submitted") else books(request))
    listing = httpx.Response(200, json={"data": {"children": [{"kind": "t3", "data": books.add("a") | broken}]}})
    listing = httpx.Response(200, json=listing.json() | {"data": {**listing.json()["data"], "after": None}})

    with pytest.raises(Unavailable, match="unreadable"):
        reddit.find(reddit.prepare(POST, key="k1", at=AT))


def test_a_link_that_is_there_already_is_looked_for() -> None:
    """Reddit does not say which post it is; the account's own list does."""
    reddit = account(FakeReddit())
    intent, receipt = published(reddit, POST)

    with pytest.raises(Duplicate, match="already been submitted") as caught:
        reddit.publish(intent)
    assert caught.value.receipt == receipt


def test_a_link_that_somebody_else_has_posted_names_nothing() -> None:
    """It is not ours, and must not pass for it."""
    books = FakeReddit()
    theirs = books.add("Regardez", url=LINK, is_self=False, at=AT - timedelta(hours=1))
    reddit = account(books)
    with pytest.raises(Duplicate) as caught:
        published(reddit, POST)

    assert (caught.value.receipt, books.posts) == (None, [theirs])


def test_a_search_that_fails_after_a_repeat_proves_nothing() -> None:
    """The repeat stays one."""
    books = FakeReddit()
    books.add("Regardez", url=LINK, is_self=False)
    away = httpx.Response(503)
    reddit = account(lambda request: away if request.url.path.startswith("/user/") else books(request))

    with pytest.raises(Duplicate) as caught:
        published(reddit, POST)
    assert caught.value.receipt is None


# what Reddit says


@pytest.mark.parametrize(
    ("answer", "expected", "wait"),
    [
        (no("RATELIMIT", "you are doing that too much. try again in 9 minutes.", "ratelimit"), Unavailable, 600),
        (no("RATELIMIT", "Take a break for 5 seconds before trying again.", "ratelimit"), Unavailable, 6),
        (no("RATELIMIT", "later", "ratelimit", ratelimit=540.5), Unavailable, 540.5),
        (no("RATELIMIT", "try again in 999999 hours", "ratelimit", ratelimit="?"), Unavailable, 86400),
        (no("RATELIMIT"), Unavailable, None),
        (no("USER_REQUIRED", "please sign in", ""), Unauthorized, None),
        (no("SUBREDDIT_NOTALLOWED", "you aren't allowed to post there.", "sr"), Refused, None),
        (no("SUBMIT_VALIDATION_FLAIR_REQUIRED", "Your post must contain post flair.", "flair"), Refused, None),
        (httpx.Response(200, json={"json": {"errors": [7]}}), Refused, None),
        (httpx.Response(403, json={"message": "Forbidden", "error": 403}), Refused, None),
    ],
)
def test_a_refusal_is_told_apart(answer: httpx.Response, expected: type[AdapterError], wait: float | None) -> None:
    """It comes with the status of success; what to do next depends on it."""
    error = failing(answer)
    asked = getattr(error, "retry_after", None)

    assert type(error) is expected
    assert (asked.total_seconds() if asked is not None else None) == wait


def test_a_refusal_is_told_in_reddits_own_words_printably() -> None:
    """They say what to change."""
    told = str(failing(no("NO_SELFS", "only links\x1b[31m", "sr")))

    assert told.startswith("oauth.reddit.com: NO_SELFS: only links")
    assert told.isprintable()


def test_what_is_left_of_a_minute_is_waited_out_by_reddits_header() -> None:
    """It is a span, and not an instant."""
    error = failing(httpx.Response(429, headers={"x-ratelimit-reset": "37"}))

    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(seconds=37)


def test_a_post_is_measured_by_its_score_and_comments() -> None:
    """By their names there; a share of votes is no count."""
    reddit = account(FakeReddit())
    _, receipt = published(reddit, POST)

    assert reddit.measure(receipt) == {"score": 5, "num_comments": 2}


def test_what_people_answer_is_heard_at_every_depth() -> None:
    """As they read it; what Reddit folds away is left to whoever opens the page."""
    books = FakeReddit()
    books.answered = True
    reddit = account(books)
    _, first = published(reddit, TEXT)
    reddit.publish(reddit.prepare_reply(Part("Lire *tout*"), TEXT, after=(first,), key="k2", at=AT))

    assert [(each.author, each.text) for each in reddit.heard(first)] == [
        ("tilleul", "Lire *tout*"),
        ("deep", "plus *bas*"),
    ]


def test_what_the_account_posted_there_is_listed_from_the_newest() -> None:
    """What was posted by hand is not repeated; other subreddits are other accounts."""
    books = FakeReddit()
    books.add("trop vieux", at=CLOCK - timedelta(days=2))
    books.add("ailleurs", subreddit="elsewhere")
    books.add("hier", at=CLOCK - timedelta(hours=20), selftext="\\*un\\*")
    books.add("ce matin")
    found = list(account(books).sent(since=CLOCK - timedelta(days=1)))

    assert [(each.text, each.at) for each in found] == [
        ("ce matin", CLOCK),
        ("hier\n\n*un*", CLOCK - timedelta(hours=20)),
    ]


def test_a_token_is_replaced_and_what_replaces_it_stays() -> None:
    """Reddit gives one that lasts."""
    books, drawer = FakeReddit(), Drawer()
    reddit = account(books, drawer)
    reddit.verify()
    reddit.refresh()

    assert (drawer.kept["access"], drawer.kept["refresh"]) == ("access-2", "refresh-0")
    assert reddit.refresh_due() is not None
    assert reddit.expires_at() is None
