"""What is found in an article before it is queued."""

from datetime import UTC, datetime

import pytest

from scheduler.core.checking import Finding, Made, Severity, check, unreadable
from scheduler.core.model import Kind, Skipped, Teaser, Voice
from scheduler.core.teasers import split
from scheduler.errors import ArticleError
from tests.core.article import SITE, read

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEAD = ("title: Le thym", "description: Le thym demande du soleil.")
TEASER = Teaser(Kind.SECTION, "Le thym lève en trois semaines.", "Semer", ((70, 80),))
MADE = (Made("journal", TEASER),)


def found(
    body: str = "",
    *fields: str,
    voice: Voice | None = None,
    made: tuple[Made, ...] = MADE,
    skipped: tuple[Skipped, ...] = (),
    head: tuple[str, ...] = HEAD,
    now: datetime = NOW,
) -> list[Finding]:
    article = read("\n".join(["---", *head, *fields, "---", body]))
    platforms = {"mastodon", "bluesky"}
    said = voice or Voice()
    return list(check(article, made, skipped, site=SITE, voice=said, platforms=platforms, now=now))


def told(findings: list[Finding]) -> list[tuple[int, str, str]]:
    return [(each.line, str(each.severity), each.rule) for each in findings]


def test_a_clean_article_has_no_findings() -> None:
    """Silence means that all is well."""
    assert found("## Semer\n\nLe thym lève en trois semaines.\n") == []


def test_a_word_to_avoid_must_be_mended() -> None:
    """The brand has said so, and what to say instead."""
    (finding,) = found("Le thym.\n\nUn petit bobo.\n", voice=Voice(avoid={"bobo": "gêne"}))

    assert finding == Finding(7, Severity.ERROR, "'bobo' is a word to avoid; say 'gêne'", "avoid")


@pytest.mark.parametrize(
    ("fields", "line"),
    [(["tags: [Thym]"], None), (["teasers: [Un petit bobo.]"], 4), (["slug: petit-bobo"], None)],
)
def test_of_the_front_matter_only_what_is_read_is_looked_at(fields: list[str], line: int | None) -> None:
    """A file's name is nobody's voice; a post of the author's own is."""
    findings = found("", *fields, voice=Voice(avoid={"bobo": "gêne"}))

    assert [each.line for each in findings] == ([] if line is None else [line])


def test_a_title_is_looked_at() -> None:
    """It is what a card shows first."""
    findings = found(head=("title: Un bobo", HEAD[1]), voice=Voice(avoid={"bobo": "gêne"}))

    assert told(findings) == [(2, "error", "avoid")]


@pytest.mark.parametrize(
    "hidden",
    [
        "`bobo`",
        "```\nbobo\n```",
        "~~~~\nbobo\n```\nbobo\n~~~~",
        "```\nbobo",
        "<!-- bobo -->",
        "{{< bobo >}}",
        "{% bobo %}",
        "[Ici](/bobo/)",
        "[ici]: /bobo/",
        '<img class="bobo">',
        "https://exemple.fr/bobo",
    ],
)
def test_what_readers_do_not_see_is_not_looked_at(hidden: str) -> None:
    """An address or a piece of code says nothing to them."""
    assert found(f"Le thym.\n\n{hidden}\n", voice=Voice(avoid={"bobo": "gêne"})) == []


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_windows_line_ends_close_a_fence(fence: str) -> None:
    """Else all that follows the first sample would go unread."""
    findings = found(f"{fence}\r\ncode\r\n{fence}\r\n\r\nUn bobo.\r\n", voice=Voice(avoid={"bobo": "gêne"}))

    assert told(findings) == [(9, "error", "avoid")]


def test_a_claim_is_shown_to_a_person() -> None:
    """It may be allowed: no program can tell."""
    (finding,) = found("Le thym soigne la toux.\n", voice=Voice(health_claims=True))

    assert told([finding]) == [(5, "warning", "claim")]
    assert "'soigne'" in finding.message


def test_a_post_with_a_claim_waits_and_is_listed_where_it_comes_from() -> None:
    """Whoever checks wants to know what it will hold up."""
    made = tuple(Made(place, TEASER, ("soigne",)) for place in ("journal", "mastodon"))
    (finding,) = found("Le thym lève en trois semaines.\n", made=made)

    assert (finding.line, finding.message) == (
        5,
        "a post on journal, mastodon says 'soigne'; `tambour queue` leaves it a draft",
    )


@pytest.mark.parametrize("tag", ["'12'", "'!'"])
def test_a_tag_that_makes_no_hashtag_is_told(tag: str) -> None:
    """It would be missing in silence."""
    assert told(found("", f"tags: [Thym, {tag}]")) == [(4, "warning", "hashtag")]


def test_a_tag_that_no_post_carries_is_told() -> None:
    """Likewise."""
    findings = found("", "tags: [Thym, Fait maison]", voice=Voice(no_hashtags=frozenset({"faitmaison"})))

    assert told(findings) == [(4, "warning", "hashtag")]


def test_a_forbidden_hashtag_in_a_post_of_the_authors_own_must_be_mended() -> None:
    """Their words are posted to the letter."""
    voice = Voice(no_hashtags=frozenset({"diy"}))
    findings = found("", "teasers:", '  - "Le thym en pot. #Thym #DIY"', voice=voice)

    assert told(findings) == [(5, "error", "hashtag")]


def test_a_picture_without_a_description_is_told() -> None:
    """Who cannot see it is left out."""
    assert told(found("", "image: thym.jpg")) == [(4, "warning", "alt")]


def test_a_picture_of_a_teaser_without_a_description_is_told() -> None:
    """Likewise."""
    findings = found("", "teasers:", "  - text: Le thym.", "    image: thym.jpg")

    assert told(findings) == [(5, "warning", "alt")]


def test_a_described_picture_is_in_order() -> None:
    """Nothing is to be done."""
    assert found("", "image: thym.jpg", "image_alt: Un brin de thym.") == []


def test_the_same_is_told_once() -> None:
    """Making the posts tells it too."""
    (finding,) = found("", "image: thym.jpg")

    assert found("", "image: thym.jpg", skipped=(Skipped(finding.message),)) == [finding]


def test_a_missing_description_is_told() -> None:
    """The announcement lives on it."""
    assert told(found(head=HEAD[:1])) == [(1, "warning", "description")]


@pytest.mark.parametrize(("length", "expected"), [(70, []), (71, [(2, "warning", "title")])])
def test_a_title_that_cards_cut_is_told(length: int, expected: list[tuple[int, str, str]]) -> None:
    """Its end is what nobody reads."""
    assert told(found(head=(f"title: {'a' * length}", HEAD[1]))) == expected


def test_an_article_without_an_address_is_told() -> None:
    """A teaser that leads nowhere teases nobody."""
    article = read("---\n" + "\n".join(HEAD) + "\n---\n", site=SITE.__class__(None, "/site/content", "UTC", "fr"))
    findings = check(article, MADE, (), site=SITE, voice=Voice(), platforms=(), now=NOW)

    assert told(list(findings)) == [(1, "warning", "link")]


@pytest.mark.parametrize("link", ["[ici]()", "[ici](#)", "[ici]( )"])
def test_a_link_that_leads_nowhere_must_be_mended(link: str) -> None:
    """Someone meant to fill it in."""
    assert told(found(f"Le thym.\n\nLisez {link}.\n")) == [(7, "error", "link")]


@pytest.mark.parametrize("text", ["[ici](#semer)", "![](thym.jpg)", "`[ici]()`", "[ici]({{< ref >}})"])
def test_a_link_that_leads_somewhere_is_in_order(text: str) -> None:
    """Nothing is to be done."""
    assert found(f"{text}\n") == []


def test_an_article_that_gets_no_posts_now_says_why() -> None:
    """The author may have forgotten the date."""
    (finding,) = found("", "draft: true")

    assert finding.message == "there would be no posts: draft"


def test_an_article_without_teasers_says_why() -> None:
    """Zero is a result, with its reason."""
    head = ("title: Le thym", "description: Le thym…")
    skipped = split(read("\n".join(["---", *head, "---", ""]))).skipped
    (finding,) = found(made=(), skipped=skipped, head=head)

    assert finding.rule == "no-teaser"
    assert finding.message.startswith("there would be no posts: nothing to tease")


def test_an_article_whose_every_teaser_was_dropped_says_so() -> None:
    """Each has its own reason besides."""
    skipped = (Skipped("balanced: a bracket is open", section="Semer", account="journal"),)
    findings = found(made=(), skipped=skipped)

    assert [each.rule for each in findings] == ["left-out", "no-teaser"]
    assert "every teaser was left out" in findings[1].message


def test_a_dropped_post_is_told_with_its_reason_where_its_section_begins() -> None:
    """The sentence to mend is there."""
    skipped = tuple(Skipped("balanced: a bracket is open", "Semer", place) for place in ("journal", "mastodon"))
    (finding,) = found("## Garder\n\nAu sec.\n\n## Semer\n\nEn avril.\n", skipped=skipped)

    assert finding == Finding(11, Severity.WARNING, "journal, mastodon: balanced: a bracket is open", "left-out")


def test_a_section_that_gives_nothing_is_no_matter() -> None:
    """An article has more sections than posts."""
    body = "Elle pousse.\n\n## Semer\n\nElle lève.\n"
    skipped = split(read("\n".join(["---", *HEAD, "---", body]))).skipped

    assert {each.section for each in skipped} == {None, "Semer"}
    assert found(body, skipped=skipped) == []


def test_what_was_left_out_of_all_posts_is_told() -> None:
    """A picture that cannot be read, for one."""
    (finding,) = found(skipped=(Skipped("the picture was left out: it is no image"),))

    assert (finding.line, finding.message) == (1, "the picture was left out: it is no image")


def test_a_picture_that_was_left_out_is_told_where_it_is_named() -> None:
    """The path to mend is there."""
    skipped = (Skipped("the picture was left out: cannot read /site/content/carnet/brin.jpg"),)
    (finding,) = found("", "image: {src: brin.jpg, alt: Un brin}", skipped=skipped)

    assert told([finding]) == [(4, "warning", "left-out")]


OWN = ["teasers:", "  - Le thym aime le soleil.", "  - La sauge dort."]


@pytest.mark.parametrize(("texts", "line"), [(["Le thym aime le soleil."], 6), (["La sauge dort."], 5), ([], 4)])
def test_a_post_of_the_authors_own_that_was_dropped_is_told_where_it_stands(texts: list[str], line: int) -> None:
    """It is the one that the account does not get; where several are wanting, all of them are meant."""
    made = [Made("journal", Teaser(Kind.OWN, text, None, ((0, 1),))) for text in texts]
    findings = found("", *OWN, made=(*made, *MADE), skipped=(Skipped("too long", account="journal"),))

    assert told(findings) == [(line, "warning", "left-out")]


def test_a_post_for_a_platform_that_there_is_not_must_be_mended() -> None:
    """It would go nowhere."""
    findings = found("", "teasers: [{text: Le thym., platforms: [mastodn, bluesky]}]")

    assert told(findings) == [(4, "error", "platform")]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-12-01T09:00", []),
        ("demain 9h", []),
        ("2026-11-01T09:00", [(4, "warning", "time")]),
        ("soon", [(4, "error", "time")]),
    ],
)
def test_a_time_that_cannot_be_used_is_told(at: str, expected: list[tuple[int, str, str]]) -> None:
    """A past one may have been kept; one that nobody understands was not."""
    assert told(found("", f"teasers: [{{text: Le thym., at: '{at}'}}]")) == expected


def test_findings_come_in_the_order_of_the_lines_and_once() -> None:
    """A person mends a file from the top down."""
    findings = found("Un bobo, un bobo.\n\n[ici]()\n", "tags: ['12']", voice=Voice(avoid={"bobo": "gêne"}))

    assert told(findings) == [(4, "warning", "hashtag"), (6, "error", "avoid"), (8, "error", "link")]


@pytest.mark.parametrize(
    ("problem", "line"),
    [("/site/a.md, line 3: the date is none", 3), ("cannot read /site/a.md: no such file", 1)],
)
def test_an_article_that_cannot_be_read_is_a_finding(problem: str, line: int) -> None:
    """The others are checked all the same."""
    assert told([unreadable(ArticleError(problem))]) == [(line, "error", "article")]
