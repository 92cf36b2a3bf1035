"""Rules of what returns: when, with what, and that it gives way to everything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.core.model import Campaign, Evergreen
from scheduler.core.plan import Action, Plan, Served, Standing, Subject, make
from scheduler.core.state import State
from tests.core.plan.worlds import CURVE, DAILY, NOW, Small, at, carried, fixed, post, public, subject, teaser

ONE = "Thyme dries in a week on a kitchen string."
TWO = "Lime blossom is picked before the dew has gone."
WEEKLY = Evergreen(distance=timedelta(days=7), most=7, again=True)
OUT: dict[str, Any] = {"state": State.PUBLISHED}


def thyme(*posts: Standing, rule: Evergreen | None = WEEKLY, **more: object) -> Subject:
    """Return an article that may return."""
    return subject("thyme", *posts, evergreen=rule, **more)


def planned(*subjects: Subject, gives: tuple[str, ...] = (ONE, TWO), repeat: int = 5, **more: Any) -> Plan:
    texts = {one.path: [teaser(text) for text in gives] for one in subjects}
    small = Small(texts, subjects, said=public(*subjects), **more)
    return make(replace(small, repeat=timedelta(days=repeat)).world())


def told(plan: Plan) -> list[tuple[str, int, str]]:
    """Return each deed, its day in May, and what is said, in one word."""
    return [(one.action.value, one.at.day, "one" if str(one.idea).endswith(ONE) else "two") for one in plan.deeds]


def refused(plan: Plan) -> list[str]:
    return [one.reason for one in plan.refused]


def said() -> tuple[Standing, Standing]:
    """Return the posts that have said all there is."""
    return post(1, ONE, at(1), **OUT), post(2, TWO, at(3), **OUT)


def test_an_article_returns_with_what_was_said_longest_ago() -> None:
    """At the distance that its rule asks for, each text in its turn; the plan says which posts they are."""
    plan = planned(thyme(*said()))

    assert told(plan) == [("add", 10, "one"), ("add", 17, "two"), ("add", 24, "one")]
    assert all(one.evergreen for one in plan.deeds)


def test_an_article_that_is_put_off_returns_when_it_is_there() -> None:
    """Whatever it said when it was dated otherwise; what was to return earlier does not."""
    later = replace(thyme(*said(), post(3, ONE, at(12), evergreen=True)), date=at(20))

    assert told(planned(later)) == [("cancel", 12, "one"), ("add", 20, "one"), ("add", 27, "two")]


def test_a_text_is_not_said_again_before_its_time() -> None:
    """Whatever the distance of posts; and where it may not be said again at all, it is said so."""
    assert told(planned(thyme(*said()), repeat=20)) == [("add", 21, "one"), ("add", 28, "two")]
    assert refused(planned(thyme(*said(), rule=replace(WEEKLY, again=False)))) == ["does not return: no teaser is left"]


def test_what_was_never_told_comes_first() -> None:
    """A campaign has ended before it had told everything."""
    over = Campaign(name="x", curve=CURVE, end=at(2))
    plan = planned(thyme(post(1, ONE, at(1), **OUT), campaign=over))

    assert told(plan)[:2] == [("add", 8, "two"), ("add", 15, "one")]
    assert told(planned(thyme(campaign=over)))[0] == ("add", 4, "one")


def test_a_campaign_that_has_more_to_say_goes_on_first() -> None:
    """Its curve decides; what returns waits until it has ended."""
    assert [one.evergreen for one in planned(thyme(post(1, ONE, at(1), **OUT))).deeds][:2] == [False, True]


@pytest.mark.parametrize(
    ("rule", "days", "reason"),
    [
        ({"season": ((5, 12), (5, 20))}, [12, 19], None),
        ({"season": ((5, 25), (5, 11))}, [10, 25], None),
        ({"season": ((11, 1), (2, 29))}, [], "out of season until 2026-11-01"),
        ({"until": at(12)}, [10], None),
        ({"until": at(4)}, [], "it has expired on 2026-05-04"),
        ({"distance": timedelta(weeks=8)}, [], "too soon, the last post of its article is of 2026-05-03"),
    ],
)
def test_an_article_returns_in_its_season_until_it_expires(rule: Any, days: list[int], reason: str | None) -> None:
    """Frost tips in June make a fool of whoever planned them; what stays away says why."""
    plan = planned(thyme(*said(), rule=replace(WEEKLY, **rule)))

    assert [day for _, day, _ in told(plan)] == days
    assert refused(plan) == ([] if reason is None else [f"does not return: {reason}"])


def test_the_article_that_was_silent_longest_returns_first() -> None:
    """And no more of them in a week than the rule lets."""
    once = replace(WEEKLY, most=1)
    mint = subject("mint", post(3, "Mint a", at(1), **OUT), evergreen=once)
    small = Small({"mint": [teaser("Mint a")], "thyme": [teaser(ONE), teaser(TWO)]}, [thyme(*said(), rule=once), mint])
    plan = make(replace(small, repeat=timedelta(days=1)).world())

    assert [(one.article, one.at.day) for one in plan.deeds] == [
        ("mint", 8), ("thyme", 11), ("mint", 18), ("thyme", 25),
    ]  # fmt: skip


def test_what_returns_gives_way() -> None:
    """A new article is announced in the slot; what stood there goes, and comes on another day."""
    daily = Served("a", "plain", replace(DAILY, times=DAILY.times[:1]))
    waits = post(3, ONE, at(10), evergreen=True)
    subjects = thyme(*said(), waits), subject("mint", date=at(10, 8))
    small = Small({"mint": [teaser("Mint a")], "thyme": [teaser(ONE), teaser(TWO)]}, subjects, [daily])
    deeds = make(replace(small, said=public(*subjects)).world()).deeds

    assert [(one.action.value, one.article, one.at.day) for one in deeds][:3] == [
        ("add", "mint", 10),
        ("cancel", "thyme", 10),
        ("add", "thyme", 11),
    ]
    assert deeds[1].reasons == ("its slot is needed",)


def lapsed(waits: Standing, *more: Standing, gives: tuple[str, ...] = (ONE, TWO), **changes: Any) -> str | None:
    """Return why a post that waits to return is cancelled, if it is."""
    accounts = changes.pop("accounts", [Served("a", "plain", DAILY)])
    plan = planned(thyme(*said(), *more, waits, **changes), gives=gives, accounts=accounts)
    return next((one.reasons[0] for one in plan.deeds if one.action is Action.CANCEL), None)


def test_a_post_that_returns_stays_while_it_may() -> None:
    """It is kept as long as nothing has changed, and says why it goes."""
    waits = post(3, ONE, at(10), evergreen=True)

    assert lapsed(waits) is None
    assert lapsed(replace(waits, at=at(40))) is None
    assert lapsed(replace(waits, at=at(2))) is None
    assert lapsed(replace(waits, at=at(2), held="article")) == "its time has passed while it waited"
    assert lapsed(waits, rule=None) == "its article does not return any more"
    assert lapsed(waits, gives=(TWO,)) == "its article does not say this any more, or not here"
    assert lapsed(waits, rule=replace(WEEKLY, until=at(9))) == "it has expired on 2026-05-09"
    assert lapsed(replace(waits, at=at(10, 10))) == "the rhythm has no slot at that time any more"
    closed = replace(DAILY, closed={date(2026, 5, 10): "off"})
    assert lapsed(waits, accounts=[Served("a", "plain", closed)]) == "2026-05-10 is closed: off"
    assert lapsed(waits, accounts=[Served("a", "plain", DAILY, fixed(at(10, 9, 30)))]) == "its slot is needed"


def test_a_post_that_returns_follows_its_article() -> None:
    """As every other."""
    waits = post(3, "Thyme dries in a week on my kitchen string.", at(10), evergreen=True)
    plan = planned(thyme(*said(), waits, changed=True), until=at(12))

    assert [(one.action, one.post, one.reasons) for one in plan.deeds] == [
        (Action.CHANGE, 3, ("the text has changed",))
    ]


def test_what_has_returned_and_is_wrong_by_now_is_listed() -> None:
    """Its reader saw the old text."""
    out = post(3, "Sage keeps its leaves through a mild winter.", at(3), evergreen=True, **OUT)
    plan = planned(thyme(*said(), out, changed=True), until=at(6))

    assert [one.post for one in plan.corrections] == [3]


def test_a_return_that_a_person_cancelled_is_not_made_again_at_once() -> None:
    """Else the plan would undo what a person did."""
    gone = post(3, ONE, at(10), evergreen=True, by_hand=True, state=State.CANCELLED)

    assert told(planned(thyme(*said(), gone))) == [("add", 17, "two"), ("add", 24, "one")]


def test_a_teaser_that_a_person_cancelled_does_not_return() -> None:
    """Whoever cancelled it meant it."""
    gone = post(1, ONE, at(1), by_hand=True, state=State.CANCELLED)

    assert {word for *_, word in told(planned(thyme(gone, said()[1]), repeat=1))} == {"two"}


def test_two_accounts_do_not_return_to_one_thing_in_one_minute() -> None:
    """As with all other posts."""
    posts = [replace(one, id=one.id + number, account=name) for number, name in ((0, "a"), (2, "b")) for one in said()]
    accounts = [Served(name, "plain", DAILY) for name in ("a", "b")]
    plan = planned(thyme(*posts), gives=(ONE,), accounts=accounts, until=at(11))

    assert [one.at.hour for one in plan.deeds] == [9, 17]


def test_no_slot_is_left_where_none_is() -> None:
    """And a plan that was carried out changes nothing."""
    small = Small({"thyme": [teaser(ONE), teaser(TWO)]}, [thyme(*said())])
    after = carried(small.world(), make(small.world()))

    assert make(after).deeds == []
    assert refused(planned(thyme(*said()), until=NOW)) == ["does not return: no slot is left"]
