"""The life of posts as a whole: whatever happens, in whatever order, none is public twice and none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event, current_thread, main_thread
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from adapters.base import Refused, Unauthorized, Unavailable, Uncertain
from scheduler.core.lifecycle import MOVES, Move
from scheduler.core.model import Mark
from scheduler.core.state import State
from scheduler.core.steps import Step as Point
from scheduler.dispatch import Dispatcher, Until
from scheduler.errors import WrongState
from scheduler.store import Store, accounts, open_store, posts
from scheduler.store.log import Filter, following
from scheduler.store.tables import posts as table
from tests.empty import write_empty_database
from tests.shell.conftest import new_post
from tests.shell.dispatching import terms
from tests.shell.fakes import START, Keyed, Listed, Plain, Platform, Step, nothing, raising

BEFORE = {
    "taken": nothing,
    "busy": raising(Unavailable("busy")),
    "slow down": raising(Unavailable("slow down", retry_after=timedelta(minutes=10))),
    "refused": raising(Refused("no")),
    "unauthorized": raising(Unauthorized("token expired")),
    "lost": raising(Uncertain("the request was lost")),
    "bug": raising(RuntimeError("a bug of the adapter")),
}
"""What a platform may do before it takes a post."""
AFTER = {
    "answered": nothing,
    "lost": raising(Uncertain("the answer was lost")),
    "bug": raising(RuntimeError("a bug of the adapter")),
}
"""What it may do after."""
MOVES_BY_HAND = (Move.APPROVE, Move.CANCEL, Move.REQUEUE, Move.GIVE_UP)


@dataclass(frozen=True)
class Script:
    """What the platform does while a daemon runs."""

    before: list[str]
    after: list[str]
    looking: list[str]


SOUND = Script([], [], [])
SCRIPTS = st.builds(
    Script,
    st.lists(st.sampled_from(["taken", *BEFORE, "taken"]), min_size=2, max_size=5),
    st.lists(st.sampled_from(sorted(AFTER)), min_size=2, max_size=5),
    st.lists(st.sampled_from(["taken", "busy", "bug", "unauthorized"]), max_size=3),
)


WORST = [Point.ANSWERED, *Point, Point.SENDING, Point.ANSWERED]
"""Where to kill a daemon: the platform has the post and nothing says so, oftener than elsewhere."""


class Died(BaseException):
    """The daemon ends here, as by a kill."""


class Wall:
    """A clock on the wall, which anybody may set, and a stopwatch, which nobody can."""

    def __init__(self) -> None:
        self.shown = START
        self.passed = timedelta()
        self.dead = Event()

    def now(self) -> datetime:
        return self.shown

    def stopwatch(self) -> float:
        return self.passed.total_seconds()

    def mark(self) -> Mark:
        return Mark("wall", self.passed)

    def go_on(self, time: timedelta) -> None:
        self.shown += time
        self.passed += time

    def wait(self, wake: Event, until: datetime | None, *, busy: bool) -> None:
        if not busy and until is not None:
            self.go_on(max(until - self.shown, timedelta()))
        elif not self.dead.is_set():
            wake.wait(0.5)
        if self.dead.is_set():
            raise Died


class Life(RuleBasedStateMachine):
    """What people, platforms, clocks and kills do to posts."""

    numbers = Bundle[int]("numbers")
    path: ClassVar[Path]
    store: ClassVar[Store]
    """Emptied before each life, when nothing is connected to it: what it made of statements is made once."""

    def __init__(self) -> None:
        super().__init__()
        write_empty_database(self.path)
        self._store = self.store
        self._published: list[tuple[str, str]] = []
        self._clock = Wall()
        self._texts: dict[int, str] = {}
        with self._store.write() as tx:
            accounts.know(tx, {"a": "plain"})

    @initialize(target=numbers, kind=st.sampled_from([Plain, Keyed, Listed]))
    def begin(self, kind: type[Plain]) -> MultipleResults[int]:
        self._kind = kind
        return multiple(*(self._queue(0, State.QUEUED) for _ in range(3)))

    @rule(target=numbers, wait=st.sampled_from([0, 0, 5, 90]), state=st.sampled_from([State.QUEUED, State.DRAFT]))
    def queue(self, wait: int, state: State) -> int:
        return self._queue(wait, state)

    @rule(number=numbers, how=st.sampled_from(MOVES_BY_HAND))
    def move_by_hand(self, number: int, how: Move) -> None:
        """Whoever gives a doubtful post up has seen that it is not there."""
        if how is Move.GIVE_UP and self._texts[number] in self._public():
            return
        try:
            with self._store.write() as tx:
                posts.change(tx, number, how, now=self._clock.now())
        except WrongState:
            assert (self._states()[number], how) not in MOVES

    @rule(number=numbers)
    def resolve(self, number: int) -> None:
        """A person looks at the account and says what is there."""
        there = self._texts[number] in self._public()
        if self._states()[number] is State.UNCERTAIN:
            with suppress(WrongState), self._store.write() as tx:  # a daemon that was killed may have been at it
                posts.change(tx, number, Move.FIND if there else Move.RULE_OUT, now=self._clock.now())

    @rule(script=SCRIPTS)
    def try_once(self, script: Script) -> None:
        self._run(script, Until.ONCE)

    @rule(script=SCRIPTS)
    def serve(self, script: Script) -> None:
        self._run(script, Until.IDLE)

    @rule(target=numbers, script=SCRIPTS, point=st.sampled_from(WORST), turn=st.sampled_from([0, 0, 1]))
    def serve_until_killed(self, script: Script, point: Point, turn: int) -> int:
        """As by a power cut, when the dispatch comes to that step."""
        number = self._queue(0, State.QUEUED)
        self._run(script, Until.IDLE, point, turn)
        return number

    @rule(minutes=st.integers(-180, 720))
    def turn_the_clock(self, minutes: int) -> None:
        """Forward time has passed; back somebody has set it."""
        if minutes > 0:
            self._clock.go_on(timedelta(minutes=minutes))
        else:
            self._clock.shown += timedelta(minutes=minutes)

    @rule(pause=st.sampled_from([False, False, True]))
    def pause_or_resume(self, pause: bool) -> None:
        with self._store.write() as tx:
            if pause:
                accounts.hold(tx, "a", accounts.PAUSED, reason=None, now=self._clock.now())
            else:
                accounts.release(tx, ["a"], now=self._clock.now())

    @invariant()
    def nothing_is_public_twice(self) -> None:
        twice = [text for text, times in Counter(self._public()).items() if times > 1]

        assert not twice

    @invariant()
    def what_is_published_is_public(self) -> None:
        public = self._public()
        for number, state in self._states().items():
            may_be = {State.PUBLISHED, State.PUBLISHING, State.UNCERTAIN}
            allowed = may_be if self._texts[number] in public else set(State) - {State.PUBLISHED}

            assert state in allowed

    @invariant()
    def every_change_of_state_is_a_move_and_an_event(self) -> None:
        told: dict[int | None, State | None] = {}
        with self._store.read() as tx:
            lines = [line for _, line in following(tx, Filter()) if line.post is not None]
        for line in lines:
            before = told.get(line.post)
            if before is not None and line.state is not before:
                assert MOVES[before, Move(line.event)] is line.state
            told[line.post] = line.state

        assert told == self._states()

    def teardown(self) -> None:
        """Let everything heal: then what was queued is public, once."""
        for _ in range(2):
            self._clock.go_on(timedelta(days=7))
            self.pause_or_resume(False)
            self._run(SOUND, Until.IDLE)
            for number in self._texts:
                self.resolve(number)
                self.move_by_hand(number, Move.REQUEUE)
        self._run(SOUND, Until.IDLE)
        states = self._states()
        wanted = [text for number, text in self._texts.items() if states[number] not in {State.DRAFT, State.CANCELLED}]
        self._store.close()

        assert Counter(self._public()) == Counter(wanted)

    def _queue(self, wait: int, state: State) -> int:
        text = f"post {len(self._texts)}"
        new = new_post(text, at=self._clock.now() + timedelta(minutes=wait), state=state)
        with self._store.write() as tx:
            number = posts.add(tx, new, article=None, now=self._clock.now())
        self._texts[number] = text
        return number

    def _public(self) -> list[str]:
        return [text for _, text in self._published]

    def _states(self) -> dict[int, State]:
        with self._store.read() as tx:
            return {row.id: State(row.state) for row in tx.execute(select(table.c.id, table.c.state))}

    def _run(self, script: Script, until: Until, point: Point | None = None, turn: int = 0) -> None:
        self._clock.dead = dead = Event()
        turns = count()

        def at_step(step: Point, _post: int) -> None:
            if step is point and next(turns) == turn:
                dead.set()
                dispatcher.wake.set()
            if dead.is_set() and current_thread() is main_thread():
                raise Died

        dispatcher = Dispatcher(
            self._store,
            {"a": self._kind(_scripted(self._published, script, dead))},
            terms("a"),
            clock=self._clock,
            dice=lambda: 0.0,
            at_step=at_step,
        )
        try:
            dispatcher.run(Event(), until=until)
        except Died:
            dispatcher._crew.dismiss()


def _scripted(published: list[tuple[str, str]], script: Script, dead: Event) -> Platform:
    """Return the platform as a daemon reaches it, while it is not dead."""

    def steps(known: dict[str, Step], names: list[str]) -> Iterator[Step]:
        planned = iter([known[name] for name in names])
        while True:
            yield raising(RuntimeError("dead")) if dead.is_set() else next(planned, nothing)

    before, after = steps(BEFORE, script.before), steps(AFTER, script.after)
    return Platform(published, before, after, verifying=steps(BEFORE, script.looking))


def test_whatever_happens_a_post_is_public_once(tmp_path: Path) -> None:
    """People, platforms, clocks and kills, in any order."""
    Life.path = write_empty_database(tmp_path / "tambour.db")
    Life.store = open_store(Life.path)
    Life.store.close()

    run_state_machine_as_test(Life, settings=settings(stateful_step_count=20))
