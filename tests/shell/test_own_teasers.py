"""Posts of the author's own, from the file to the queue."""

from __future__ import annotations

import pytest

from tests.shell.command import ARTICLE, Home


def own(home: Home, *lines: str) -> Home:
    """Give the article teasers of its author's own."""
    fields = "".join(f"{line}\n" for line in ("teasers:", *lines))
    home.article.write_text(ARTICLE.replace("tags:", f"{fields}tags:"), encoding="utf-8")
    return home


def texts(home: Home, account: str) -> list[str]:
    told = home("teasers", home.article, "--json", "-a", account).json
    return [one["text"].split("\n")[0] for one in told["teasers"]]


def test_what_the_author_wrote_is_what_is_posted(home: Home) -> None:
    """To the letter, and nothing else."""
    own(home, '  - "Dix ans avec le même pied de thym : voici comment !"')

    assert texts(home, "carnet") == ["Dix ans avec le même pied de thym : voici comment !"]


def test_a_post_goes_only_where_its_author_wants_it(home: Home) -> None:
    """What suits one place is odd in another."""
    own(home, "  - {text: Pour le carnet seulement., platforms: [folder]}", "  - Pour tout le monde.")

    assert texts(home, "carnet") == ["Pour le carnet seulement.", "Pour tout le monde."]
    assert texts(home, "journal") == ["Pour tout le monde."]


def test_a_post_goes_out_when_its_author_wants_it(home: Home) -> None:
    """A launch has an hour; the rhythm is for the rest."""
    own(home, "  - {text: Ce midi-là., at: '2099-12-01T12:34'}", "  - Quand il y a de la place.")

    home("queue", home.article, "-a", "carnet")

    times = {one["text"].split("\n")[0]: one["publish_at"] for one in home("list", "--json").json}
    assert times["Ce midi-là."] == "2099-12-01T12:34:00+01:00"
    assert times["Quand il y a de la place."].endswith(("T12:15:00+01:00", "T12:15:00+02:00"))


def test_all_posts_may_have_a_time_of_their_own(home: Home) -> None:
    """Then the rhythm has nothing to say, nor has --at."""
    own(home, "  - {text: Ce midi-là., at: '2099-12-01T12:34'}")

    home("queue", home.article, "-a", "carnet", "--at", "2099-11-01T08:00")

    assert [one["publish_at"] for one in home("list", "--json").json] == ["2099-12-01T12:34:00+01:00"]


@pytest.mark.parametrize(("at", "complaint"), [("2001-01-01T09:00", "is past"), ("bientôt", "was not understood")])
def test_a_time_that_cannot_be_used_queues_nothing(home: Home, at: str, complaint: str) -> None:
    """Half an article would be hard to put right."""
    own(home, f"  - {{text: Trop tard., at: '{at}'}}", "  - Quand il y a de la place.")

    done = home("queue", home.article)

    assert (done.code, home("list", "--json").json) == (1, [])
    assert f"{home.article}, line 6: " in done.err
    assert complaint in done.err


def test_a_time_that_is_past_is_no_matter_once_queued(home: Home) -> None:
    """A script that queues every article every night must not fail for what is done."""
    own(home, "  - {text: Ce midi-là., at: '2099-12-01T12:34'}")
    home("queue", home.article)
    own(home, "  - {text: Ce midi-là., at: '2001-12-01T12:34'}")

    assert home("queue", home.article).code == 0


def test_teasers_in_another_form_are_named(home: Home) -> None:
    """Else they would be missing in silence."""
    done = own(home, "  - {texte: Bonjour.}")("queue", home.article)

    assert done.code == 1
    assert "line 5: number 1 of the teasers has 'texte', which is not known" in done.err
