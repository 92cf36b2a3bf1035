"""The shipped rules catch what they are there for: each fault is planted, and one rule finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar

import httpx
import pytest

from adapters import http
from adapters.base import (
    Adapter,
    Connection,
    Content,
    Counting,
    Duplicate,
    Heard,
    Identity,
    Intent,
    Limits,
    Part,
    Receipt,
    Refused,
    Sent,
    Unavailable,
    Uncertain,
    Unsupported,
)
from adapters.memory import Memory
from adapters.testing import AT, Rules, Seen, Stage, WireRules, failure
from tests.adapters.fakes import FakeGazette, connection

SECRET = "a-secret-of-the-gazette"


class Gazette:
    """A sound adapter of the invented platform; each subclass has one fault."""

    platform: ClassVar[str] = "gazette"
    limits: ClassVar[Limits] = Limits(Counting.CODE_POINTS, text=None)
    replay_window: ClassVar[timedelta] = timedelta(days=1)

    def __init__(self, connection: Connection) -> None:
        self.client = connection.client
        self.token = connection.options["token"]

    def verify(self) -> Identity:
        return http.ask(self.client, self.request("GET"), lambda answer: Identity(answer.json()["name"]))

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        if content.media:
            raise Unsupported("the gazette prints no images")
        return Intent(key, at, {"key": key, "text": content.text})

    def publish(self, intent: Intent) -> Receipt:
        request = self.request("POST", json=dict(intent.request))
        return http.publish(self.client, request, lambda answer: Receipt(answer.json()["id"]))

    def request(self, method: str, **body: Any) -> httpx.Request:
        return self.client.build_request(method, "https://gazette.example/", headers=http.bearer(self.token), **body)


class TestGazette(WireRules):
    """The sound adapter keeps every rule."""

    options = {"token": SECRET}  # noqa: RUF012 - read only
    secrets = (SECRET,)
    fake = FakeGazette
    adapter: type[Gazette] = Gazette

    def connect(self, connection: Connection) -> Adapter:
        return self.adapter(connection)


class CutsTheText(Gazette):
    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        return super().prepare(replace(content, text=content.text[:40]), key=key, at=at)


class DropsImages(Gazette):
    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        return super().prepare(replace(content, media=()), key=key, at=at)


class PublishesAtOnce(Gazette):
    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        intent = super().prepare(content, key=key, at=at)
        super().publish(intent)
        return intent


class DropsTheKey(Gazette):
    numbers = count()

    def publish(self, intent: Intent) -> Receipt:
        return super().publish(replace(intent, request={**intent.request, "key": f"{next(self.numbers)}"}))


class SharesOneKey(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        return super().publish(replace(intent, request={**intent.request, "key": "the only one"}))


class ThrowsDice(Gazette):
    numbers = count()

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        intent = super().prepare(content, key=key, at=at)
        return replace(intent, request={**intent.request, "draw": next(self.numbers)})


class ForgetsTheTime(Gazette):
    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        return super().prepare(content, key=key, at=at + timedelta(seconds=1))


class KeepsTheTextToItself(Gazette):
    prepared = False

    def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
        self.prepared = True
        return super().prepare(content, key=key, at=at)

    def publish(self, intent: Intent) -> Receipt:
        return super().publish(intent) if self.prepared else Receipt("lost")


class TakesALostAnswerForSafe(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Uncertain as error:
            raise Unavailable("try again") from error


class TakesARefusedLineForUncertain(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Unavailable as error:
            raise Uncertain("who knows") from error


class ForgetsToWait(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Unavailable as error:
            raise Unavailable("try again at once") from error


class TellsTheToken(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Refused as error:
            raise Refused(f"{error} for {self.token}") from error


class ShowsTheToken(Gazette):
    def __repr__(self) -> str:
        """Show what it was made of."""
        return f"Gazette({self.token!r})"


class TakesEveryRefusalForGood(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Exception as error:
            raise Refused("no") from error


class Rambles(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Refused as error:
            raise Refused(f"{error}\n" * 50) from error


class BelievesEveryAnswer(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        request = self.request("POST", json=dict(intent.request))
        return http.publish(self.client, request, lambda _: Receipt(intent.key))


class ReadsToTheEnd(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        self.client.send(self.request("POST", json=dict(intent.request)))
        return super().publish(intent)


class TakesAQuestionForAPost(Gazette):
    def verify(self) -> Identity:
        return http.publish(self.client, self.request("GET"), lambda answer: Identity(answer.json()["name"]))


class NamesNobody(Gazette):
    def verify(self) -> Identity:
        return replace(super().verify(), name="")


class FindsNothing(Gazette):
    def find(self, intent: Intent) -> Receipt | None:
        return None


class TakesWhatAnotherMade(Gazette):
    def find(self, intent: Intent) -> Receipt | None:
        return Receipt("1")


class FindsFromAnotherTime(Gazette):
    def find(self, intent: Intent) -> Receipt | None:
        return Receipt("1") if intent.at < AT + timedelta(days=1) else None


class TakesEveryAnswerForADone(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        try:
            return super().publish(intent)
        except Refused:
            return Receipt(intent.key)


class UnpacksEverything(Gazette):
    def publish(self, intent: Intent) -> Receipt:
        self.client.send(self.request("POST", json=dict(intent.request)))
        return Receipt(intent.key)


class Answering(Gazette):
    """Its parts are posts like others."""

    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        return self.prepare(Content(part.text), key=key, at=at)


class PutsPartsInThePostsPlace(Answering):
    def prepare_reply(
        self, part: Part, content: Content, *, after: tuple[Receipt, ...], key: str, at: datetime
    ) -> Intent:
        return super().prepare_reply(part, content, after=after, key=after[0].id, at=at)


class HearsNobody(Answering):
    def heard(self, receipt: Receipt) -> Iterator[Heard]:
        return iter(())


class TakesNothingBack(Gazette):
    def delete(self, receipt: Receipt) -> None: ...


class ListsNothing(Gazette):
    def sent(self, *, since: datetime) -> Iterator[Sent]:
        return iter(())


class CountsInHalves(Gazette):
    def measure(self, receipt: Receipt) -> dict[str, float]:
        return {"likes": 0.5}


RULES = WireRules
CAUGHT: list[tuple[type[Gazette], Callable[[Any], None]]] = [
    (CutsTheText, RULES.test_the_text_arrives_to_the_letter),
    (CutsTheText, RULES.test_a_text_is_never_cut),
    (DropsImages, RULES.test_alternative_text_arrives_or_images_are_refused),
    (PublishesAtOnce, RULES.test_preparing_publishes_nothing),
    (DropsTheKey, RULES.test_a_repeat_gives_the_same_answer_and_no_second_post),
    (DropsTheKey, RULES.test_a_lost_answer_and_a_repeat_are_one_post),
    (SharesOneKey, RULES.test_different_keys_are_different_posts),
    (ThrowsDice, RULES.test_preparing_reads_neither_clock_nor_dice),
    (ForgetsTheTime, RULES.test_an_intent_carries_its_key_and_time),
    (KeepsTheTextToItself, RULES.test_an_intent_is_all_that_publishing_needs),
    (TakesALostAnswerForSafe, RULES.test_a_lost_answer_is_uncertain),
    (TakesALostAnswerForSafe, RULES.test_a_broken_platform_is_uncertain),
    (TakesALostAnswerForSafe, RULES.test_an_unreadable_answer_is_uncertain),
    (TakesARefusedLineForUncertain, RULES.test_a_platform_that_cannot_be_reached_has_nothing),
    (ForgetsToWait, RULES.test_too_many_requests_is_waited_out_by_the_platforms_clock),
    (TellsTheToken, RULES.test_no_error_and_no_log_line_shows_a_secret),
    (ShowsTheToken, RULES.test_no_representation_shows_a_secret),
    (TakesEveryRefusalForGood, RULES.test_refused_credentials_are_unauthorized),
    (TakesEveryRefusalForGood, RULES.test_a_redirect_is_refused_and_named),
    (Rambles, RULES.test_a_refusal_is_told_in_few_printable_words),
    (BelievesEveryAnswer, RULES.test_an_unreadable_answer_is_uncertain),
    (ReadsToTheEnd, RULES.test_an_endless_answer_is_not_read_to_its_end),
    (TakesAQuestionForAPost, RULES.test_a_lost_answer_before_publishing_is_safe),
    (NamesNobody, RULES.test_the_credentials_name_someone),
    (FindsNothing, RULES.test_find_tells_the_truth),
    (TakesWhatAnotherMade, RULES.test_find_passes_over_what_another_post_made),
    (FindsFromAnotherTime, RULES.test_find_looks_as_far_back_as_it_is_told),
    (TakesEveryAnswerForADone, RULES.test_no_other_status_is_taken_for_a_success),
    (UnpacksEverything, RULES.test_an_answer_that_unpacks_to_more_is_not_unpacked),
    (PutsPartsInThePostsPlace, RULES.test_a_part_follows_its_post_and_is_there_once),
    (HearsNobody, RULES.test_answers_are_heard),
    (TakesNothingBack, RULES.test_what_is_taken_back_is_gone),
    (ListsNothing, RULES.test_own_posts_are_listed),
    (CountsInHalves, RULES.test_counts_are_whole_numbers),
]


def rules_on(faulty: type[Gazette]) -> TestGazette:
    rules = TestGazette()
    rules.adapter = faulty
    return rules


@pytest.mark.parametrize(("faulty", "rule"), CAUGHT, ids=lambda each: each.__name__)
def test_a_planted_fault_is_caught(faulty: type[Gazette], rule: Callable[[Any], None]) -> None:
    """A rule that no fault breaks proves nothing."""
    with pytest.raises(AssertionError):
        rule(rules_on(faulty))


def test_every_rule_catches_a_fault() -> None:
    """A new rule comes with the fault that it is for."""
    rules = {name for name in dir(WireRules) if name.startswith("test_")}
    proven = {rule.__name__ for _, rule in CAUGHT} | {"test_an_intent_is_plain_json"}

    assert rules == proven


def test_an_intent_that_json_changes_is_caught() -> None:
    """A tuple comes back from the database as a list."""

    class Tuples(Memory):
        def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
            untyped: Any = {"text": (content.text,)}
            return Intent(key, at, untyped)

    class Faulty(Rules):
        def stage(self) -> Stage:
            return Stage(lambda: Tuples(connection()), lambda: [Seen("")])

    with pytest.raises(AssertionError, match="through JSON"):
        Faulty().test_an_intent_is_plain_json()


def test_a_platform_that_asks_for_time_is_given_it() -> None:
    """Some are busy with an image for a while."""

    class Busy(Gazette):
        asked = 0

        def prepare(self, content: Content, *, key: str, at: datetime) -> Intent:
            self.asked += 1
            if self.asked == 1:
                raise Unavailable("a moment, please")
            return super().prepare(content, key=key, at=at)

    rules_on(Busy).test_different_keys_are_different_posts()


def test_a_platform_may_answer_a_repeat_by_naming_the_first_post() -> None:
    """A refusal that names it proves as much."""

    class Names(Gazette):
        sent: ClassVar[dict[str, Receipt]] = {}

        def publish(self, intent: Intent) -> Receipt:
            if intent.key in self.sent:
                raise Duplicate("the gazette has it", receipt=self.sent[intent.key])
            self.sent[intent.key] = super().publish(intent)
            return self.sent[intent.key]

    rules_on(Names).test_a_repeat_gives_the_same_answer_and_no_second_post()


def test_rules_without_a_stage_say_so() -> None:
    """The author has forgotten it."""
    with pytest.raises(NotImplementedError):
        Rules().stage()


def test_rules_without_a_connection_say_so() -> None:
    """The author has forgotten it."""
    with pytest.raises(NotImplementedError):
        WireRules().connect(connection())


def test_what_should_fail_and_does_not_is_a_failure() -> None:
    """A rule about errors needs one."""
    with pytest.raises(AssertionError, match="gave 5"):
        failure(lambda: 5)
