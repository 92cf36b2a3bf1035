"""The daemon's log: one line a happening, and never a secret."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from select import PIPE_BUF
from threading import Semaphore
from typing import Any, TextIO
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.logs import MASK, Aside, Masking, configure

LogTo = Callable[..., StringIO]
SECRET = "p\"ä\\s's wörd/1"

Say = Callable[[logging.Logger, str], None]


def in_a_message(log: logging.Logger, secret: str) -> None:
    log.info("logged in with %s", secret)


def in_a_repr(log: logging.Logger, secret: str) -> None:
    log.info("sent %r", {"token": secret})


def in_an_extra(log: logging.Logger, secret: str) -> None:
    log.info("sent", extra={"token": secret, "header": f"Bearer {secret}"})


def in_an_address(log: logging.Logger, secret: str) -> None:
    log.info("asked https://api.example/%s", quote(secret, safe=""))


def in_nested_json(log: logging.Logger, secret: str) -> None:
    log.info("sent %s", json.dumps({"token": secret}))


def failing(log: logging.Logger, error: Exception) -> None:
    def fail() -> None:
        raise error

    try:
        fail()
    except Exception:
        log.exception("failed")


def in_a_traceback(log: logging.Logger, secret: str) -> None:
    failing(log, RuntimeError(secret))


def in_the_repr_of_a_traceback(log: logging.Logger, secret: str) -> None:
    failing(log, KeyError(secret))


WAYS: tuple[Say, ...] = (
    in_a_message,
    in_a_repr,
    in_an_extra,
    in_an_address,
    in_nested_json,
    in_a_traceback,
    in_the_repr_of_a_traceback,
)


@pytest.fixture
def log_to() -> Iterator[LogTo]:
    """Configure the log, and put everything back afterwards."""
    root, chatty = logging.getLogger(), [logging.getLogger(name) for name in ("httpx", "httpcore", "apscheduler")]
    handlers, levels = root.handlers[:], [one.level for one in (root, *chatty)]
    root.handlers.clear()  # those of others would be closed

    def start(*secrets: str, plain: bool = False) -> StringIO:
        stream = StringIO()
        configure(stream, secrets, plain=plain)
        return stream

    yield start
    for used in root.handlers:
        used.close()
    root.handlers[:] = handlers
    for one, level in zip((root, *chatty), levels, strict=True):
        one.setLevel(level)


@pytest.fixture
def log() -> logging.Logger:
    return logging.getLogger("scheduler.tests")


def written(stream: StringIO) -> str:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return stream.getvalue()


def lines(stream: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(stream).splitlines()]


def test_a_line_is_one_json_object(log_to: LogTo, log: logging.Logger) -> None:
    """Programs read it line by line."""
    stream = log_to()
    log.info("published %d\n%s", 7, "Tilleul", extra={"action": "publish", "post": 7})

    (line,) = lines(stream)
    told = {name: line[name] for name in ("level", "logger", "message", "action", "post")}
    assert told == {
        "level": "INFO",
        "logger": "scheduler.tests",
        "message": "published 7\nTilleul",
        "action": "publish",
        "post": 7,
    }


def test_a_traceback_stays_in_its_line(log_to: LogTo, log: logging.Logger) -> None:
    """Otherwise each of its lines would be one of the log's."""
    stream = log_to()
    in_a_traceback(log, "a bug")

    (line,) = lines(stream)
    assert "RuntimeError: a bug" in line["exc_info"]


def test_times_are_in_utc(log_to: LogTo, log: logging.Logger) -> None:
    """Logs of several machines are read side by side."""
    stream = log_to()
    log.handle(log.makeRecord(log.name, logging.INFO, "f", 1, "x", (), None))

    assert lines(stream)[0]["at"].endswith("Z")


def test_a_person_reads_plain_lines(log_to: LogTo, log: logging.Logger) -> None:
    """JSON on a terminal is a wall."""
    stream = log_to(plain=True)
    log.warning("a is held")

    assert written(stream).endswith(" WARNING a is held\n")


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("say", WAYS)
def test_a_secret_is_masked(log_to: LogTo, log: logging.Logger, say: Say, plain: bool) -> None:
    """However it got there, and however it had to be quoted."""
    stream = log_to(SECRET, plain=plain)
    say(log, SECRET)

    line = written(stream)
    assert line
    assert "wörd" not in line
    assert "u00f6rd" not in line
    assert "w%C3%B6rd" not in line


@given(secret=st.text(min_size=8), say=st.sampled_from(WAYS))
def test_no_secret_gets_through(secret: str, say: Say) -> None:
    """Whatever letters it has."""
    handler = logging.StreamHandler(stream := StringIO())
    handler.setFormatter(Masking(logging.Formatter("%(message)s"), [secret]))
    logger = logging.getLogger("scheduler.law")
    logger.propagate, logger.handlers = False, [handler]

    say(logger, secret)

    assert secret not in stream.getvalue()


def test_the_longer_of_two_secrets_is_masked_first(log_to: LogTo, log: logging.Logger) -> None:
    """Its end would be left over."""
    stream = log_to("hunter", "hunter2secret")
    log.info("hunter2secret")

    assert lines(stream)[0]["message"] == MASK


def test_a_secret_that_is_renewed_is_masked_too(log_to: LogTo, log: logging.Logger) -> None:
    """The daemon reads it again while it runs."""
    stream, secrets = StringIO(), {"first"}
    log_to()
    configure(stream, secrets, plain=True)
    secrets.add("second")
    log.info("first and second")

    assert written(stream).endswith(f"{MASK} and {MASK}\n")


def test_an_empty_secret_masks_nothing(log_to: LogTo, log: logging.Logger) -> None:
    """It stands between any two letters."""
    stream = log_to("")
    log.info("Bonjour")

    assert lines(stream)[0]["message"] == "Bonjour"


def test_what_is_tried_over_and_over_complains_once_in_a_minute(log_to: LogTo) -> None:
    """Two lines a second would fill the disk that is full."""
    stream = log_to(plain=True)
    root = logging.getLogger()
    for moment in (0, 1, 59, 61, 40):
        for action, said in (("retry", "the disk is full"), ("retry", "it is locked"), ("publish", "published")):
            told = {"created": float(moment), "action": action, "msg": said, "levelno": logging.ERROR}
            root.handle(logging.makeLogRecord(told))

    shown = [line.rpartition("None ")[2] for line in written(stream).splitlines()]
    assert [shown.count(one) for one in ("the disk is full", "it is locked", "published")] == [2, 2, 5]


def test_what_others_log_of_every_request_is_left_out(log_to: LogTo) -> None:
    """On some platforms the address holds the token."""
    stream = log_to()
    logging.getLogger("httpx").info("POST https://api.example/bot123:secret/send")

    assert written(stream) == ""


@pytest.fixture
def full() -> Iterator[tuple[int, TextIO]]:
    """Make a pipe that holds no letter more: the end to read from, and the other one."""
    reading, number = os.pipe()
    os.set_blocking(number, False)
    with suppress(BlockingIOError):
        while True:
            os.write(number, b"\n" * 65536)
    os.set_blocking(number, True)
    with os.fdopen(number, "w", encoding="utf-8") as writing:
        yield reading, writing
        os.close(reading)


def test_a_reader_who_stops_does_not_stop_who_logs(
    log_to: LogTo, log: logging.Logger, full: tuple[int, TextIO]
) -> None:
    """A full pipe, a terminal on Ctrl-S: the pump would stand still, and the watchdog that looks at it too."""
    reading, writing = full
    log_to()
    configure(writing, (), plain=True, most=3)
    for number in range(20):
        log.info("line %d", number)

    with os.fdopen(os.dup(reading), encoding="utf-8") as reader:
        assert next(line for line in reader if line.strip()).endswith(" INFO line 0\n")


@dataclass
class Reader:
    """Reads what is written at once each time it is let."""

    lets: Semaphore = field(default_factory=lambda: Semaphore(0))
    began: Semaphore = field(default_factory=lambda: Semaphore(0))
    read: list[str] = field(default_factory=list)

    def __call__(self, line: str) -> None:
        self.began.release()
        self.lets.acquire()
        self.read.append(line.strip())


@pytest.fixture
def aside() -> Iterator[tuple[Aside, Reader]]:
    handler = Aside(reader := Reader(), most=2)
    yield handler, reader
    handler.close()
    reader.lets.release(100)


def say(handler: logging.Handler, *words: str) -> None:
    for word in words:
        handler.handle(logging.LogRecord("scheduler.tests", logging.INFO, "", 0, word, (), None))


def test_lines_that_nobody_read_are_counted_where_they_are_missing(aside: tuple[Aside, Reader]) -> None:
    """A log with a hole that nobody sees is worse than one that says so."""
    handler, reader = aside
    say(handler, "a")
    assert reader.began.acquire(timeout=10)
    say(handler, "b", "c", "lost", "lost too")
    reader.lets.release()
    assert reader.began.acquire(timeout=10)
    say(handler, "d")
    reader.lets.release(100)
    handler.flush()

    told = "lines of this log that are missing here: 2; nobody read it, or it could not be written"
    assert reader.read == ["a", "b\nc", f"{told}\nd"]


def test_lines_that_come_together_are_written_together() -> None:
    """To wake a thread for each line costs whoever logs more than the line does."""
    written: list[str] = []
    handler = Aside(written.append, most=10)
    say(handler, "a", "b")
    handler.flush()
    handler.close()

    assert written == ["a\nb\n"]


def test_what_is_written_at_once_is_what_a_pipe_takes_whole() -> None:
    """Two daemons may write to one pipe: the lines of one do not end up within those of the other."""
    written: list[str] = []
    handler = Aside(written.append, most=100)
    said = ["a" * size for size in (PIPE_BUF // 2, PIPE_BUF // 2 - 2, 1, 2 * PIPE_BUF, 3)]
    say(handler, *said)
    handler.flush()
    handler.close()

    assert "".join(written).splitlines() == said
    assert [len(piece) <= PIPE_BUF for piece in written] == [True, True, False, True]


def test_what_was_to_be_told_of_missing_lines_is_not_forgotten_with_it() -> None:
    """A disk may be full for longer than one line."""
    written, errors = [], iter([OSError(28, "No space left on device")] * 2)

    def write(line: str) -> None:
        for error in errors:
            raise error
        written.append(line)

    handler = Aside(write, most=100)
    for word in ("lost", "lost too", "kept"):
        say(handler, word)
        handler.flush()
    handler.close()

    assert "missing here: 2;" in written[0]


def test_the_end_does_not_wait_for_a_reader_who_is_gone(aside: tuple[Aside, Reader]) -> None:
    """The process that ends because its pump hangs says so first; it must end all the same."""
    handler, reader = aside
    say(handler, "a")
    assert reader.began.acquire(timeout=10)
    say(handler, "b", "c", "d")
    handler.flush()

    assert reader.read == []


def test_what_could_not_be_written_is_counted(log: logging.Logger) -> None:
    """The log is a file on a disk that is full for a while."""
    written, answers = [], iter([OSError(28, "No space left on device")])

    def write(line: str) -> None:
        for error in answers:
            raise error
        written.append(line)

    handler = Aside(write, most=100)
    say(handler, "lost")
    handler.flush()
    handler.flush()
    handler.close()

    assert written == ["lines of this log that are missing here: 1; nobody read it, or it could not be written\n"]
