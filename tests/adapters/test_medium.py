from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from adapters.base import Card, Content, Media
from adapters.markup import seen
from adapters.medium import Medium
from adapters.testing import Rules, Seen, Stage
from adapters.texts import letters
from tests.adapters.fake_wordpress import alts
from tests.adapters.fakes import connection, published

LINK = "https://maison.example/semer?utm_source=medium"
IMAGE = Media(b"a picture", "image/jpeg", 4, 3, 'un "carré" [rouge]')
POST = Content("--- Semer : 3 < 4\n\n# été", LINK, Card("Semer & récolter <b>"), ("jardin", "été"), "fr", (IMAGE,))


class TestMedium(Rules):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def stage(self) -> Stage:
        return Stage(lambda: medium(self.folder), lambda: _exported(self.folder))


def medium(path: Path) -> Medium:
    return Medium(connection(options={"folder": str(path)}))


def _exported(folder: Path) -> Sequence[Seen]:
    return [_read(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.html"))]


def _read(page: str) -> Seen:
    _, _, shown = page.partition("</h1>")
    words = seen(shown.replace("</p><p>", "\n\n")).strip("\n")
    return Seen(words, alts(page))


def test_all_that_is_seen_of_the_page_is_to_be_copied(tmp_path: Path) -> None:
    """Title, image, text and link, and nothing of it is markup."""
    _, receipt = published(medium(tmp_path), POST)
    page = Path(tmp_path, receipt.id).read_text(encoding="utf-8")
    _, _, article = page.partition("<article>")

    assert letters(seen(article)) == letters("Semer & récolter <b>" + POST.text + "Semer & récolter <b>")
    assert '<html lang="fr">' in page
    assert '<link rel="canonical" href="https://maison.example/semer">' in page


def test_the_markdown_says_the_same(tmp_path: Path) -> None:
    """For those who import, or keep, their stories as text."""
    published(medium(tmp_path), POST)
    _, head, body = next(tmp_path.glob("*.md")).read_text(encoding="utf-8").split("---\n", 2)
    shown = MarkdownIt().render(body)

    assert yaml.safe_load(head) == {
        "title": "Semer & récolter <b>",
        "canonical": "https://maison.example/semer",
        "tags": ["jardin", "été"],
        "language": "fr",
    }
    assert letters(seen(shown)) == letters(POST.text + "Semer & récolter <b>")
    assert alts(shown) == (IMAGE.alt,)


def test_an_image_stands_beside_its_story(tmp_path: Path) -> None:
    """The page shows it from there."""
    _, receipt = published(medium(tmp_path), POST)
    image = next(tmp_path.glob("*-1.jpg"))

    assert image.read_bytes() == IMAGE.data
    assert f'src="{image.name}"' in Path(tmp_path, receipt.id).read_text(encoding="utf-8")


def test_a_story_without_a_link_names_no_original(tmp_path: Path) -> None:
    """It is the original."""
    _, receipt = published(medium(tmp_path), replace(POST, link=None, card=None))

    assert "canonical" not in Path(tmp_path, receipt.id).read_text(encoding="utf-8")


def test_a_repeat_leaves_what_a_person_wrote(tmp_path: Path) -> None:
    """The files are theirs once they are there."""
    account = medium(tmp_path)
    intent, receipt = published(account, POST)
    Path(tmp_path, receipt.id).write_text("mine")

    assert account.publish(intent) == receipt
    assert Path(tmp_path, receipt.id).read_text() == "mine"


def test_a_folder_is_named_by_its_path(tmp_path: Path) -> None:
    """There is no other account."""
    assert medium(tmp_path).verify().url == tmp_path.as_uri()
