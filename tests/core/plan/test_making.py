"""Rules of a plan: what it does to a post, and above all what it leaves alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.model import Campaign, Evergreen
from scheduler.core.plan import Action, Entry, Plan, Served, Standing, Subject, make
from scheduler.core.state import State
from tests.core.plan.worlds import CURVE, DAILY, NOW, Small, at, carried, fixed, post, public, subject, teaser

ONE = "Thyme dries in a week on a kitchen string."
TWO = "Lime blossom is picked before the dew has gone."
THREE = "Mint takes over a bed within a single summer."
GONE = "Sage keeps its leaves through a mild winter."
HELD: dict[str, Any] = {"held": "article"}


def planned(small: Small) -> Plan:
    return make(small.world())


def told(plan: Plan) -> list[tuple[str, str]]:
    """Return each deed and its time in May."""
    return [(one.action.value, f"{one.at.day} {one.at:%H:%M}") for one in plan.deeds]


def only(plan: Plan) -> Entry:
    (entry,) = plan.deeds
    return entry


def of_thyme(*posts: Standing, gives: str = ONE, **more: object) -> Plan:
    """Plan an article that gives one teaser, and has these posts."""
    return planned(Small({"thyme": [teaser(gives)]}, [subject("thyme", *posts, **more)]))


def test_an_article_is_announced_at_once_then_at_a_growing_distance() -> None:
    """The curve is in days of the calendar."""
    plan = planned(Small({"thyme": [teaser(ONE), teaser(TWO), teaser(THREE)]}))

    assert told(plan) == [("add", "4 09:00"), ("add", "6 09:00"), ("add", "10 09:00")]


def test_two_articles_share_the_slots() -> None:
    """Neither waits until the other has said everything."""
    daily = replace(DAILY, times=DAILY.times[:1])
    gives = {"mint": [teaser(ONE), teaser(TWO)], "thyme": [teaser(THREE), teaser(GONE)]}
    plan = planned(Small(gives, accounts=[Served("a", "plain", daily)]))

    assert [one.article for one in plan.deeds] == ["mint", "thyme", "mint", "thyme"]


def test_what_is_new_is_announced_before_the_backlog() -> None:
    """A reader of the feed must not hear of it on the networks in a year."""
    new = subject("thyme", date=NOW - timedelta(days=1))
    plan = planned(Small({"mint": [teaser(ONE)], "thyme": [teaser(TWO)]}, [subject("mint"), new]))

    assert plan.deeds[0].article == "thyme"


def test_an_article_that_is_dated_ahead_waits_for_its_day() -> None:
    """It is not on the web before."""
    assert told(of_thyme(date=at(12))) == [("add", "12 09:00")]


@pytest.mark.parametrize("closed", [{}, {at(12).date(): "market"}])
def test_a_post_waits_with_an_article_that_is_put_off(closed: dict[date, str]) -> None:
    """Its link would lead nowhere until then, wherever else it had to go."""
    plan = planned(
        Small(
            {"thyme": [teaser(ONE)]},
            [subject("thyme", post(1, ONE, at(8)), date=at(12))],
            [Served("a", "plain", replace(DAILY, closed=closed))],
        )
    )

    assert told(plan) == [("move", "13 09:00" if closed else "12 09:00")]
    assert only(plan).reasons == ("its article is dated 2026-05-12 now",)


def test_an_article_without_a_date_is_one_of_the_backlog() -> None:
    """Nobody knows whether it is new."""
    plan = planned(
        Small({"mint": [teaser(ONE)], "thyme": [teaser(TWO)]}, [subject("mint", date=None), subject("thyme")])
    )

    assert [one.article for one in plan.deeds] == ["thyme", "mint"]


def test_two_accounts_do_not_say_the_same_in_one_minute() -> None:
    """Who follows both would take it for a machine."""
    both = [Served(name, "plain", DAILY) for name in ("a", "b")]
    plan = planned(Small({"thyme": [teaser(ONE)]}, accounts=both))

    assert told(plan) == [("add", "4 09:00"), ("add", "4 17:00")]


def test_two_accounts_say_the_same_in_one_minute_where_that_is_wished_for() -> None:
    """A launch."""
    both = [Served(name, "plain", DAILY) for name in ("a", "b")]
    launch = subject("thyme", campaign=Campaign(together=True))

    assert told(planned(Small({"thyme": [teaser(ONE)]}, [launch], both))) == [("add", "4 09:00")] * 2


def test_what_an_account_has_said_is_not_said_again() -> None:
    """Nearly the same words are the same."""
    plan = planned(Small({"thyme": [teaser(ONE)]}, said={"a": [(f"{ONE} #Herbs", "post 7")]}))

    assert [one.reason for one in plan.refused] == ["nearly the same is said by post 7"]


def test_two_articles_that_say_the_same_are_heard_once() -> None:
    """A copied paragraph."""
    plan = planned(Small({"mint": [teaser(ONE)], "thyme": [teaser(ONE)]}))

    assert told(plan) == [("add", "4 09:00")]
    assert [one.reason for one in plan.refused] == ["nearly the same is said by a post of this plan, for 2026-05-04"]


def test_what_found_no_slot_is_named() -> None:
    """Nothing is left out in silence."""
    gives = {"mint": [teaser(ONE), teaser(TWO)], "sage": [teaser(THREE)], "thyme": [teaser(GONE)]}
    reasons = [(one.article, one.reason) for one in planned(Small(gives, until=at(4, 18))).refused]

    assert reasons == [
        ("mint", "1 more teaser: no free slot before 2026-05-04"),
        ("thyme", "no free slot before 2026-05-04"),
    ]


def test_a_post_that_is_as_wanted_is_kept() -> None:
    """A plan that is carried out changes nothing more."""
    assert of_thyme(post(1, ONE, at(6))).deeds == []


def test_a_post_of_an_article_that_was_edited_is_told_anew() -> None:
    """And what has changed is told, the numbers first."""
    edited = of_thyme(post(1, "Thyme dries in 7 days.", at(6)), gives="Thyme dries in 9 days.", changed=True)
    entry = only(edited)

    assert (entry.action, entry.at, entry.post) == (Action.CHANGE, at(6), 1)
    assert entry.reasons == ("a number has changed: 7 → 9", "the text has changed")


def test_a_link_that_has_changed_is_told() -> None:
    """The old one may lead nowhere."""
    small = Small({"thyme": [teaser(ONE, link="https://b.example/")]}, [subject("thyme", post(1, ONE, at(6)))])

    assert only(planned(small)).reasons == ("the link has changed: none → https://b.example/",)


def test_a_picture_that_has_changed_is_told() -> None:
    """The words are the same, the content is not."""
    assert only(of_thyme(post(1, ONE, at(6), digest="old"))).reasons == ("its picture, card or language has changed",)


def test_an_announcement_stays_one_whatever_its_words() -> None:
    """A new title is no new idea."""
    old, new = post(1, ONE, at(6), kind="announcement"), teaser(TWO, kind="announcement")
    plan = planned(Small({"thyme": [new]}, [subject("thyme", old, changed=True)]))

    assert (only(plan).action, only(plan).post) == (Action.CHANGE, 1)


def test_a_post_that_lost_its_passage_is_cancelled() -> None:
    """The author took it back."""
    small = Small({"thyme": []}, [subject("thyme", post(1, ONE, at(6)), changed=True)])

    assert (only(planned(small)).action, only(planned(small)).post) == (Action.CANCEL, 1)


def test_a_post_that_failed_and_lost_its_passage_stays_as_it_is() -> None:
    """A person has to look at it."""
    failed = post(1, ONE, at(2), state=State.FAILED)
    plan = planned(Small({"thyme": []}, [subject("thyme", failed, changed=True)]))

    assert (plan.deeds, plan.corrections) == ([], ())


@pytest.mark.parametrize("lost", [{"out": "draft"}, {"gone": True}])
def test_posts_of_an_article_that_is_not_public_are_held(lost: dict[str, Any]) -> None:
    """A link to nothing."""
    plan = of_thyme(post(1, ONE, at(6)), **lost)

    assert (only(plan).action, only(plan).waits_for) == (Action.HOLD, "article")
    assert of_thyme(post(1, ONE, at(6), **HELD), **lost).deeds == []


def test_posts_of_an_article_that_has_another_address_now_are_cancelled() -> None:
    """Nothing brings the old one back; the new one has posts of its own."""
    plan = of_thyme(post(1, ONE, at(6), **HELD), gone=True, now="herbs")

    assert told(plan) == [("cancel", "6 09:00")]
    assert only(plan).reasons == ("its article is now herbs",)


def test_posts_of_an_article_that_is_back_go_on() -> None:
    """At their times, or at the next ones where those have passed: nothing is fired at once."""
    back = of_thyme(post(1, ONE, at(6), **HELD), post(2, GONE, at(2), **HELD, by_hand=True))

    assert (only(back).action, only(back).at, only(back).was) == (Action.RELEASE, at(6), None)
    assert told(of_thyme(post(1, ONE, at(2), **HELD))) == [("release", "4 09:00")]


def test_a_campaign_that_is_paused_holds_its_posts_and_makes_none() -> None:
    """Until it goes on."""
    paused = Campaign(name="launch", paused=True)

    assert (only(of_thyme(post(1, ONE, at(6)), campaign=paused)).waits_for) == "campaign"
    assert of_thyme(campaign=paused).deeds == []


def test_a_campaign_has_a_beginning_and_an_end() -> None:
    """Christmas is over in January."""
    begins, ends = Campaign(name="x", start=at(10)), Campaign(name="x", end=at(4, 9))

    assert told(of_thyme(campaign=begins)) == [("add", "10 09:00")]
    assert of_thyme(campaign=ends).deeds == []
    assert told(of_thyme(post(1, ONE, at(6)), campaign=begins)) == [("move", "10 09:00")]
    assert told(of_thyme(post(1, ONE, at(6)), campaign=ends)) == [("cancel", "6 09:00")]


def test_what_ends_within_the_plan_is_announced_before_another_article_goes_on() -> None:
    """Else one campaign takes all the slots of another that is as short."""
    weekly = [Served("a", "plain", replace(DAILY, days=frozenset({1}), times=DAILY.times[:1]))]
    gives = {"mint": [teaser(ONE), teaser(TWO)], "thyme": [teaser(THREE), teaser(GONE)]}
    late, early = Campaign(name="late", end=at(12)), Campaign(name="early", end=at(12))
    both = [subject("mint", campaign=late, date=at(-9)), subject("thyme", campaign=early)]
    plan = planned(Small(gives, both, weekly))
    said = "1 more teaser: no free slot before 2026-05-12; 1 went to the campaign late, 1 to the campaign early"

    assert [one.article for one in plan.deeds] == ["mint", "thyme"]
    assert [one.reason for one in plan.refused] == [said, said]


def test_what_ends_without_a_slot_tells_who_has_them() -> None:
    """Only then can somebody settle it."""
    daily = [Served("a", "plain", replace(DAILY, times=DAILY.times[:1]), fixed(at(5)))]
    ends = Campaign(name="short", end=at(6))
    gives = {"mint": [teaser(ONE)], "thyme": [teaser(THREE)]}
    plan = planned(Small(gives, [subject("mint", date=NOW), subject("thyme", campaign=ends)], daily))
    reasons = [one.reason for one in plan.refused]

    assert reasons == ["no free slot before 2026-05-06; 1 went to other articles, 1 to what no plan may move"]


def test_a_post_goes_out_earlier_where_its_campaign_ends_before_its_time() -> None:
    """Cancelled, it would be planned anew the next night, for that earlier slot."""
    ends = Campaign(name="x", end=at(5, 12))

    assert told(of_thyme(post(1, ONE, at(6)), campaign=ends)) == [("move", "4 09:00")]


def test_a_campaign_speaks_on_its_accounts_alone() -> None:
    """What was planned elsewhere is cancelled."""
    elsewhere = Campaign(name="x", accounts=frozenset({"b"}))

    assert told(of_thyme(post(1, ONE, at(6)), campaign=elsewhere)) == [("cancel", "6 09:00")]


def test_a_slot_that_the_rhythm_has_no_more_is_left() -> None:
    """Who changes the rhythm means what is planned too."""
    assert told(of_thyme(post(1, ONE, at(6, 10)))) == [("move", "6 17:00")]


def test_a_day_that_became_a_day_off_is_left() -> None:
    """A day of mourning is in the settings, not in the queue."""
    closed = replace(DAILY, closed={date(2026, 5, 6): "mourning"})
    small = Small({"thyme": [teaser(ONE)]}, [subject("thyme", post(1, ONE, at(6)))], [Served("a", "plain", closed)])

    assert told(planned(small)) == [("move", "7 09:00")]
    assert only(planned(small)).reasons == ("2026-05-06 is closed: mourning",)


def test_a_post_makes_way_for_one_that_a_person_queued() -> None:
    """Never the other way round."""
    served = Served("a", "plain", DAILY, fixed(at(6, 8, 30)))
    small = Small({"thyme": [teaser(ONE)]}, [subject("thyme", post(1, ONE, at(6)))], [served])

    assert told(planned(small)) == [("move", "6 17:00")]


def test_two_posts_that_came_to_say_the_same_in_one_minute_part() -> None:
    """A rhythm was changed."""
    both = [Served(name, "plain", DAILY) for name in ("a", "b")]
    posts = post(1, ONE, at(6)), post(2, ONE, at(6), account="b")

    assert told(planned(Small({"thyme": [teaser(ONE)]}, [subject("thyme", *posts)], both))) == [("move", "6 17:00")]


def test_a_draft_whose_time_has_passed_gets_another() -> None:
    """Whoever approves it must not fire it."""
    assert told(of_thyme(post(1, ONE, at(2), state=State.DRAFT))) == [("move", "4 09:00")]


def test_a_queued_post_whose_time_has_passed_is_the_daemons() -> None:
    """It has a rule for what is late."""
    assert of_thyme(post(1, ONE, at(2))).deeds == []


def test_what_lies_beyond_the_plan_is_left_alone() -> None:
    """It was planned with a longer view."""
    assert of_thyme(post(1, ONE, at(40, 10))).deeds == []


@pytest.mark.parametrize(
    "mine",
    [{"by_hand": True}, {"idea": None}, {"state": State.FAILED}, {"state": State.MISSED}, {"state": State.CANCELLED}],
)
def test_what_a_person_made_changed_or_has_to_look_at_is_left_alone(mine: dict[str, Any]) -> None:
    """And its idea is not told by another post."""
    assert of_thyme(post(1, ONE, at(6, 10), **mine), changed=True).deeds == []


def test_a_post_that_a_person_changed_is_flagged_where_its_article_changed_too() -> None:
    """Whoever changed it decides."""
    edited = post(1, "Thyme dries in a week on my kitchen string.", at(6), by_hand=True, idea="old")

    assert [one.reason for one in of_thyme(edited, changed=True).clashes] == [
        "a person has changed it, and its article says something else since"
    ]


def test_a_post_of_a_person_on_an_article_that_is_gone_is_flagged() -> None:
    """It is not ours to hold."""
    plan = of_thyme(post(1, ONE, at(6), by_hand=True), gone=True)

    assert ([one.reason for one in plan.clashes], plan.deeds) == (["its article is gone"], [])


def test_a_post_of_a_person_in_quiet_hours_is_flagged() -> None:
    """It stays where it was put."""
    quiet = replace(DAILY, quiet=((at(1, 21).time(), at(1, 8).time()),))
    plan = planned(Small({}, [subject("x", out="draft")], [Served("a", "plain", quiet, fixed(at(6, 22)))]))

    assert [one.reason for one in plan.clashes] == ["22:00 lies in quiet hours"]


@pytest.mark.parametrize("state", [State.PUBLISHED, State.PUBLISHING, State.UNCERTAIN])
def test_what_is_public_is_not_said_again_but_listed_where_it_is_wrong(state: State) -> None:
    """The reader saw the old number."""
    out = post(1, "", at(2), state=state, url="https://m.example/1", idea="old")
    small = Small(
        {"thyme": [teaser("Thyme dries in 9 days on a kitchen string.")]},
        [subject("thyme", out, changed=True)],
        texts={1: "Thyme dries in 7 days on a kitchen string."},
    )
    plan = planned(small)

    assert plan.deeds == []
    assert [(one.post, one.reasons[0]) for one in plan.corrections] == [(1, "a number has changed: 7 → 9")]


def test_what_is_public_and_has_gone_from_the_article_is_listed() -> None:
    """The author took it back."""
    out = post(1, ONE, at(2), state=State.PUBLISHED)
    plan = planned(Small({"thyme": []}, [subject("thyme", out, changed=True)]))

    assert [one.reasons for one in plan.corrections] == [("its article does not say this any more",)]


def test_the_distance_counts_from_what_is_public() -> None:
    """Two days after the announcement, not after the plan."""
    out = post(1, ONE, at(3), state=State.PUBLISHED)
    small = Small({"thyme": [teaser(ONE), teaser(TWO)]}, [subject("thyme", out)])

    assert told(planned(small)) == [("add", "5 09:00")]


def test_a_distance_of_hours_counts_hours() -> None:
    """A live event."""
    live = subject("thyme", campaign=Campaign(curve=(timedelta(hours=6),)))

    assert told(planned(Small({"thyme": [teaser(ONE), teaser(TWO)]}, [live]))) == [
        ("add", "4 09:00"),
        ("add", "4 17:00"),
    ]


def test_a_time_that_the_author_gave_is_kept() -> None:
    """Whatever the rhythm, once and for all."""
    small = Small({"thyme": [teaser(ONE, at=at(8, 11)), teaser(TWO, misdated="it is past")]})
    plan = planned(small)

    assert told(plan) == [("add", "8 11:00")]
    assert [one.reason for one in plan.refused] == ["it is past"]
    assert make(carried(small.world(), plan)).deeds == []


def test_what_needs_a_person_is_a_draft() -> None:
    """A claim, or somebody who has to approve."""
    waits = planned(Small({"thyme": [teaser(ONE)]}, awaits="anna has to approve it"))
    claims = planned(Small({"thyme": [teaser(ONE, claims="a claim")]}))

    assert (only(waits).awaits, only(claims).awaits) == ("anna has to approve it", "a claim")


def test_what_was_approved_is_approved_as_it_was() -> None:
    """Another time needs another look."""
    assert only(of_thyme(post(1, ONE, at(6, 10), approved=True))).awaits == "it was approved as it was"


def test_a_post_whose_slot_is_gone_and_that_finds_no_other_is_cancelled() -> None:
    """With both reasons."""
    full = [Served("a", "plain", DAILY, fixed(at(4)))]
    small = Small({"thyme": [teaser(ONE)]}, [subject("thyme", post(1, ONE, at(4, 10)))], full, until=at(4, 12))

    assert only(planned(small)).reasons == (
        "the rhythm has no slot at that time any more; no free slot before 2026-05-04",
    )


@pytest.mark.parametrize("end", [{"until": at(5, 12)}, {"campaign": Campaign(name="x", end=at(5, 10))}])
def test_a_post_that_finds_no_later_slot_takes_an_earlier_one(end: dict[str, Any]) -> None:
    """Else it would be cancelled today, and planned anew tomorrow."""
    until = end.pop("until", at(30))
    small = Small({"thyme": [teaser(ONE)]}, [subject("thyme", post(1, ONE, at(5, 10)), **end)], until=until)

    assert told(planned(small)) == [("move", "4 09:00")]


names = st.sampled_from(["thyme", "mint", "sage"])
texts = st.sampled_from([ONE, TWO, THREE, GONE, "Rosemary likes lime.", "Anise, fennel and caraway look alike in bud."])
times = st.builds(at, st.integers(1, 35), st.sampled_from([9, 10, 17]), st.just(0))
campaigns = st.builds(
    Campaign,
    name=st.sampled_from(["", "x"]),
    curve=st.sampled_from([CURVE, (timedelta(hours=5),), (timedelta(days=1),)]),
    start=st.none() | times,
    end=st.none() | times,
    paused=st.booleans(),
    together=st.booleans(),
    accounts=st.sampled_from([frozenset(), frozenset({"a"})]),
)
evergreens = st.none() | st.builds(
    Evergreen,
    distance=st.sampled_from([timedelta(hours=5), timedelta(days=3)]),
    season=st.sampled_from([None, ((5, 8), (5, 20)), ((5, 25), (5, 6))]),
    until=st.none() | times,
    most=st.integers(1, 3),
    again=st.booleans(),
)
rhythms = st.builds(
    lambda jitter, most, closed: replace(DAILY, jitter=timedelta(minutes=jitter), most_a_week=most, closed=closed),
    st.sampled_from([0, 30]),
    st.none() | st.integers(1, 6),
    st.sampled_from([{}, {date(2026, 5, 6): "off"}]),
)


@st.composite
def worlds(draw: st.DrawFn) -> Small:
    """Draw a world in any condition."""
    gives = {name: [teaser(text) for text in draw(st.lists(texts, unique=True))] for name in draw(st.sets(names))}
    accounts = [Served(name, "plain", draw(rhythms), fixed(*draw(st.lists(times, max_size=3)))) for name in ("a", "b")]
    numbers = iter(range(1, 100))
    subjects = [_drawn(draw, name, numbers) for name in gives]
    return Small(gives, subjects, accounts, said=public(*subjects))


def _drawn(draw: st.DrawFn, name: str, numbers: object) -> Subject:
    told = [(False, text) for text in draw(st.lists(texts, unique=True, max_size=3))]
    returned = [(True, text) for text in draw(st.lists(texts, max_size=2))]
    posts = [
        post(
            next(numbers),  # type: ignore[call-overload]
            text,
            draw(times),
            account=draw(st.sampled_from(["a", "b"])),
            state=draw(st.sampled_from([State.QUEUED, State.QUEUED, State.DRAFT, State.PUBLISHED, State.FAILED])),
            held=draw(st.sampled_from([None, None, "article", "campaign"])),
            by_hand=draw(st.booleans()),
            approved=draw(st.booleans()),
            evergreen=returns,
        )
        for returns, text in [*told, *returned]
    ]
    lost: dict[str, Any] = draw(st.sampled_from([{}, {}, {"out": "draft"}, {"gone": True}]))
    changed, evergreen = draw(st.booleans()), draw(evergreens)
    return subject(name, *posts, campaign=draw(campaigns), changed=changed, evergreen=evergreen, **lost)


@given(worlds())
def test_a_plan_that_was_carried_out_changes_nothing(small: Small) -> None:
    """Whatever the world was: a timer may run it every night."""
    world = small.world()
    after = carried(world, make(world))

    assert make(after).deeds == []


@given(worlds())
def test_a_plan_touches_only_what_a_plan_made(small: Small) -> None:
    """And nobody has changed since, and nothing that is or may be public."""
    world = small.world()
    ours = {one.id for each in world.subjects for one in each.posts if one.is_ours}
    touched = {one.post for one in make(world).entries if one.post is not None}

    assert touched <= ours


@given(worlds())
def test_no_two_posts_of_a_plan_are_too_close(small: Small) -> None:
    """Gap and most hold for all that the plan places."""
    world = small.world()
    placed = [one for one in make(world).deeds if one.action in {Action.ADD, Action.MOVE}]
    for served in world.accounts:
        mine = sorted(one.at for one in placed if one.account == served.name)
        weeks = Counter(each.isocalendar()[:2] for each in mine)

        assert all(later - earlier >= served.rhythm.gap for earlier, later in pairwise(mine))
        assert max(weeks.values(), default=0) <= (served.rhythm.most_a_week or 99)


def test_the_same_world_gives_the_same_plan() -> None:
    """`apply FILE` counts on it."""
    small = Small({"thyme": [teaser(ONE), teaser(TWO)], "mint": [teaser(THREE)]})

    assert planned(small) == replace(planned(small), made_at=datetime.fromisoformat(NOW.isoformat()))
