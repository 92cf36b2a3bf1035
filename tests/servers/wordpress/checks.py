"""The WordPress adapter against a real WordPress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.base import Card, Connection, Content, Duplicate, Part, Receipt, Unauthorized, Uncertain, Unsupported
from adapters.markup import seen
from adapters.testing import Drawer, Rules, Seen, Stage, failure
from adapters.testing.rules import SQUARE
from adapters.texts import letters
from adapters.wordpress import WordPress
from tests.adapters.fake_wordpress import alts
from tests.adapters.fakes import published
from tests.adapters.test_wordpress import TRAPS
from tests.servers.cutting import Cut, cutting, gateway, half, nothing
from tests.servers.wordpress import Site

NOW = datetime.now(UTC)
POST = Content("Semer l'été « tôt » 👩\u200d🌾", tags=("jardin",))
LINKED = replace(POST, link="https://ex.org/semer?a=1&b=2", card=Card("Semer & récolter", "Tout « ce » qu'il faut"))
PART = Part("À lire -- ici : https://ex.org/semer?a=1&b=2")


@pytest.fixture(autouse=True)
def _empty(site: Site) -> Iterator[None]:
    yield
    site.clear()


def account(site: Site, user: str = "autrice", url: str | None = None, **options: str) -> WordPress:
    known = {"url": url or site.url, "user": user, "password": site.passwords[user], **options}
    return WordPress(Connection("journal", known, site.client, Drawer()))


class TestRules(Rules):
    """A real server is a stage like any other."""

    @pytest.fixture(autouse=True)
    def _site(self, site: Site) -> None:
        self.site = site

    def stage(self) -> Stage:
        self.site.clear()
        return Stage(lambda: account(self.site), self._public, (self.site.passwords["autrice"],))

    def _public(self) -> list[Seen]:
        return [self._seen(each) for each in self.site.posts()]

    def _seen(self, post: dict[str, object]) -> Seen:
        content = post["content"]
        assert isinstance(content, dict)
        shown = str(content["rendered"])
        featured = (self._alt(post["featured_media"]),) if post["featured_media"] else ()
        paragraphs = "\n\n".join(line for line in seen(shown.replace("</p>", "\0")).replace("\n\0", "\0").split("\0"))
        return Seen(_as_written(paragraphs), featured + alts(shown))

    def _alt(self, number: object) -> str:
        return str(self.site.call("GET", f"media/{number}")["alt_text"])


def _as_written(text: str) -> str:
    parts = (part.strip() for part in text.split("\n\n"))
    return "\n\n".join(part for part in parts if part)


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_post_whose_answer_is_cut_off_is_public_once(site: Site, cut: Cut) -> None:
    """It is found by its number, and to publish it again changes nothing."""
    _cut_off(site, "POST /blog/wp-json/", cut)


def test_a_site_with_plain_addresses_is_asked_by_a_parameter(site: Site) -> None:
    """Its API has no address of its own."""
    with site.permalinks(""):
        _cut_off(site, "POST /blog/?rest_route", nothing)


def _cut_off(site: Site, path: str, cut: Cut) -> None:
    intent = account(site).prepare(POST, key="k1", at=NOW)
    with cutting(site.url, path, cut) as line:
        cut_off = account(site, url=f"{line.url}/blog")
        with pytest.raises(Uncertain):
            cut_off.publish(intent)
    again = account(site)
    found = again.find(intent)

    assert found == again.publish(again.prepare(POST, key="k1", at=NOW)) == again.publish(intent)
    assert [each["id"] for each in site.posts()] == [intent.request["post"]]


@pytest.mark.parametrize("cut", [nothing, half, gateway])
def test_a_draft_whose_answer_is_cut_off_is_made_once(site: Site, cut: Cut) -> None:
    """Its slug finds it, though nobody has told us its number."""
    with cutting(site.url, "POST /blog/wp-json/wp/v2/posts", cut) as line:
        failure(lambda: account(site, url=f"{line.url}/blog").prepare(POST, key="k1", at=NOW))
    published(account(site), POST, at=NOW)

    assert len(site.call("GET", "posts&status=any&per_page=100")) == 1


@pytest.mark.parametrize("user", ["alice", "autrice"])
def test_every_letter_is_shown_as_it_was_written(site: Site, user: str) -> None:
    """To an administrator WordPress allows everything, to an author some HTML, and it typesets both."""
    text = f'{TRAPS}\n\nhttps://ex.org/a--b...c?x=1&y=2\n[caption]x[/caption] \'em "99" -- 3x4'
    published(account(site, user), Content(text), at=NOW)

    assert letters(seen(site.posts()[0]["content"]["rendered"])) == letters(text)


def test_a_page_has_all_that_a_person_would_have_given_it(site: Site) -> None:
    """Read back as a stranger sees it."""
    published(account(site, category="Au jardin"), replace(LINKED, media=(SQUARE, SQUARE)), at=NOW)
    (post,) = site.posts()
    shown = post["content"]["rendered"]

    assert seen(post["title"]["rendered"]) == "Semer & récolter"
    assert "Tout « ce » qu" in seen(post["excerpt"]["rendered"])
    assert post["categories"] == [site.call("GET", "categories&search=jardin")[0]["id"]]
    assert [site.call("GET", f"tags/{number}")["name"] for number in post["tags"]] == ["jardin"]
    assert 'href="https://ex.org/semer?a=1&#038;b=2"' in shown or 'href="https://ex.org/semer?a=1&amp;b=2"' in shown
    assert (site.call("GET", f"media/{post['featured_media']}")["alt_text"], alts(shown)) == (SQUARE.alt, (SQUARE.alt,))


def test_an_image_is_in_the_library_once(site: Site) -> None:
    """Whatever becomes of the posts."""
    image = replace(SQUARE, alt="un carré, et 3 < 4")
    for key in ("k1", "k2"):
        account(site).prepare(replace(POST, media=(image,)), key=key, at=NOW)
    found = [each for each in site.call("GET", "media&per_page=100") if "3 &lt; 4" in each["alt_text"]]

    assert len(found) == 1


def test_a_note_has_no_title(site: Site) -> None:
    """And still an address."""
    _, receipt = published(account(site, format="aside"), POST, at=NOW)
    (post,) = site.posts()

    assert (post["format"], post["title"]["rendered"], post["link"]) == ("aside", "", receipt.url)


def test_a_post_of_somebody_else_with_the_same_slug_is_left_alone(site: Site) -> None:
    """WordPress gives ours another one."""
    intent = account(site).prepare(POST, key="k1", at=NOW)
    site.call("DELETE", f"posts/{intent.request['post']}&force=true")
    other = site.call("POST", "posts", json={"title": "x", "slug": intent.request["slug"], "status": "publish"})
    _, receipt = published(account(site), POST, at=NOW)

    assert site.call("GET", f"posts/{other['id']}&context=edit")["title"]["raw"] == "x"
    assert str(receipt.url).endswith(f"{intent.request['slug']}-2/")


def test_a_comment_is_found_and_counted(site: Site) -> None:
    """Though WordPress has written its link anew."""
    blog = account(site, "alice")
    _, receipt = published(blog, POST, at=NOW)
    intent = blog.prepare_reply(PART, POST, after=(receipt,), key="k2", at=NOW)
    before = blog.find(intent)
    comment = blog.publish(intent)

    assert (before, blog.find(intent)) == (None, comment)
    assert blog.measure(receipt) == {"comments": 1}
    blog.delete(comment)
    blog.delete(comment)
    assert blog.measure(receipt) == {"comments": 0}


def test_a_comment_that_wordpress_knows_again_is_named(site: Site) -> None:
    """It refuses the same words twice, where no link is in them."""
    blog = account(site, "alice")
    _, receipt = published(blog, POST, at=NOW)
    intent = blog.prepare_reply(Part("Merci"), POST, after=(receipt,), key="k2", at=NOW)
    comment = blog.publish(intent)
    again = failure(lambda: blog.publish(intent))

    assert isinstance(again, Duplicate)
    assert again.receipt == comment


def test_what_is_public_is_listed_until_it_is_taken_back(site: Site) -> None:
    """Twice does no harm, and it is not taken for something that never was."""
    blog = account(site)
    intent, receipt = published(blog, POST, at=NOW)
    site.call("POST", "posts", json={"title": "of another", "content": "x", "status": "publish"})
    listed = [each.receipt for each in blog.sent(since=NOW - timedelta(minutes=1))]
    for _ in range(2):
        blog.delete(receipt)

    assert (listed, list(blog.sent(since=NOW - timedelta(minutes=1)))) == ([receipt], [])
    found = blog.find(intent)
    assert found is not None
    assert found.id == receipt.id


def test_a_receipt_of_a_post_that_never_was_is_deleted_already(site: Site) -> None:
    """Somebody emptied the trash."""
    account(site).delete(Receipt("999999"))


def test_a_contributor_is_told_that_it_may_not_publish(site: Site) -> None:
    """Before its first post."""
    with pytest.raises(Unauthorized, match="make an author"):
        account(site, "lectrice").verify()


def test_a_contributors_post_stays_a_draft(site: Site) -> None:
    """Nothing is public, and the account is held."""
    blog = account(site, "lectrice")
    error = failure(lambda: published(blog, Content("Semer"), at=NOW))

    assert isinstance(error, Unauthorized)
    assert site.posts() == []


def test_a_wrong_password_is_unauthorized(site: Site) -> None:
    """The account is held."""
    with pytest.raises(Unauthorized):
        account(site, password="abcd efgh").verify()


def test_a_category_that_the_site_lacks_is_named(site: Site) -> None:
    """WordPress would leave it out."""
    with pytest.raises(Unsupported, match="Nowhere"):
        account(site, category="Nowhere").prepare(POST, key="k1", at=NOW)
