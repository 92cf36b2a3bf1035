from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from adapters.base import Content, Media, Unavailable
from adapters.folder import Folder
from adapters.testing import AT
from tests.adapters.fakes import connection, published

IMAGE = Media(b"a picture", "image/jpeg", 4, 3, "un carré : rouge")
POST = Content("--- Semer: l'été\n\n#jardin", "https://maison.example/semer", None, ("jardin",), "fr", (IMAGE,))


def folder(path: Path) -> Folder:
    return Folder(connection(options={"folder": str(path)}))


def parts(path: Path) -> tuple[dict[str, object], str]:
    _, head, text = next(path.glob("*.md")).read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), text


def test_a_post_is_named_by_its_time_and_key(tmp_path: Path) -> None:
    """Files sort as posts do, and two of one minute do not meet."""
    journal = folder(tmp_path)
    names = [published(journal, POST, key=key)[1].id for key in ("a", "b")]

    assert [name[:16] for name in names] == ["2026-05-04-0930-"] * 2
    assert names[0] != names[1]


def test_the_text_stands_as_it_is_to_be_pasted(tmp_path: Path) -> None:
    """A person copies it without a second look."""
    published(folder(tmp_path), POST)

    assert parts(tmp_path)[1] == f"{POST.text}\n"


def test_what_else_a_person_needs_stands_above_it(tmp_path: Path) -> None:
    """Where it goes, and which image with which text."""
    published(folder(tmp_path), POST)
    image = next(tmp_path.glob("*.jpg"))

    assert parts(tmp_path)[0] == {
        "account": "journal",
        "date": "2026-05-04T09:30:15+00:00",
        "language": "fr",
        "link": "https://maison.example/semer",
        "tags": ["jardin"],
        "images": [{"file": image.name, "alt": "un carré : rouge"}],
    }


def test_what_a_post_has_not_is_not_mentioned(tmp_path: Path) -> None:
    """An empty field asks for an answer."""
    published(folder(tmp_path), Content("Semer"))

    assert sorted(parts(tmp_path)[0]) == ["account", "date"]


def test_an_image_stands_beside_its_post(tmp_path: Path) -> None:
    """Unchanged."""
    published(folder(tmp_path), POST)

    assert next(tmp_path.glob("*-1.jpg")).read_bytes() == IMAGE.data


def test_an_image_of_an_unknown_type_keeps_its_bytes(tmp_path: Path) -> None:
    """Its name says only that it is one."""
    published(folder(tmp_path), Content("Semer", media=(Media(b"?", "image/x-unheard-of", 1, 1),)))

    assert next(tmp_path.glob("*-1.bin")).read_bytes() == b"?"


def test_a_receipt_opens_the_file(tmp_path: Path) -> None:
    """It is what the log shows."""
    _, receipt = published(folder(tmp_path), POST)

    assert receipt.url == next(tmp_path.glob("*.md")).as_uri()


def test_a_repeat_leaves_what_a_person_wrote(tmp_path: Path) -> None:
    """The file is theirs once it is there."""
    journal = folder(tmp_path)
    intent, _ = published(journal, POST)
    file = next(tmp_path.glob("*.md"))
    file.write_text("mine")
    journal.publish(intent)

    assert file.read_text() == "mine"


def test_a_folder_is_named_by_its_path(tmp_path: Path) -> None:
    """There is no other account."""
    assert folder(tmp_path).verify().url == tmp_path.as_uri()


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A file is in its way."""
    (tmp_path / "posts").write_text("")

    with pytest.raises(Unavailable, match="posts cannot be used"):
        folder(tmp_path / "posts").prepare(POST, key="a", at=AT)
