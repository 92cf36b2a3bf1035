"""Rules of campaign parameters."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.campaign import campaign_of, evergreen_of, tagged
from scheduler.core.model import Campaign, Evergreen

LINK = "https://tisane.example/carnet/le-thym/"
SOCIAL = Campaign({"utm_source": "{platform}", "utm_medium": "social", "utm_campaign": "{slug}"})

LINKS = st.builds(
    "https://tisane.example/{}{}{}".format,
    st.text("abé/-.%20", max_size=12),
    st.text("ab=&?é+%utm_", max_size=16).map(lambda query: f"?{query}" if query else ""),
    st.text("ab?=#&", max_size=8).map(lambda fragment: f"#{fragment}" if fragment else ""),
)


def tag(link: str, campaign: Campaign = SOCIAL, *, account: str = "a", kind: str = "stat") -> str:
    return tagged(link, campaign, platform="mastodon", account=account, kind=kind)


def test_a_link_tells_where_it_was_posted() -> None:
    """The statistics of the site then know which network brings readers."""
    assert tag(LINK) == f"{LINK}?utm_source=mastodon&utm_medium=social&utm_campaign=le-thym"


def test_without_a_campaign_a_link_stays_as_it_is() -> None:
    """Nobody is followed unless the settings ask for it."""
    assert tag(LINK, Campaign()) == LINK


def test_parameters_come_after_those_that_the_link_has_and_before_its_fragment() -> None:
    """Else the page would be another one, or another place on it."""
    assert tag(f"{LINK}?page=2#recette", Campaign({"utm_source": "x"})) == f"{LINK}?page=2&utm_source=x#recette"


def test_a_parameter_of_the_link_itself_stays() -> None:
    """Its author wrote it on purpose."""
    assert tag(f"{LINK}?utm_source=lettre", Campaign({"utm_source": "x"})) == f"{LINK}?utm_source=lettre"


def test_a_parameter_that_would_be_empty_is_left_out() -> None:
    """The home page has no last part."""
    assert tag("https://tisane.example/", Campaign({"utm_campaign": "{slug}"})) == "https://tisane.example/"


@pytest.mark.parametrize("account", ["thé & menthe", "a#b?c=d", "été/100%", "日本"])
def test_what_a_parameter_says_arrives(account: str) -> None:
    """Every character, whatever it means in an address."""
    link = tag(LINK, Campaign({"utm_source": "{account}, {kind}"}), account=account, kind="tip")

    assert parse_qs(urlsplit(link).query) == {"utm_source": [f"{account}, tip"]}


def test_a_name_that_looks_like_a_placeholder_is_filled_in_once() -> None:
    """An account may be called anything."""
    link = tag(LINK, Campaign({"utm_source": "{account}"}), account="{kind}")

    assert parse_qs(urlsplit(link).query) == {"utm_source": ["{kind}"]}


@given(LINKS, st.text(max_size=8))
def test_a_tagged_link_leads_to_the_page_of_the_plain_one(link: str, account: str) -> None:
    """It is the article's link still, and is recognised as such."""
    said = Campaign({"utm_source": "{account}", "utm_campaign": "{slug}", "utm_content": "{kind}"})

    before, after = urlsplit(link), urlsplit(tag(link, said, account=account))
    assert after._replace(query="") == before._replace(query="")
    assert after.query.startswith("&".join(piece for piece in before.query.split("&") if piece))


def test_an_article_returns_by_the_first_rule_that_takes_it_and_its_author_has_the_last_word() -> None:
    """By its path or a tag; by the rule without either where the author alone wishes it."""
    guides, tagged_ones, rest = (
        Evergreen(articles=("guides/*",)),
        Evergreen(tags=frozenset({"thym"})),
        Evergreen(most=3),
    )
    rules = [guides, tagged_ones, rest]

    assert evergreen_of("guides/a.md", ["Thym"], None, rules) is guides
    assert evergreen_of("a.md", ["Thym"], True, rules) is tagged_ones
    assert evergreen_of("a.md", [], True, rules) is rest
    assert evergreen_of("a.md", [], True, []) == Evergreen()
    assert evergreen_of("a.md", [], None, rules) is evergreen_of("guides/a.md", [], False, rules) is None


REST, HERBS, NEWS = Campaign(), Campaign(tags=frozenset({"thym"})), Campaign(articles=("news/*",))


@pytest.mark.parametrize(
    ("place", "tags", "expected"),
    [
        ("carnet/thym.md", ["Thym"], HERBS),
        ("news/2026/thym.md", [], NEWS),
        ("news/thym.md", ["thym"], HERBS),
        ("carnet/sauge.md", ["sauge"], REST),
    ],
    ids=["by a tag", "by its path", "by both", "by none"],
)
def test_an_article_belongs_to_the_first_campaign_that_takes_it(
    place: str, tags: list[str], expected: Campaign
) -> None:
    """The order in the settings decides; what nobody takes is promoted all the same."""
    assert campaign_of(place, tags, [HERBS, NEWS], REST) is expected
