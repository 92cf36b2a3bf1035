from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import guard, http
from adapters.base import (
    AdapterError,
    Connection,
    Content,
    Identity,
    Intent,
    Media,
    Part,
    Receipt,
    Refused,
    Unauthorized,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.line import Line
from adapters.nostr import Nostr, bech32, event
from adapters.nostr.relay import addresses
from adapters.testing import AT, Drawer, Rules, Stage
from tests.adapters.fake_nostr import FAR, ME, NEAR, NSEC, OTHER, SECRET, FakeNostr, Relay, made
from tests.adapters.fakes import CLOCK, connection, frozen, published

OPTIONS = {"key": NSEC, "relays": f"{NEAR} {FAR}"}
NPUB = bech32.encode("npub", bytes.fromhex(ME))
POST = Content("Semer l'été\nhttps://ex.org/semer", link="https://ex.org/semer", tags=("Jardin",), language="fr-FR")
IMAGE = Media(b"one", "image/png", 3, 2, "un carré")


class TestNostr(Rules):
    secrets = (NSEC, SECRET)

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def stage(self) -> Stage:
        relays = FakeNostr()
        places = {"media_folder": str(self.folder), "media_url": "https://ex.org/pictures"}
        return Stage(lambda: account(relays, **places), relays.public, self.secrets)


def account(server: Callable[[httpx.Request], httpx.Response], /, **options: str) -> Nostr:
    return Nostr(connection(server, {**OPTIONS, **options}), clock=CLOCK.timestamp)


def failing(relays: FakeNostr, call: Callable[[Nostr, Intent], object] | None = None) -> AdapterError:
    """Return what becomes of a post, or of a call about it."""
    nostr = account(relays)
    intent = nostr.prepare(POST, key="k1", at=AT)
    with pytest.raises(AdapterError) as caught:
        call(nostr, intent) if call else nostr.publish(intent)

    return caught.value


def cut(data: bytes) -> list[bytes | Exception]:
    return [b""]


def tags(intent: Intent) -> list[list[str]]:
    found: Any = frozen(intent, "event", "tags")
    return [tag for tag in found if tag[0] != event.KEY]


# names and keys


def test_an_id_is_the_one_that_everybody_computes() -> None:
    """A relay refuses any other; the vector has quotes, a line break and letters beyond the plane."""
    found = event.digest("a" * 64, 1796115600, 1, [["t", "test"]], 'Hello "nostr"\nline2 é 🎉')

    assert found == "57ec366e9579350cb40cd293e8f0358ee097b38c7a0218af43449e250367d477"


@pytest.mark.parametrize(
    ("kind", "data", "word"),
    [
        (
            "npub",
            "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e",
            "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
        ),
        (
            "nsec",
            "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa",
            "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5",
        ),
    ],
)
def test_a_name_for_people_is_the_one_of_the_standard(kind: str, data: str, word: str) -> None:
    """NIP-19 has these."""
    assert bech32.encode(kind, bytes.fromhex(data)) == word
    assert bech32.decode(word) == (kind, bytes.fromhex(data))


def test_a_list_of_names_is_the_one_of_the_standard() -> None:
    """NIP-19 has this one; it names an author and two relays."""
    author = bytes.fromhex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d")
    pieces = [(0, author), (1, b"wss://r.x.com"), (1, b"wss://djbas.sadkb.com")]

    assert bech32.encode("nprofile", bech32.listed(pieces)) == (
        "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4mhxue69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p"
    )


@given(st.binary(min_size=1, max_size=60), st.integers(min_value=0, max_value=500), st.sampled_from("qp0z"))
def test_a_name_with_a_wrong_letter_is_none(data: bytes, place: int, letter: str) -> None:
    """A key that was copied badly must not become another key."""
    word = bech32.encode("nsec", data)
    wrong = 5 + place % (len(word) - 5)
    spoilt = f"{word[:wrong]}{letter}{word[wrong + 1 :]}"
    if spoilt == word:
        return

    with pytest.raises(ValueError, match="wrong"):
        bech32.decode(spoilt)


@pytest.mark.parametrize("key", [NSEC, NSEC.upper(), SECRET, SECRET.upper()])
def test_a_key_may_be_written_either_way(key: str) -> None:
    """Programs show one or the other."""
    assert account(FakeNostr(), key=key).verify().url == f"https://njump.me/{NPUB}"


@pytest.mark.parametrize("key", ["", "nsec", NSEC[:-1], SECRET[:-1], "0" * 64, NPUB.replace("npub1", "note1"), "nö"])
def test_what_is_no_key_is_said_without_showing_it(key: str) -> None:
    """It may be a key with a letter missing."""
    with pytest.raises(Unauthorized, match="nsec1") as caught:
        account(FakeNostr(), key=key).verify()

    assert len(key) < 5 or key not in str(caught.value)


def test_a_public_key_is_told_for_one() -> None:
    """Everybody confuses the two once."""
    with pytest.raises(Unauthorized, match="npub"):
        account(FakeNostr(), key=NPUB).verify()


@pytest.mark.parametrize("module", ["coincurve", "websockets.protocol"])
def test_an_extra_that_is_not_installed_is_named(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most people need neither."""
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(Unavailable, match=r"tambour\[nostr\]"):
        account(FakeNostr()).verify()


# relays


@pytest.mark.parametrize("written", [f"{NEAR} {FAR}", f"{NEAR},{FAR}/", f" {NEAR}\n{FAR},  {NEAR} "])
def test_relays_are_named_in_a_row(written: str) -> None:
    """With spaces, commas or lines; one that is named twice is one."""
    assert addresses(written) == [NEAR, FAR]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nos.lol",
        "ws://nos.lol",
        "https://nos.lol",
        "wss://",
        "wss://a:b@nos.lol",
        "wss://nos.lol:x",
        "ws://10.0.0.3",
    ],
)
def test_a_relay_that_is_not_named_safely_holds_the_account(written: str) -> None:
    """Nothing leaves without TLS, but to this machine."""
    with pytest.raises(Unauthorized, match="relays"):
        account(FakeNostr(), relays=written).verify()


@pytest.mark.parametrize("url", ["ws://127.0.0.1:6969", "ws://localhost:6969", "ws://[::1]:6969"])
def test_a_relay_of_this_machine_needs_no_tls(url: str) -> None:
    """It is for trying things out."""
    assert addresses(url) == [url]


def test_more_relays_than_can_be_asked_in_time_are_refused() -> None:
    """Each may take its seconds."""
    with pytest.raises(Unauthorized, match="at most 10"):
        addresses(" ".join(f"wss://r{number}.example" for number in range(11)))


def test_a_relay_that_leads_into_a_private_network_is_not_called() -> None:
    """It goes the way of all requests, past the same guard."""
    line = Line(http._tls(), (), lambda host, port: ["10.0.0.3"])
    with httpx.Client(transport=line) as client:
        nostr = Nostr(Connection("journal", {**OPTIONS, "relays": NEAR}, client, Drawer()))

        with pytest.raises(Unavailable, match="private network"):
            nostr.verify()


def test_a_relay_that_the_settings_name_by_its_address_may_be_called() -> None:
    """Each of them, not only the first."""
    assert guard.named(["wss://nos.lol ws://127.0.0.1:1, wss://10.0.0.3"]) == {"127.0.0.1", "10.0.0.3"}


def test_the_relays_tell_how_long_a_note_may_be(tmp_path: Path) -> None:
    """The shortest bound holds for all; what is no number is none."""
    relays = FakeNostr()
    relays.near.limits = {"max_content_length": 8000, "max_message_length": 64_000}
    relays.far.limits = {"max_content_length": 5000, "max_message_length": "much"}
    found = account(relays, media_folder=str(tmp_path), media_url="https://ex.org/").read_limits()

    assert (found.text, found.text_bytes, found.images) == (5000, 63_000, 10)


def test_without_a_public_place_there_are_no_images() -> None:
    """So that one is refused when it is planned."""
    assert account(FakeNostr()).read_limits().images == 0


# notes


def test_a_note_is_signed_and_says_what_it_is_about() -> None:
    """In which language, too; readers look for notes by both."""
    relays = FakeNostr()
    intent, _ = published(account(relays), POST)

    assert tags(intent) == [["t", "jardin"], ["L", "ISO-639-1"], ["l", "fr", "ISO-639-1"]]
    assert relays.notes == [frozen(intent, "event")]


def test_a_language_of_three_letters_is_told_as_well() -> None:
    """What can be said is not dropped."""
    intent = account(FakeNostr()).prepare(replace(POST, tags=(), language="gsw-CH"), key="k1", at=AT)

    assert tags(intent) == [["L", "ISO-639-3"], ["l", "gsw", "ISO-639-3"]]


def test_two_posts_of_one_text_in_one_second_are_two() -> None:
    """An event is named by what it says: the second would vanish in the first."""
    relays = FakeNostr()
    nostr = account(relays)
    receipts = {published(nostr, POST, key=key)[1] for key in ("k1", "k2")}

    assert (len(receipts), len(relays.notes)) == (2, 2)


def test_a_receipt_says_where_people_read_it() -> None:
    """By a name that tells the page which relay to ask."""
    intent, receipt = published(account(FakeNostr()), POST)
    kind, data = bech32.decode(str(receipt.url).removeprefix("https://njump.me/"))

    assert (receipt.id, kind) == (frozen(intent, "event", "id"), "nevent")
    assert data == bech32.listed([(0, bytes.fromhex(receipt.id)), (1, NEAR.encode()), (2, bytes.fromhex(ME))])


def test_images_stand_below_the_text_where_everybody_can_fetch_them(tmp_path: Path) -> None:
    """With their shape, their words, and a sum that proves them."""
    relays = FakeNostr()
    nostr = account(relays, media_folder=str(tmp_path), media_url="https://ex.org/pictures")
    intent, _ = published(nostr, replace(POST, tags=(), language=None, media=(IMAGE, replace(IMAGE, alt=""))))
    (file,) = tmp_path.iterdir()
    url = f"https://ex.org/pictures/{file.name}"
    described = ["imeta", f"url {url}", "m image/png", "dim 3x2", "alt un carré"]
    proof = "x 7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"

    assert tags(intent) == [[*described, proof], [*described[:-1], proof]]
    assert frozen(intent, "event", "content") == f"{POST.text}\n\n{url}\n{url}"
    assert file.read_bytes() == b"one"
    assert [each.text for each in nostr.sent(since=AT - timedelta(days=1))] == [POST.text]


def test_an_image_without_a_public_place_is_refused() -> None:
    """Relays take no files."""
    with pytest.raises(Unsupported, match="media_folder"):
        account(FakeNostr()).prepare(replace(POST, media=(IMAGE,)), key="k1", at=AT)


def test_a_part_answers_the_last_one_in_the_thread_of_the_first() -> None:
    """As NIP-10 has it: what answers the first alone is marked once."""
    nostr = account(FakeNostr())
    _, first = published(nostr, POST)
    second = nostr.prepare_reply(Part("La suite"), Content(""), after=(first,), key="k2", at=AT)
    third = nostr.prepare_reply(Part("Et fin"), Content(""), after=(first, nostr.publish(second)), key="k3", at=AT)
    root = ["e", first.id, NEAR, "root", ME]

    assert tags(second) == [root, ["p", ME]]
    assert tags(third) == [root, ["e", str(frozen(second, "event", "id")), NEAR, "reply", ME], ["p", ME]]


# handing over


def test_a_note_goes_to_every_relay() -> None:
    """So that each reader finds it on one of theirs."""
    relays = FakeNostr()
    published(account(relays), POST)

    assert relays.near.events == relays.far.events != {}


@pytest.mark.parametrize(
    "trouble",
    [
        lambda relay: setattr(relay, "opens", 503),
        lambda relay: setattr(relay, "answer", "blocked: not on the list"),
        lambda relay: setattr(relay, "pieces", cut),
    ],
)
def test_one_relay_that_takes_it_is_enough(trouble: Callable[[Relay], None]) -> None:
    """That is what several are for; whichever comes first."""
    for place in ("near", "far"):
        relays = FakeNostr()
        trouble(getattr(relays, place))
        published(account(relays), POST)

        assert len(relays.public()) == 1


def test_a_relay_that_did_not_take_it_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Its readers do not see the note, and nobody else would say so."""
    relays = FakeNostr()
    relays.far.answer = "blocked: not on the list"
    published(account(relays), POST)

    assert caplog.messages == ["journal: not on every relay: far.example/nostr: blocked: not on the list"]


def test_a_note_that_a_relay_has_already_is_published() -> None:
    """It is the same one, whatever the relay calls that."""
    relays = FakeNostr()
    relays.near.answer = relays.far.answer = "duplicate: have it"
    intent, receipt = published(account(relays), POST)

    assert receipt.id == frozen(intent, "event", "id")


@pytest.mark.parametrize(
    ("near", "far", "expected"),
    [
        ("invalid: no", "blocked: you", Refused),
        ("", "pow: more work", Refused),
        ("rate-limited: slow down", "blocked: you", Unavailable),
        ("error: no disk", "rate-limited: slow down", Unavailable),
    ],
)
def test_what_all_relays_refuse_is_refused_unless_one_may_take_it_later(
    near: str, far: str, expected: type[AdapterError]
) -> None:
    """Their words say which."""
    relays = FakeNostr()
    relays.near.answer, relays.far.answer = near, far
    error = failing(relays)

    assert type(error) is expected
    assert "near.example" in str(error)
    assert "far.example" in str(error)


def test_a_refusal_without_a_name_is_of_what_was_handed_over() -> None:
    """Some relays leave it empty, and nothing else was."""
    relays = FakeNostr()
    relays.near.says = relays.far.says = lambda asked: [["OK", "", False, "invalid: too large"]]  # type: ignore[method-assign]

    assert type(failing(relays)) is Refused


def test_a_relays_words_are_repeated_short_and_printable() -> None:
    """They go onto a terminal."""
    relays = FakeNostr()
    relays.near.answer = relays.far.answer = "blocked: \x1b[31m" + "and so on " * 1000
    told = str(failing(relays))

    assert told.isprintable()
    assert len(told) < 500


def garbage(data: bytes) -> list[bytes | Exception]:
    return [b"\xff\xff\xff HTTP/1.1 500"]


def half(data: bytes) -> list[bytes | Exception]:
    return [data[: len(data) // 2], b""]


def no_json(data: bytes) -> list[bytes | Exception]:
    return [b"\x81\x02[{"]


def endless(data: bytes) -> list[bytes | Exception]:
    return [b"\x81\x02[]" * 1_100]


@pytest.mark.parametrize("pieces", [cut, half, garbage, no_json, endless, lambda data: [httpcore.ReadError("reset")]])
def test_a_lost_answer_is_uncertain_and_a_repeat_makes_one_note(pieces: Any) -> None:
    """The event is named by what it says: to hand it over again is to hand over the same."""
    relays = FakeNostr()
    relays.near.pieces = relays.far.pieces = pieces
    error = failing(relays)
    relays.near.pieces = relays.far.pieces = lambda data: [data]
    published(account(relays), POST)

    assert type(error) is Uncertain
    assert len(relays.public()) == 1


def test_a_relay_that_says_nothing_or_speaks_drop_by_drop_is_not_waited_for() -> None:
    """It would hold the account's other posts up for hours."""
    relays = FakeNostr()
    relays.near.pieces = relays.far.pieces = lambda data: [data[place : place + 1] for place in range(len(data))]
    seconds = count(step=3)
    nostr = Nostr(connection(relays, OPTIONS), stopwatch=lambda: next(seconds))

    with pytest.raises(Uncertain, match="longer than 20 s"):
        nostr.publish(nostr.prepare(POST, key="k1", at=AT))


def test_an_answer_in_pieces_with_pings_in_between_is_one_answer() -> None:
    """Lines cut where they like, and relays look whether anybody is there."""
    relays = FakeNostr()
    relays.near.pieces = lambda data: [b"\x89\x01!", data[:1], data[1:]]
    published(account(relays, relays=NEAR), POST)

    assert len(relays.notes) == 1


def test_a_relay_that_cannot_be_reached_has_nothing() -> None:
    """Trying again is safe; where it says when, that is heeded."""
    relays = FakeNostr()
    relays.near.opens = relays.far.opens = 429
    error = failing(relays)

    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(minutes=1)


def test_what_answers_for_a_relay_without_having_understood_is_none() -> None:
    """A cache, or a server of something else."""

    def confused(request: httpx.Request) -> httpx.Response:
        return httpx.Response(101, headers={"Sec-WebSocket-Accept": "an older answer"})

    nostr = account(confused)

    with pytest.raises(Unavailable, match="somebody else"):
        nostr.publish(nostr.prepare(POST, key="k1", at=AT))


def test_a_line_that_fails_before_anything_was_said_is_no_doubt() -> None:
    """Nothing was sent."""

    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route\x07", request=request)

    nostr = account(away)

    with pytest.raises(Unavailable, match="cannot be reached"):
        nostr.publish(nostr.prepare(POST, key="k1", at=AT))


@pytest.mark.parametrize(("heard", "expected"), [(b"", Unavailable), (b"\x89\x01!", Uncertain)])
def test_what_may_no_longer_leave_has_not_left(heard: bytes, expected: type[AdapterError]) -> None:
    """A daemon that slept finds its line closed; once the relay has spoken, only the relay knows."""
    relays = FakeNostr()
    closed = httpcore.ConnectError("held up for so long")
    relays.near.pieces = relays.far.pieces = lambda data: [heard, closed] if heard else [closed]

    assert type(failing(relays)) is expected


def test_a_relay_that_wants_to_know_who_asks_is_told() -> None:
    """By a proof for this relay and this moment (NIP-42); then it takes what it is given."""
    relays = FakeNostr()
    relays.near.challenge = "a-challenge"
    published(account(relays, relays=NEAR), POST)

    assert len(relays.notes) == 1


def test_a_relay_that_wants_to_know_who_asks_answers_then() -> None:
    """For what it shows it may want the same."""
    relays = FakeNostr()
    nostr = account(relays, relays=NEAR)
    intent, receipt = published(nostr, POST)
    relays.near.challenge = "a-challenge"

    assert nostr.find(intent) == receipt


def test_a_challenge_that_no_proof_can_repeat_is_none() -> None:
    """Half a letter cannot be written down."""
    relays = FakeNostr()
    told = ["AUTH", "\ud800"], ["OK", "", False, "auth-required: who?"]
    relays.near.says = relays.far.says = lambda asked: [*told]  # type: ignore[method-assign]

    assert type(failing(relays)) is Refused


def test_a_relay_that_no_proof_convinces_is_asked_once_more_and_no_further() -> None:
    """It would go on for ever."""
    relays = FakeNostr()
    relays.near.answer = relays.far.answer = "auth-required: members only"

    assert type(failing(relays)) is Refused


# asking


def test_the_account_calls_itself_as_it_does_in_its_profile() -> None:
    """The newest one, whichever relay has it; a key is not for people."""
    relays = FakeNostr()
    old = made('{"name": "avant"}', kind=0, at=1000)
    new = made('{"display_name": "Maison\\nTilleul", "name": "t"}', kind=0)
    relays.near.events, relays.far.events = {old["id"]: old}, {new["id"]: new}

    assert account(relays).verify() == Identity("Maison Tilleul", f"https://njump.me/{NPUB}")


@pytest.mark.parametrize("content", ["", "[]", '{"name": 7}', '{"name": ""}', '{"name": "\\u0007"}'])
def test_an_account_without_a_name_is_called_by_its_key(content: str) -> None:
    """A profile may hold anything."""
    relays = FakeNostr()
    profile = made(content, kind=0)
    relays.near.events[profile["id"]] = profile

    assert account(relays).verify().name == NPUB


def test_what_somebody_else_signed_is_not_ours() -> None:
    """A relay shows what it likes."""
    relays = FakeNostr()
    forged = {**made("pas de nous", by=OTHER), "pubkey": ME}
    foreign = made("autre", by=OTHER)
    changed = {**made("à nous"), "content": "changé"}
    shown: list[Any] = [
        forged,
        foreign,
        changed,
        None,
        {},
        [],
        {**foreign, "tags": [[1]]},
        {**foreign, "created_at": "hier"},
    ]
    relays.near.wanted = lambda wanted: shown  # type: ignore[method-assign]

    assert list(account(relays).sent(since=AT)) == []


def test_a_note_is_found_on_any_relay() -> None:
    """The first may have been away."""
    relays = FakeNostr()
    nostr = account(relays)
    intent, receipt = published(nostr, POST)
    relays.near.events.clear()

    assert nostr.find(intent) == receipt


def test_a_note_that_no_relay_has_is_not_there_only_if_all_say_so() -> None:
    """One that is away may have it."""
    relays = FakeNostr()
    nostr = account(relays)
    intent = nostr.prepare(POST, key="k1", at=AT)
    relays.near.opens = 502

    with pytest.raises(Unavailable, match="not all"):
        nostr.find(intent)


def test_a_relay_that_shows_something_else_proves_nothing() -> None:
    """It was asked for one event by its name."""
    relays = FakeNostr()
    relays.near.wanted = lambda wanted: [made("autre")]  # type: ignore[method-assign]

    assert "something else" in str(failing(relays, lambda nostr, intent: nostr.find(intent)))


def test_a_relay_that_does_not_want_to_be_asked_says_so() -> None:
    """It closes what was asked."""
    relays = FakeNostr()
    relays.near.says = relays.far.says = lambda asked: [["CLOSED", asked[1], "error: shutting down"]]  # type: ignore[method-assign]

    assert "shutting down" in str(failing(relays, lambda nostr, intent: nostr.find(intent)))


def test_the_accounts_notes_are_listed_from_the_newest_page_by_page() -> None:
    """What was posted by hand is not repeated."""
    relays = FakeNostr()
    relays.near.page = 2
    for number in range(5):
        note = made(f"note {number}", at=AT.timestamp() + number)
        relays.near.events[note["id"]] = note
    old = made("trop vieux", at=AT.timestamp() - 1000)
    relays.far.events[old["id"]] = old
    found = list(account(relays).sent(since=AT - timedelta(seconds=1)))

    assert [each.text for each in found] == [f"note {number}" for number in (4, 3, 2, 1, 0)]
    assert [each.at.timestamp() - int(AT.timestamp()) for each in found] == [4, 3, 2, 1, 0]


def test_a_list_that_does_not_reach_back_far_enough_says_so() -> None:
    """Half a list passes for a whole one."""
    relays = FakeNostr()
    relays.near.page = 1
    for number in range(12):
        note = made(f"note {number}", at=AT.timestamp() + number)
        relays.near.events[note["id"]] = note

    with pytest.raises(Unavailable, match="more"):
        list(account(relays, relays=NEAR).sent(since=AT))


def test_a_note_is_measured_by_what_the_relays_have_together() -> None:
    """What two of them have counts once; one's own answers are no answers."""
    relays = FakeNostr()
    nostr = account(relays)
    _, receipt = published(nostr, POST)
    about = ["e", receipt.id]
    like, zap = made("+", about, kind=7, by=OTHER), made("", about, kind=9735, by=OTHER)
    other = made("oh", about, by="22" * 32)
    relays.near.events |= {each["id"]: each for each in (like, other, made("suite", about))}
    relays.far.events |= {each["id"]: each for each in (like, zap)}

    assert nostr.measure(receipt) == {"reactions": 1, "reposts": 0, "replies": 1, "zaps": 1}


def test_what_people_answer_is_heard_from_every_relay_once() -> None:
    """By who said it, as people write that; one's own thread is among it."""
    relays = FakeNostr()
    nostr = account(relays)
    _, receipt = published(nostr, POST)
    about, at = ["e", receipt.id], AT.timestamp()
    other, own = made("oh", about, by=OTHER, at=at + 1), made("suite", about, at=at + 2)
    stray = made("ailleurs", ["e", "00" * 32], by=OTHER)
    relays.near.wanted = relays.far.wanted = lambda wanted: [own, other, stray]  # type: ignore[method-assign]
    found = list(nostr.heard(receipt))

    assert [(each.text, each.receipt.id) for each in found] == [("oh", other["id"]), ("suite", own["id"])]
    assert found[1].author == NPUB


def test_a_note_is_taken_back_by_a_wish_to_every_relay() -> None:
    """Twice does no harm."""
    relays = FakeNostr()
    nostr = account(relays)
    _, receipt = published(nostr, POST)
    for _ in range(2):
        nostr.delete(receipt)

    assert relays.public() == []


def test_a_wish_that_one_relay_has_not_heard_is_not_done() -> None:
    """There the note still stands."""
    relays = FakeNostr()
    nostr = account(relays)
    _, receipt = published(nostr, POST)
    relays.far.pieces = cut

    with pytest.raises(Unavailable, match="not every relay"):
        nostr.delete(receipt)


def test_a_wish_that_every_relay_refuses_is_refused() -> None:
    """The note stands everywhere."""
    relays = FakeNostr()
    nostr = account(relays)
    relays.near.answer = relays.far.answer = "blocked: no"

    with pytest.raises(Refused):
        nostr.delete(Receipt("00" * 32))


def test_the_key_is_nowhere_but_in_the_signature() -> None:
    """What was sent is public for ever."""
    relays = FakeNostr()
    published(account(relays), POST)
    said = json.dumps(relays.near.heard) + "".join(str(request.headers) for request in relays.requests)

    assert SECRET not in said
    assert NSEC not in said
