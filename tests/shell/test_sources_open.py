"""What only some people may read is no article, and no part of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import SourceError
from scheduler.sources.wordpress import ACCESS
from tests.shell.sourced import MAP, PROSE, THYME, WXR, articles, exported, fetched, ghost, site

SECRET = "<p>Only subscribers may read this sentence about thyme and its price.</p>"
VIEW = "premium-content/subscriber-view"
WALLS = {
    "jetpack": f"{PROSE}<!-- wp:jetpack/paywall /-->{SECRET}",
    "premium": f"<!-- wp:{VIEW} -->{SECRET}<!-- /wp:{VIEW} -->{PROSE}",
    "never closed": f"{PROSE}<!-- wp:{VIEW} -->{SECRET}",
    "shortcode": f"[members_only]{SECRET}[/members_only]{PROSE}",
    "within a layout": f'[vc_row][restrict role="paid"]\n\n{SECRET}[b]x[/b][/restrict]{PROSE}[/vc_row]',
    "gated": f'<!--kg-gated-block:begin nonMember:false memberSegment:"" -->{SECRET}<!--kg-gated-block:end-->{PROSE}',
    "half gated": f"{PROSE}<!--kg-gated-block:begin nonMember:false-->{SECRET}",
}


@pytest.mark.parametrize("wall", WALLS)
def test_what_stands_behind_a_wall_is_left_out_of_an_article(tmp_path: Path, wall: str) -> None:
    """A post would make public what people paid for; what stands before or after the wall is everybody's."""
    exported(tmp_path, ghost(html=WALLS[wall]) if "gated" in wall else WXR.replace(PROSE, WALLS[wall]))
    (text,) = [one.text for title, one in articles(tmp_path / "articles").items() if title == "Le thym"]

    assert "subscribers" not in text
    assert "keeps most of its oil" in text


def test_a_block_for_who_is_no_member_is_everybody_s(tmp_path: Path) -> None:
    """A newsletter shows its public another text."""
    block = '<!--kg-gated-block:begin nonMember:true memberSegment:"" --><p>Welcome.</p><!--kg-gated-block:end-->'
    exported(tmp_path, ghost(html=block))

    assert "Welcome." in articles(tmp_path / "articles")["Le thym"].text


@pytest.mark.parametrize(
    "export",
    [
        WXR.replace("_thumbnail_id</wp:meta_key><wp:meta_value>9", f"{ACCESS}</wp:meta_key><wp:meta_value>subscribers"),
        WXR.replace("<wp:status>publish", "<wp:status>private"),
        WXR.replace("<wp:post_id>1<", "<wp:post_password>x</wp:post_password><wp:post_id>1<"),
    ],
)
def test_a_post_of_wordpress_that_not_everybody_may_read_is_none(tmp_path: Path, export: str) -> None:
    """Neither are drafts and pages."""
    exported(tmp_path, export)

    assert "Le thym" not in articles(tmp_path / "articles")


@pytest.mark.parametrize(
    "export",
    [
        ghost(visibility="members"),
        ghost(visibility=None),
        ghost(page=1),
        ghost(status="scheduled").replace('"feature_image_alt"', '"email_only": 1, "feature_image_alt"'),
    ],
)
def test_a_post_of_ghost_that_not_everybody_may_read_is_none(tmp_path: Path, export: str) -> None:
    """One that will be sent by mail alone has no page, and an export with nothing else changes nothing."""
    exported(tmp_path, ghost())
    with pytest.raises(SourceError, match="has no article that everybody may read; nothing was changed"):
        exported(tmp_path, export)

    assert list(articles(tmp_path / "articles")) == ["Le thym"]


@pytest.mark.parametrize(
    "said",
    [
        '<meta name="robots" content="NOINDEX">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>',
    ],
)
def test_a_page_that_is_kept_from_the_public_is_no_article(tmp_path: Path, said: str) -> None:
    """Its author wants it neither found nor, where it is paid for, told."""
    fetched(tmp_path, site(thyme=THYME.replace("<head>", f"<head>{said}")), MAP)

    assert list(articles(tmp_path)) == ["Sage in winter"]


def test_what_an_author_keeps_from_being_posted_stays_so(tmp_path: Path) -> None:
    """The comment is the same in a browser's editor as in a Markdown file."""
    html = f"{PROSE}<h2>Prices</h2><!-- tambour: skip --><p>A bunch costs five euros.</p><h2>After</h2><p>Cut it.</p>"
    exported(tmp_path, ghost(html=html))
    found = articles(tmp_path / "articles")["Le thym"]

    assert [one.title for one in found.sections] == [None, "After"]
