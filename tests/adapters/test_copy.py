"""Posts for a person's hands, and the rules that every adapter keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import Content, Finds, HandsOver, LinkPlace, Media, Replays, Unauthorized, Unavailable
from adapters.copy import Copy
from adapters.networks import network_limits
from adapters.testing import AT, Rules, Seen, Stage, failure
from tests.adapters.fakes import connection, published

IMAGE = Media(b"a picture", "image/jpeg", 4, 3, "un carré : rouge")
POST = Content("Semer l'été\n\n#jardin", media=(IMAGE,))


def by_hand(folder: Path, **options: str) -> Copy:
    return Copy(connection(options={"network": "xing", "folder": str(folder)} | options))


def laid_out(folder: Path) -> list[dict[str, bytes]]:
    return [{path.name: path.read_bytes() for path in place.iterdir()} for place in sorted(folder.iterdir())]


class TestCopy(Rules):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def stage(self) -> Stage:
        def handed() -> list[Seen]:
            found = [files for files in laid_out(self.folder) if "text.txt" in files]
            return [
                Seen(files["text.txt"].decode(), tuple(files[name].decode() for name in files if name == "image-1.txt"))
                for files in found
            ]

        return Stage(lambda: by_hand(self.folder), handed)


def test_text_and_images_lie_ready_to_be_pasted(tmp_path: Path) -> None:
    """Nothing stands in the text's file but the text."""
    _, receipt = published(by_hand(tmp_path), POST)

    assert laid_out(tmp_path) == [
        {"text.txt": POST.text.encode(), "image-1.jpg": IMAGE.data, "image-1.txt": IMAGE.alt.encode()}
    ]
    assert receipt.url == next(tmp_path.iterdir()).as_uri()


def test_a_post_that_was_edited_leaves_nothing_of_its_earlier_wording(tmp_path: Path) -> None:
    """Whoever opens the folder pastes what is there."""
    published(by_hand(tmp_path), POST)
    published(by_hand(tmp_path), replace(POST, text="Semer tard", media=()))

    assert laid_out(tmp_path) == [{"text.txt": b"Semer tard"}]


def test_only_a_person_can_tell_what_became_of_it(tmp_path: Path) -> None:
    """Class F, and not by accident."""
    adapter = by_hand(tmp_path)

    assert (isinstance(adapter, HandsOver), isinstance(adapter, Finds | Replays)) == (True, False)
    assert adapter.handover() == "xing"


def test_a_network_that_is_known_has_its_own_limits() -> None:
    """A person should not have to cut what was handed to them."""
    limits = Copy.limits_for({"network": "TikTok"})

    assert (limits.text, limits.link_place, limits.least_images) == (2200, LinkPlace.NONE, 1)


def test_a_platform_is_a_network_too_and_its_link_goes_into_the_text() -> None:
    """Nobody pastes a card."""
    limits = network_limits("linkedin")

    assert limits is not None
    assert (limits.text, limits.link_place) == (3000, LinkPlace.TEXT)


def test_the_settings_have_the_last_word() -> None:
    """Networks change their bounds."""
    limits = Copy.limits_for({"network": "tiktok", "length": "4000", "images": "0"})

    assert (limits.text, limits.images, limits.least_images) == (4000, 0, 0)


def test_a_network_that_nobody_knows_needs_a_length(tmp_path: Path) -> None:
    """A text that is too long would be cut by hand."""
    assert Copy.limits_for({"network": "agora", "length": "99"}).text == 99
    for call in (
        by_hand(tmp_path, network="agora").verify,
        lambda: published(by_hand(tmp_path, network="agora"), POST),
    ):
        assert "add length" in str(failure(call))
        assert type(failure(call)) is Unauthorized


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A file is in its way."""
    (tmp_path / "posts").write_text("")

    error = failure(lambda: by_hand(tmp_path / "posts").prepare(POST, key="a", at=AT))

    assert (type(error), "posts" in str(error)) == (Unavailable, True)
