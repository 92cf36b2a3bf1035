"""The Ghost adapter against a real Ghost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.base import Card, Connection, Content, Receipt, Refused, Unauthorized, Unavailable, Uncertain
from adapters.ghost import Ghost
from adapters.markup import seen
from adapters.testing import Drawer, Rules, Seen, Stage, failure
from adapters.testing.rules import SQUARE
from adapters.texts import letters
from tests.adapters.fake_wordpress import alts
from tests.adapters.fakes import published
from tests.adapters.test_wordpress import TRAPS
from tests.servers.cutting import Cut, cutting, gateway, half, nothing
from tests.servers.ghost import Site

NOW = datetime.now(UTC)
POST = Content("Semer l'été « tôt » 👩\u200d🌾", tags=("jardin",))
LINKED = replace(POST, link="https://ex.org/semer?a=1&b=2", card=Card("Semer & récolter", "Tout ce qu'il faut"))


@pytest.fixture(autouse=True)
def _empty(site: Site) -> Iterator[None]:
    yield
    site.clear()


def account(site: Site, url: str | None = None, key: str | None = None, **options: str) -> Ghost:
    known = {"url": url or site.url, "key": key or site.key, **options}
    return Ghost(Connection("journal", known, site.client, Drawer()))


class TestRules(Rules):
    """A real server is a stage like any other."""

    drawn = ("updated_at",)

    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        self.site = site

    def stage(self) -> Stage:
        self.site.clear()
        return Stage(lambda: account(self.site), self._public, (self.site.key,))

    def _public(self) -> list[Seen]:
        return [self._seen(each) for each in self.site.posts()]

    def _seen(self, post: dict[str, str]) -> Seen:
        featured = (post["feature_image_alt"],) if post["feature_image"] else ()
        text = seen(post["html"].replace("</p><p>", "\n\n")).strip("\n")
        return Seen(text, featured + alts(post["html"]))


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_post_whose_answer_is_cut_off_is_public_once(site: Site, cut: Cut) -> None:
    """It is found by its number, and to publish it again changes nothing."""
    intent = account(site).prepare(POST, key="k1", at=NOW)
    with cutting(site.url, f"PUT /blog/ghost/api/admin/posts/{intent.request['post']}", cut) as line:
        cut_off = account(site, url=f"{line.url}/blog")
        with pytest.raises(Uncertain):
            cut_off.publish(intent)
    again = account(site)
    found = again.find(intent)

    assert found == again.publish(intent) == again.publish(again.prepare(POST, key="k1", at=NOW))
    assert [each["id"] for each in site.posts()] == [intent.request["post"]]


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_draft_whose_answer_is_cut_off_is_made_once(site: Site, cut: Cut) -> None:
    """Its slug finds it, though nobody has told us its number."""
    with cutting(site.url, "POST /blog/ghost/api/admin/posts/", cut) as line:
        failure(lambda: account(site, url=f"{line.url}/blog").prepare(POST, key="k1", at=NOW))
    published(account(site), POST, at=NOW)

    assert (len(site.posts()), len(site.posts("draft"))) == (1, 0)


def test_every_letter_is_shown_as_it_was_written(site: Site) -> None:
    """Ghost writes it anew in a form of its own."""
    text = f'{TRAPS}\n\nhttps://ex.org/a--b...c?x=1&y=2\n\'em "99" {{{{site}}}} *a* _b_ # c\n\n- d\n\n1. e'
    published(account(site), Content(text), at=NOW)

    assert letters(seen(site.posts()[0]["html"])) == letters(text)


def test_a_page_has_all_that_a_person_would_have_given_it(site: Site) -> None:
    """Read back as its owner and as a stranger see it."""
    _, receipt = published(account(site, canonical="link"), replace(LINKED, media=(SQUARE, SQUARE)), at=NOW)
    (post,) = site.posts()
    page = site.client.get(str(receipt.url)).text

    assert (post["title"], post["custom_excerpt"]) == ("Semer & récolter", "Tout ce qu'il faut")
    assert post["canonical_url"] == "https://ex.org/semer?a=1&b=2"
    assert [tag["name"] for tag in post["tags"]] == ["jardin"]
    assert (post["feature_image_alt"], alts(post["html"])) == (SQUARE.alt, (SQUARE.alt,))
    assert site.client.get(post["feature_image"]).status_code == 200
    assert "Semer l" in page


def test_no_post_goes_out_by_mail(site: Site) -> None:
    """Mail cannot be taken back."""
    published(account(site), LINKED, at=NOW)

    assert not site.posts()[0].get("email")


def test_a_post_of_the_owner_with_the_same_slug_is_never_doubled(site: Site) -> None:
    """Its slug holds a mark that nobody meets by chance: it is ours, whatever was done to it since."""
    intent = account(site).prepare(POST, key="k1", at=NOW)
    site.change(str(intent.request["post"]), status="published", title="Autre")
    published(account(site), POST, at=NOW)

    assert [each["title"] for each in site.posts()] == ["Autre"]


def test_a_draft_that_its_owner_has_changed_is_looked_at_again(site: Site) -> None:
    """Ghost publishes nothing that we have not seen."""
    ghost = account(site)
    intent = ghost.prepare(POST, key="k1", at=NOW)
    site.change(str(intent.request["post"]), title="Autre")
    error = failure(lambda: ghost.publish(intent))

    assert isinstance(error, Unavailable)
    assert (site.posts(), ghost.find(intent)) == ([], None)


def test_what_is_public_is_listed_until_it_is_taken_back(site: Site) -> None:
    """Twice does no harm."""
    ghost = account(site)
    intent, receipt = published(ghost, POST, at=NOW)
    listed = [each.receipt for each in ghost.sent(since=NOW - timedelta(minutes=1))]
    for _ in range(2):
        ghost.delete(receipt)

    assert (listed, list(ghost.sent(since=NOW - timedelta(minutes=1)))) == ([receipt], [])
    assert ghost.find(intent) is None


def test_a_number_that_is_none_is_refused(site: Site) -> None:
    """Ghost says so before it looks."""
    with pytest.raises(Refused):
        account(site).delete(Receipt("none"))


def test_a_wrong_key_is_unauthorized(site: Site) -> None:
    """Of another site, or of this one before it was made anew."""
    name, _, secret = site.key.partition(":")
    for wrong in (f"{'0' * 24}:{secret}", f"{name}:{'0' * 64}"):
        with pytest.raises(Unauthorized):
            account(site, key=wrong).verify()


def test_a_clock_that_is_wrong_is_unauthorized(site: Site) -> None:
    """The account is held until it is right."""
    known = {"url": site.url, "key": site.key}
    late = Ghost(Connection("journal", known, site.client, Drawer()), lambda: NOW.timestamp() - 3600)

    with pytest.raises(Unauthorized):
        late.verify()
