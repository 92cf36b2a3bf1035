"""What every adapter does, whatever it speaks."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from adapters.base import (
    Adapter,
    AdapterError,
    Content,
    Deletes,
    Duplicate,
    Finds,
    Hears,
    Intent,
    Lists,
    Measures,
    Media,
    Part,
    Receipt,
    Refused,
    Replays,
    Replies,
    Unavailable,
    Unsupported,
)
from adapters.texts import letters

AT = datetime(2026, 5, 4, 9, 30, 15, 123456, UTC)
"""When the first attempt at every post of these tests began; a stand-in's clock may show any time after it."""
AHEAD = timedelta(days=5_000)
"""How far ahead of every platform a clock is that is wrong."""
KEY = "3f6c1f0e-key-of-the-first-post"
OTHER_KEY = "91d7a2b4-key-of-another-post"

SQUARE = Media(
    b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR4nGP4z8DAAMIM/4EAAB/uBfvWMFXjAAAAAElFTkSuQmCC",
    ),
    mime="image/png",
    width=2,
    height=2,
    alt="Un carré « rouge » & vert",
)
PLAIN = Content(
    text="Semer l'été : 3 < 4 & « c'est tôt » 👩\u200d🌾\n\nUne autre ligne, cafe\u0301, #jardin",
    tags=("jardin",),
    language="fr",
)
ILLUSTRATED = replace(PLAIN, media=(SQUARE,))
OTHER = Content(text="Récolter en automne", language="fr")
PART = Part("Puis arroser, « un peu »")


class Drawer:
    """A vault for tests: keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def recall(self) -> dict[str, str]:
        """Return what was kept last."""
        return dict(self.kept)

    def keep(self, secrets: Mapping[str, str]) -> None:
        """Replace what is kept."""
        self.kept = dict(secrets)

    def alone(self) -> AbstractContextManager[None]:
        """Let everybody in: a test has one process."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as the public sees it."""

    text: str
    alts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """An account to try an adapter on."""

    connect: Callable[[], Adapter]
    """Makes the adapter anew, as a restart does; the platform remembers."""
    public: Callable[[], Sequence[Seen]]
    """What the public sees of the account, oldest first."""
    secrets: tuple[str, ...] = field(default=(), repr=False)


def failure(call: Callable[[], object]) -> AdapterError:
    """Return the adapter's error that `call` raises."""
    try:
        found = call()
    except AdapterError as error:
        return error
    raise AssertionError(f"it should have failed, and gave {found!r}")


def repeat(adapter: Adapter, intent: Intent) -> Receipt | None:
    """Publish once more; a platform may answer with the first post, or refuse and name it."""
    try:
        return adapter.publish(intent)
    except Duplicate as first:
        return first.receipt


class Rules:
    """What every adapter does; a subclass says on which stage."""

    secrets: ClassVar[tuple[str, ...]] = ()
    plain: ClassVar[Content] = PLAIN
    other: ClassVar[Content] = OTHER
    illustrated: ClassVar[Content] = ILLUSTRATED
    """What is posted; a platform without posts of mere text names others."""
    drawn: ClassVar[tuple[str, ...]] = ()
    """What the platform draws anew whenever a post is prepared, such as the name of a container."""
    ahead: ClassVar[timedelta] = AHEAD
    """How far ahead a clock may be; less where the platform refuses what comes from the future."""

    def stage(self) -> Stage:
        """Set up an account that has posted nothing."""
        raise NotImplementedError

    def test_the_credentials_name_someone(self) -> None:
        """Who mixes two accounts up should see it before the first post does."""
        identity = self.stage().connect().verify()

        assert identity.name, "verify() names nobody"

    def test_preparing_publishes_nothing(self) -> None:
        """A crash between the two steps must leave nothing that the scheduler does not know of."""
        stage = self.stage()
        stage.connect().prepare(self.plain, key=KEY, at=AT)

        assert not stage.public(), "prepare() made a post public"

    def test_the_text_arrives_to_the_letter(self) -> None:
        """The preview is a promise."""
        stage = self.stage()
        _post(stage.connect(), self.plain)

        assert [seen.text for seen in stage.public()] == [self.plain.text], "the public sees another text"

    def test_a_text_is_never_cut(self) -> None:
        """A platform's no can be corrected, half a sentence in public cannot."""
        stage = self.stage()
        adapter = stage.connect()
        text = "long " * (adapter.limits.text or 1000) + "end"
        try:
            _post(adapter, replace(self.other, text=text))
        except Refused:
            return

        assert [seen.text for seen in stage.public()] == [text], "the text was cut"

    def test_alternative_text_arrives_or_images_are_refused(self) -> None:
        """An image without its text shuts readers out; one that is left out in silence misleads its author."""
        stage = self.stage()
        adapter = stage.connect()
        if adapter.limits.images:
            _post(adapter, self.illustrated)

            assert [seen.alts for seen in stage.public()] == [_alts(self.illustrated)], (
                "the alternative text is missing"
            )
        else:
            error = failure(lambda: _post(adapter, self.illustrated))

            assert isinstance(error, Unsupported), f"an image was not refused aloud: {error!r}"

    def test_an_intent_is_plain_json(self) -> None:
        """It waits in a database, and a later version of the program may read it."""
        request = self.stage().connect().prepare(self.plain, key=KEY, at=AT).request

        assert json.loads(json.dumps(dict(request))) == dict(request), "the request changes on its way through JSON"

    def test_an_intent_carries_its_key_and_time(self) -> None:
        """They tie every attempt at a post together."""
        intent = self.stage().connect().prepare(self.plain, key=KEY, at=AT)

        assert (intent.key, intent.at) == (KEY, AT), "the intent is of another post"

    def test_preparing_reads_neither_clock_nor_dice(self) -> None:
        """Two attempts at one post must be one post."""
        stage = self.stage()
        intents = (stage.connect().prepare(self.plain, key=KEY, at=AT) for _ in range(2))
        first, second = ({**intent.request, **dict.fromkeys(self.drawn)} for intent in intents)

        assert first == second, "the same arguments froze another request"

    def test_an_intent_is_all_that_publishing_needs(self) -> None:
        """The process that prepared a post may be gone when it is published."""
        stage = self.stage()
        intent = stage.connect().prepare(self.plain, key=KEY, at=AT)
        stage.connect().publish(_from_the_database(intent))

        assert len(stage.public()) == 1, "the intent did not publish its post"

    def test_different_keys_are_different_posts(self) -> None:
        """A key that hides another post would lose it."""
        stage = self.stage()
        adapter = stage.connect()
        receipts = {_post(adapter, self.plain), _post(adapter, self.other, OTHER_KEY)}

        assert (len(receipts), len(stage.public())) == (2, 2), "two posts became one"

    def test_a_repeat_gives_the_same_answer_and_no_second_post(self) -> None:
        """After a lost answer the request is sent again."""
        stage = self.stage()
        adapter = stage.connect()
        intent = adapter.prepare(self.plain, key=KEY, at=AT)
        first = adapter.publish(intent)
        if isinstance(adapter, Replays) and adapter.replay_window:
            repeated = repeat(stage.connect(), _from_the_database(intent))

            assert repeated == first, "a repeat was answered otherwise"

        assert len(stage.public()) == 1, "the public sees the post more than once"

    def test_find_tells_the_truth(self) -> None:
        """It decides whether a doubtful post is sent again."""
        stage = self.stage()
        adapter = stage.connect()
        if isinstance(adapter, Finds):
            _post(adapter, self.other, OTHER_KEY)
            intent = adapter.prepare(self.plain, key=KEY, at=AT)
            before = adapter.find(intent)
            receipt = adapter.publish(intent)

            assert (before, adapter.find(intent)) == (None, receipt), "find() does not know what is public"

    def test_find_passes_over_what_another_post_made(self) -> None:
        """Two posts may say the same: what the other one made proves nothing of this one."""
        stage = self.stage()
        adapter = stage.connect()
        if isinstance(adapter, Finds):
            other = _post(adapter, self.plain, OTHER_KEY)
            intent = replace(_prepared(adapter, self.plain, KEY), taken=frozenset({other.id}))

            assert adapter.find(intent) is None, "find() named what another post made"

    def test_find_looks_as_far_back_as_it_is_told(self) -> None:
        """Our clock may have been wrong when the request left: the platform dates a post by its own."""
        stage = self.stage()
        adapter = stage.connect()
        if isinstance(adapter, Finds):
            intent = adapter.prepare(self.plain, key=KEY, at=AT + self.ahead)
            receipt = adapter.publish(intent)

            assert adapter.find(replace(intent, sought_since=AT)) == receipt, "find() goes by another time"

    def test_a_part_follows_its_post_and_is_there_once(self) -> None:
        """A thread with a part too many, or one that nobody finds again, is a post gone wrong in public."""
        stage = self.stage()
        adapter = stage.connect()
        if isinstance(adapter, Replies):
            first = _post(adapter, self.plain)
            intent = _prepared_part(adapter, self.plain, after=(first,))
            before = adapter.find(intent) if isinstance(adapter, Finds) else None
            receipt = adapter.publish(_from_the_database(intent))
            after = adapter.find(intent) if isinstance(adapter, Finds) else receipt

            assert receipt.id != first.id, "a part has the name of its post"
            assert (before, after) == (None, receipt), "find() does not know the part"
            if not getattr(adapter, "comments_only", False):
                texts = [seen.text for seen in stage.public()]
                assert texts == [self.plain.text, PART.text], "the part does not stand after its post"

    def test_what_is_taken_back_is_gone(self) -> None:
        """Asked for again, since the first answer may have been lost."""
        stage = self.stage()
        adapter = stage.connect()
        if isinstance(adapter, Deletes):
            receipt = _post(adapter, self.plain)
            for _ in range(2):
                adapter.delete(receipt)

            assert not stage.public(), "what was taken back is still there"

    def test_own_posts_are_listed(self) -> None:
        """What was said by hand is not said again."""
        adapter = self.stage().connect()
        if isinstance(adapter, Lists):
            receipt = _post(adapter, self.plain)
            listed = [(each.receipt.id, letters(each.text)) for each in adapter.sent(since=AT - timedelta(hours=1))]

            assert listed == [(receipt.id, letters(self.plain.text))], "the list is not of what stands there"
            assert not list(adapter.sent(since=AT + timedelta(days=400))), "the list goes back too far"

    def test_counts_are_whole_numbers(self) -> None:
        """Somebody will add them up."""
        adapter = self.stage().connect()
        if isinstance(adapter, Measures):
            counts = adapter.measure(_post(adapter, self.plain))

            assert all(type(count) is int and count >= 0 for count in counts.values()), f"counts are {counts!r}"

    def test_answers_are_heard(self) -> None:
        """A part of one's own thread is one, and so are those of others."""
        adapter = self.stage().connect()
        if isinstance(adapter, Hears) and isinstance(adapter, Replies):
            first = _post(adapter, self.plain)
            part = adapter.publish(_prepared_part(adapter, self.plain, after=(first,)))
            heard = [(each.receipt.id, letters(each.text)) for each in adapter.heard(first)]

            assert heard == [(part.id, letters(PART.text))], "the answers are not those that stand there"

    def test_no_representation_shows_a_secret(self) -> None:
        """Values end up in logs and tracebacks."""
        stage = self.stage()
        adapter = stage.connect()
        intent = adapter.prepare(self.plain, key=KEY, at=AT)
        words = f"{adapter!r} {intent!r} {json.dumps(dict(intent.request))} {adapter.publish(intent)!r}"

        assert not [secret for secret in stage.secrets if secret in words], "a representation shows a secret"


def _post(adapter: Adapter, content: Content, key: str = KEY) -> Receipt:
    return adapter.publish(_prepared(adapter, content, key))


def _prepared(adapter: Adapter, content: Content, key: str) -> Intent:
    """Prepare a post, once more where the platform asks for time."""
    try:
        return adapter.prepare(content, key=key, at=AT)
    except Unavailable:
        return adapter.prepare(content, key=key, at=AT)


def _prepared_part(adapter: Replies, content: Content, *, after: tuple[Receipt, ...]) -> Intent:
    try:
        return adapter.prepare_reply(PART, content, after=after, key=OTHER_KEY, at=AT)
    except Unavailable:
        return adapter.prepare_reply(PART, content, after=after, key=OTHER_KEY, at=AT)


def _alts(content: Content) -> tuple[str, ...]:
    return tuple(image.alt for image in content.media)


def _from_the_database(intent: Intent) -> Intent:
    return replace(intent, request=json.loads(json.dumps(dict(intent.request))))
