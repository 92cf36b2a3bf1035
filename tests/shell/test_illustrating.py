"""Rules of which picture goes out with which post."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters.base import Card, Content, Counting, Limits, LinkPlace
from scheduler.core.model import Article, CardStyle, Kind, Picture, Pictures, Site, Teaser
from scheduler.errors import MediaError
from scheduler.illustrating import Illustrator, fetch

TEXT = Limits(Counting.CODE_POINTS, text=500, images=4)
CARD = replace(TEXT, link_place=LinkPlace.CARD, card_image_bytes=1_000_000, card_excludes_images=True)
EITHER = replace(CARD, card_image_bytes=None)
POST = Content("Le thym", link="https://tisane.example/thym/")
CARDED = replace(POST, card=Card("Le thym"))
STYLE = CardStyle("#1f4d3a", "#f6efe0")


def png(side: int = 10) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side)).save(out, "PNG")
    return out.getvalue()


@dataclass
class Web:
    """A web that holds pictures, and counts who asks."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str, hosts: Collection[str]) -> bytes:
        self.asked.append(url)
        if url not in self.pictures:
            raise MediaError(f"{url} was answered with 404; correct the address")
        return self.pictures[url]


def article(folder: Path, picture: Picture | None) -> Article:
    return Article(
        path=str(folder / "content" / "thym.md"),
        title="Le thym",
        description="",
        link="https://www.tisane.example/thym/",
        language="fr",
        date=None,
        draft=False,
        expires=None,
        tags=(),
        picture=picture,
        sections=(),
        digest="0",
    )


@dataclass(frozen=True)
class Studio:
    """A site with a picture."""

    folder: Path

    @property
    def cup(self) -> Picture:
        """Return the article's picture."""
        return Picture(str(self.folder / "content" / "tasse.png"), "Une tasse")

    def __call__(
        self,
        picture: Picture | None = None,
        pictures: Pictures | None = None,
        web: Web | None = None,
    ) -> Illustrator:
        site = Site("https://tisane.example", str(self.folder / "content"), "Europe/Paris", "fr")
        return Illustrator(article(self.folder, picture), site, pictures or Pictures(), web or Web())


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "tasse.png").write_bytes(png())
    return Studio(tmp_path)


def teaser(kind: Kind = Kind.SECTION, picture: Picture | None = None, text: str = "Le thym aime le soleil.") -> Teaser:
    return Teaser(kind, text, None, (), picture=picture)


def test_the_announcement_shows_the_picture(studio: Studio) -> None:
    """It is the article's face."""
    post = studio(studio.cup).attach(POST, teaser(Kind.ANNOUNCEMENT), TEXT)

    assert [one.alt for one in post.media] == ["Une tasse"]


def test_other_posts_do_not_repeat_it(studio: Studio) -> None:
    """The same picture six times over is a bore."""
    assert studio(studio.cup).attach(POST, teaser(), TEXT) == POST


def test_a_post_shows_the_picture_of_its_own(studio: Studio) -> None:
    """Its author asked for it."""
    assert studio().attach(POST, teaser(Kind.OWN, studio.cup), TEXT).media[0].alt == "Une tasse"


def test_every_card_shows_the_picture(studio: Studio) -> None:
    """A card without one looks broken."""
    card = studio(studio.cup).attach(CARDED, teaser(), CARD).card

    assert card is not None
    assert card.image is not None


def test_a_link_is_not_lost_to_a_picture(studio: Studio) -> None:
    """Where a post has room for one of them, the link is what it is for."""
    assert studio(studio.cup).attach(CARDED, teaser(Kind.ANNOUNCEMENT), EITHER) == CARDED


def test_a_platform_without_pictures_gets_none(studio: Studio) -> None:
    """It would refuse the post."""
    made = studio(studio.cup, Pictures(cards=STYLE))

    assert made.attach(POST, teaser(Kind.ANNOUNCEMENT), replace(TEXT, images=0)) == POST


def test_without_a_style_no_card_is_drawn(studio: Studio) -> None:
    """Off unless it is asked for."""
    assert studio().attach(POST, teaser(), TEXT) == POST


@pytest.mark.parametrize(("square", "size"), [(False, (1200, 630)), (True, (1080, 1080))])
def test_a_post_without_a_picture_gets_a_quote_card(studio: Studio, square: bool, size: tuple[int, int]) -> None:
    """In the shape that the platform shows largest; its words are its alt text."""
    post = studio(pictures=Pictures(cards=STYLE)).attach(POST, teaser(), replace(TEXT, square=square))

    assert [(one.width, one.height, one.alt) for one in post.media] == [(*size, "Le thym aime le soleil.")]


def test_a_link_without_a_picture_gets_a_quote_card(studio: Studio) -> None:
    """In its own card."""
    card = studio(pictures=Pictures(cards=STYLE)).attach(CARDED, teaser(), CARD).card

    assert card is not None
    assert card.image is not None
    assert card.image.alt == "Le thym aime le soleil."


def test_a_picture_comes_before_a_quote_card(studio: Studio) -> None:
    """It says more."""
    post = studio(studio.cup, Pictures(cards=STYLE)).attach(POST, teaser(Kind.ANNOUNCEMENT), TEXT)

    assert post.media[0].alt == "Une tasse"


def test_a_quote_card_that_cannot_be_drawn_is_left_out_aloud(studio: Studio) -> None:
    """The post goes out all the same."""
    made = studio(pictures=Pictures(cards=STYLE))

    assert made.attach(POST, teaser(text="日本のお茶です。"), TEXT) == POST
    assert "was left out: the font Manrope lacks" in made.problems[0].reason


def test_a_picture_is_made_once_for_each_size(studio: Studio) -> None:
    """Six accounts with ten posts each would take minutes."""
    web = Web({"https://cdn.example/tasse.png": png()})
    made = studio(Picture("https://cdn.example/tasse.png", "Une tasse"), Pictures(frozenset({"cdn.example"})), web)
    posts = [
        made.attach(CARDED, teaser(), limits).card for limits in (CARD, CARD, replace(CARD, card_image_bytes=9000))
    ]

    assert web.asked == ["https://cdn.example/tasse.png"]
    assert posts[0] is not None
    assert posts[1] is not None
    assert posts[0].image is posts[1].image


def test_a_picture_that_is_not_to_be_had_is_asked_for_once_and_told_once(studio: Studio) -> None:
    """Each try may take half a minute."""
    web = Web()
    made = studio(Picture("https://cdn.example/none.png", "Une tasse"), web=web)
    for limits in (CARD, replace(CARD, card_image_bytes=9000)):
        made.attach(CARDED, teaser(), limits)

    assert len(web.asked) == 1
    assert [one.reason for one in made.problems] == [
        "the picture was left out: https://cdn.example/none.png was answered with 404; correct the address"
    ]


def test_a_host_that_the_settings_do_not_name_is_not_called() -> None:
    """By default, nobody is."""
    with pytest.raises(MediaError, match="add its host to pictures: hosts:"):
        fetch("https://cdn.example/tasse.png", frozenset())


@pytest.mark.parametrize("path", ["../../etc/tasse.png", "/etc/passwd"])
def test_a_path_that_leaves_the_site_is_refused(studio: Studio, path: str) -> None:
    """An article from elsewhere could publish what is private."""
    made = studio(Picture(str(studio.folder / "content" / path), "x"))
    made.attach(POST, teaser(Kind.ANNOUNCEMENT), TEXT)

    assert "lies outside the site; move it there" in made.problems[0].reason


def test_a_link_that_leaves_the_site_is_refused(studio: Studio) -> None:
    """It is a way out like any other."""
    (studio.folder / "content" / "link.png").symlink_to("/etc/passwd")
    made = studio(Picture(str(studio.folder / "content" / "link.png"), "x"))
    made.attach(POST, teaser(Kind.ANNOUNCEMENT), TEXT)

    assert "lies outside the site" in made.problems[0].reason


def test_a_picture_that_does_not_lie_beside_its_article_is_found_among_what_is_published(studio: Studio) -> None:
    """Many themes take `images/cup.png` from the site's root, as the page shows it."""
    served = studio.folder / "static" / "images"
    served.mkdir(parents=True)
    (served / "cup.png").write_bytes(png())
    made = studio(Picture(str(studio.folder / "content" / "images" / "cup.png"), "Une tasse"))
    post = made.attach(POST, teaser(Kind.ANNOUNCEMENT), TEXT)

    assert (len(post.media), made.problems) == (1, [])


def test_a_missing_alt_text_is_told(studio: Studio) -> None:
    """The picture goes out, and its author knows for whom it says nothing."""
    made = studio(replace(studio.cup, alt=""))
    post = made.attach(POST, teaser(Kind.ANNOUNCEMENT), TEXT)

    assert len(post.media) == 1
    assert "has no alt text" in made.problems[0].reason


def test_an_alt_text_too_long_for_the_platform_leaves_the_picture_out_aloud(studio: Studio) -> None:
    """Cut, it might say the opposite."""
    made = studio(studio.cup)

    assert made.attach(POST, teaser(Kind.ANNOUNCEMENT), replace(TEXT, alt_text=5)) == POST
    assert "has 9 characters, 5 fit; shorten it" in made.problems[0].reason


def test_a_quote_card_is_typeset_as_its_post_is(studio: Studio) -> None:
    """A question mark alone on a line looks no better on a picture."""
    asked = replace(teaser(), text="Le thym aime-t-il le soleil ?")
    post = studio(pictures=Pictures(cards=STYLE)).attach(POST, asked, TEXT)

    assert post.media[0].alt == "Le thym aime-t-il le soleil\N{NARROW NO-BREAK SPACE}?"
