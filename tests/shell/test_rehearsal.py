"""Rules of a rehearsal: it tells what would happen, and nothing outside of it happens."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from adapters.base import Card, Content, Counting, Intent, Limits, Media, Part, Receipt, Unavailable, Unsupported
from adapters.powers import Powers
from adapters.rations import RATIONS, Ration
from scheduler.clock import FastClock
from scheduler.core.fuse import fuse_of
from scheduler.core.place import Server
from scheduler.core.rehearsal import Span
from scheduler.rehearsal.running import ups
from scheduler.rehearsal.stage import Rationed, Stage, refusal
from scheduler.store import Store, open_store
from scheduler.store.copying import TABLES, digest
from tests.shell.command import SETTINGS, Home, make_home
from tests.shell.fakes import START

LIMITS = Limits(Counting.CODE_POINTS, text=20, images=1, image_bytes=10, image_types=("image/png",))
HOUR = timedelta(hours=1)


@pytest.fixture
def planned(home: Home) -> Home:
    """A home whose queue a plan has filled."""
    home("apply", "--yes")
    return home


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A port on this machine, which remembers whether anybody has knocked."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def told(home: Home, *options: str) -> Any:
    return home("rehearse", "--json", *options).json


def fates(home: Home, *options: str) -> list[tuple[int, str, int | None]]:
    return [(one["id"], one["fate"], one["late"]) for one in told(home, *options)["posts"]]


def test_everything_goes_out_as_planned(planned: Home) -> None:
    """The exit code says so, for a script that asks every night."""
    done = planned("rehearse")
    listed = planned("list", "--json").json

    assert (done.code, done.out.splitlines()[-1].split(": ")[1]) == (0, f"{len(listed)} on time")
    assert [(one["id"], one["at"]) for one in told(planned)["posts"]] == [
        (one["id"], one["publish_at"]) for one in listed
    ]


def test_nothing_outside_is_touched(tmp_path: Path, door: socket.socket) -> None:
    """Not the database, no platform, no page, nobody who is told of news."""
    home, port = make_home(tmp_path), door.getsockname()[1]
    at = f"http://127.0.0.1:{port}"
    settings = SETTINGS.replace("https://tisane.example", at)
    settings += f"  toot: {{platform: mastodon, url: '{at}', token: {{env: NONE}}, rhythm: {{times: ['10:00']}}}}\n"
    (tmp_path / "told").write_text(f"json://127.0.0.1:{port}\n", encoding="utf-8")
    home.config.write_text(settings + "notify: {to: [{file: told}]}\n", encoding="utf-8")
    for account in ("journal", "toot"):
        home("post", f"Bonjour {at}/thym/", "--link", f"{at}/thym/", "--account", account, "--at", "demain 9h")
    while _knocked(door):  # whoever queues for a server may ask what it takes
        pass
    before = _held(home)

    assert [fate for _, fate, _ in fates(home, "--plan")][:1] == ["on time"]
    assert (_held(home), _knocked(door)) == (before, False)
    assert not (tmp_path / "public").exists()


def _knocked(door: socket.socket) -> bool:
    try:
        door.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def _held(home: Home) -> list[object]:
    store = open_store(home.path / "tambour.db")
    with store.read() as tx:
        found: list[object] = [digest(tx, table) for table in TABLES]
    store.close()
    return found


def test_the_queue_of_a_server_is_rehearsed_in_a_file(home: Home, postgresql_place: Server) -> None:
    """Its daemons, on whatever machines, go on meanwhile."""
    home.config.write_text(f"database: '{postgresql_place.address}'\n{SETTINGS}", encoding="utf-8")
    number = home.queue_one()

    assert fates(home) == [(number, "on time", 0)]
    assert [one["state"] for one in home("list", "--json").json] == ["queued"]


def test_an_outage_leaves_it_to_the_late_policy(planned: Home) -> None:
    """What is less than six hours late goes out at once, the rest takes other slots."""
    first = planned("list", "--json").json[0]["publish_at"]
    down, up = (datetime.fromisoformat(first) + after for after in (-HOUR, 2 * HOUR))
    done = planned("rehearse", "--json", "--outage", down.isoformat(), up.isoformat())
    posts = done.json["posts"]

    assert (done.code, posts[0]["fate"], posts[0]["at"]) == (1, "late", up.isoformat())
    assert posts[0]["reason"] == "the daemon was off at its time"


def test_the_same_dice_fall_the_same_way(planned: Home) -> None:
    """Whoever changes a setting sees what that changed, and not other luck."""
    first = fates(planned, "--fail", "journal=40%")

    assert first == fates(planned, "--fail", "journal=0.4")
    assert first != fates(planned, "--fail", "journal=0.4", "--seed", "2")


def test_what_apply_would_do_is_rehearsed_before_it_is_done(home: Home) -> None:
    """The question is what three months would look like."""
    wanted = [one["publish_at"] for one in home("plan", "--json").json["posts"]]

    assert [one["at"] for one in told(home, "--plan")["posts"]] == wanted
    assert home("list", "--json").json == []


def test_only_what_goes_wrong_is_shown_where_that_is_asked_for(planned: Home) -> None:
    """Three months are long."""
    planned("pause", "carnet")
    done = planned("rehearse", "--short")
    shown = [row.split("\t") for row in done.out.splitlines() if "\t" in row][1:]

    assert (done.code, {row[2] for row in shown}, {row[4] for row in shown}) == (1, {"held"}, {"paused"})
    assert "taken for granted: the page behind each link is there" in done.err


def test_an_empty_queue_is_as_planned(new_home: Home) -> None:
    """And makes no database."""
    done = new_home("rehearse")

    assert (done.code, done.out.startswith("nothing is queued until ")) == (0, True)
    assert not (new_home.path / "tambour.db").exists()


def test_what_is_planned_after_the_end_is_counted(planned: Home) -> None:
    """Else it would seem to be lost."""
    done = planned("rehearse", "--until", "dans 1 heure")

    assert done.out.startswith("nothing is queued")
    assert "posts have a time after that" in done.err


@pytest.mark.parametrize(
    ("network", "fate", "reason"),
    [("facebook", "handed over", None), ("salon", "held", "what fits on salon is not known here: add length")],
)
def test_what_a_person_posts_is_handed_over_on_time(home: Home, network: str, fate: str, reason: str | None) -> None:
    """The rest is up to them; where nobody knows what fits, nothing leaves."""
    known = f"  main: {{platform: copy, folder: main, network: {network}, length: 500}}\n"
    home.config.write_text(SETTINGS + known, encoding="utf-8")
    home("post", "Bonjour", "--account", "main", "--at", "demain 9h")
    home.config.write_text(SETTINGS + known.replace(", length: 500", ""), encoding="utf-8")
    (one,) = told(home)["posts"]

    assert (one["fate"], one["late"]) == (fate, 0 if reason is None else None)
    assert one["reason"] == reason or reason in one["reason"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--fail", "journal"], "is no ACCOUNT=RATE"),
        (["--fail", "journal=often"], "is no ACCOUNT=RATE"),
        (["--fail", "journal=120%"], "is no ACCOUNT=RATE"),
        (["--fail", "nobody=0.1"], "there is no account 'nobody'"),
        (["--outage", "2099-01-02T09:00", "2099-01-01T09:00"], "before it begins"),
        (["--until", "2020-01-01T09:00"], "is past"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(home: Home, options: list[str], told: str) -> None:
    """With what to write instead."""
    done = home("rehearse", *options)

    assert done.code in {1, 2}
    assert told in " ".join(done.err.split()).replace("│ ", "")


@pytest.mark.parametrize(
    ("outages", "up"),
    [
        ([], [(0, 9)]),
        ([(2, 4)], [(0, 2), (4, 9)]),
        ([(-2, 4)], [(4, 9)]),
        ([(7, 12)], [(0, 7)]),
        ([(3, 5), (1, 4), (5, 6)], [(0, 1), (6, 9)]),
        ([(-1, 20)], []),
    ],
)
def test_the_daemon_runs_whenever_it_is_not_off(outages: list[tuple[int, int]], up: list[tuple[int, int]]) -> None:
    """Whatever the outages overlap."""

    def span(hours: tuple[int, int]) -> Span:
        return START + hours[0] * HOUR, START + hours[1] * HOUR

    assert list(ups(START, START + 9 * HOUR, [span(one) for one in outages])) == [span(one) for one in up]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Content("Bonjour", card=Card("Thym")), None),
        (Content("Bonjour " * 3), "the text is 24 long, the limit is 20"),
        (Content("Bonjour", parts=(Part("encore"),)), "nothing can be answered there"),
        (Content("Bonjour", media=(Media(b"x", "image/webp", 1, 1),)), "no images of the type image/webp"),
        (Content("Bonjour", media=(Media(b"x" * 11, "image/png", 1, 1),)), "an image has 11 bytes, and it takes 10"),
        (Content("Bonjour", media=(Media(b"x" * 10, "image/png", 1, 1),)), None),
    ],
)
def test_a_platform_in_memory_refuses_what_the_real_one_would(content: Content, why: str | None) -> None:
    """As far as that is known without asking it."""
    found = refusal(content, LIMITS, Powers())

    assert found is None if why is None else why in str(found)


def test_a_refusal_is_final() -> None:
    """Trying again changes nothing."""
    with pytest.raises(Unsupported, match="the limit is 20"):
        Stage(LIMITS, Powers()).prepare(Content("Bonjour " * 3), key="k", at=START)


def test_a_thread_is_taken_part_by_part() -> None:
    """What its parts hold was looked at with the first."""
    stage, content = Stage(LIMITS, Powers(threads=True, comment=True)), Content("Bonjour", parts=(Part("encore"),))
    first = stage.publish(stage.prepare(content, key="k", at=START))
    second = stage.prepare_reply(content.parts[0], content, after=(first,), key="k2", at=START)

    assert (first, stage.publish(second), stage.verify().name) == (Receipt("k"), Receipt("k2"), "a rehearsal")


def test_a_platform_that_has_had_enough_says_for_how_long() -> None:
    """The account then waits, and keeps its order."""
    clock = FastClock(START)
    stage = Stage(LIMITS, Powers(), [Rationed(Ration(2, HOUR), clock.now)])
    for _ in range(2):
        stage.publish(Intent("k", START, {}))
    clock.jump(START + HOUR / 4)
    with pytest.raises(Unavailable) as refused:
        stage.publish(Intent("k", START, {}))
    clock.jump(START + HOUR)

    assert refused.value.retry_after == HOUR * 3 / 4
    assert stage.publish(Intent("k", START, {})) == Receipt("k")


@pytest.mark.parametrize("platform", RATIONS)
def test_a_fuse_blows_before_a_platform_has_had_enough(platform: str) -> None:
    """The bound is the account's own as long as nobody raises it."""
    fuse, ration = fuse_of(platform), RATIONS[platform]
    hours = ration.within / HOUR

    assert min(fuse.hour * max(hours, 1), fuse.day * max(hours / 24, 1)) <= ration.most


def test_a_copy_is_not_flushed(tmp_path: Path) -> None:
    """It is thrown away; only what is flushed survives a power cut."""

    def flushes(store: Store) -> int:
        with store.read() as tx:
            found = int(tx.execute(text("PRAGMA synchronous")).scalar_one())
        store.close()
        return found

    kept, thrown_away = (flushes(open_store(tmp_path / "tambour.db", durable=durable)) for durable in (True, False))

    assert (kept, thrown_away) == (2, 0)


def test_a_fast_clock_stops_at_its_end() -> None:
    """Nothing is rehearsed beyond."""
    clock = FastClock(START, START + HOUR)
    clock.wait(Event(), START + 2 * HOUR, busy=False)
    clock.wait(Event(), None, busy=False)

    assert clock.now() == START + HOUR
