"""The newsletter's own facts, on a mail server of this machine, and the rules that every adapter keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.base import (
    AdapterError,
    Card,
    Content,
    Finds,
    Intent,
    Media,
    Receipt,
    Refused,
    Replays,
    Unauthorized,
    Unavailable,
    Uncertain,
)
from adapters.email import Email
from adapters.fence import fenced
from adapters.testing import AT, Rules, Stage, failure
from tests.adapters.fake_mail import CUT, MailServer, page, seen, serving, text
from tests.adapters.fakes import connection

ANNA, BEN, CLEO = "anna@readers.example", "ben@readers.example", "cleo@readers.example"
POST = Content("Semer l'été", language="fr")
PICTURE = Media(b"a picture", "image/jpeg", 4, 3, "un carré « rouge »")


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.reset()
    return running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    enlist(tmp_path, ANNA, BEN, CLEO)
    return tmp_path


def enlist(folder: Path, *lines: str) -> None:
    (folder / "subscribers.txt").write_text("\n".join(lines), encoding="utf-8")


def email(running: MailServer, folder: Path, **options: str) -> Email:
    usual = {
        "server": f"127.0.0.1:{running.port}",
        "user": "news",
        "password": MailServer.password,
        "sender": "Maison Tilleul <news@tilleul.example>",
        "folder": str(folder),
        "unsubscribe": "https://tilleul.example/leave?who={address}",
    }
    return Email(connection(options=usual | options))


def prepared(adapter: Email, content: Content = POST, key: str = "k1") -> Intent:
    return adapter.prepare(content, key=key, at=AT)


class TestEmail(Rules):
    secrets = (MailServer.password,)

    @pytest.fixture(autouse=True)
    def _server(self, server: MailServer, folder: Path) -> None:
        self.server, self.folder = server, folder

    def stage(self) -> Stage:
        return Stage(
            lambda: email(self.server, self.folder),
            lambda: [seen(mail) for mail in self.server.mails(BEN)],
            self.secrets,
        )


def test_every_reader_gets_a_copy_that_names_nobody_else(server: MailServer, folder: Path) -> None:
    """An address is personal: a list that leaks is a breach."""
    adapter = email(server, folder)
    adapter.publish(prepared(adapter))

    assert [(to, mail["To"]) for to in (ANNA, BEN, CLEO) for mail in server.mails(to)] == [
        (to, to) for to in (ANNA, BEN, CLEO)
    ]
    assert not [to for to, data in server.taken if b"ben@" in data and to != BEN]


def test_a_mail_keeps_its_name_for_ever(server: MailServer, folder: Path) -> None:
    """Receivers may know a mail again by it, and the log names it."""
    adapter = email(server, folder)
    receipt = adapter.publish(prepared(adapter))
    names = {mail["Message-ID"] for to in (ANNA, BEN) for mail in server.mails(to)}

    assert names == {receipt.id}
    assert receipt.id.endswith("@tilleul.example>")


def test_a_mail_tells_how_to_leave(server: MailServer, folder: Path) -> None:
    """RFC 8058: one click, and no question."""
    adapter = email(server, folder)
    adapter.publish(prepared(adapter))
    mail = server.mails(ANNA)[0]

    assert mail["List-Unsubscribe"] == "<https://tilleul.example/leave?who=anna%40readers.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mailbox_is_a_way_out_too(server: MailServer, folder: Path) -> None:
    """Without a web address nothing can be clicked once."""
    adapter = email(server, folder, unsubscribe="leave@tilleul.example")
    adapter.publish(prepared(adapter))
    mail = server.mails(ANNA)[0]

    assert mail["List-Unsubscribe"] == "<mailto:leave@tilleul.example?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] is None


def test_text_stands_first_and_the_page_shows_the_images(server: MailServer, folder: Path) -> None:
    """A program takes the last part that it understands; images travel inside."""
    adapter = email(server, folder)
    adapter.publish(prepared(adapter, replace(POST, media=(PICTURE,))))
    mail = server.mails(ANNA)[0]
    plain, related = mail.iter_parts()
    html, image = related.iter_parts()

    assert [part.get_content_type() for part in (mail, plain, related, html, image)] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/jpeg",
    ]
    assert f"cid:{image['Content-ID'][1:-1]}" in page(mail)
    assert (image["Content-Description"], image.get_content()) == (PICTURE.alt, PICTURE.data)
    assert (mail["Content-Language"], '<html lang="fr">' in page(mail)) == ("fr", True)


def test_the_pages_title_is_the_subject_and_its_link_stands_below(server: MailServer, folder: Path) -> None:
    """Readers choose by the subject what they open."""
    link = "https://tilleul.example/semer?a=1&b=2"
    adapter = email(server, folder, footer="Pour partir : {unsubscribe}")
    adapter.publish(prepared(adapter, replace(POST, link=link, card=Card("Semer : quand, où ?"))))
    mail = server.mails(BEN)[0]
    leave = "https://tilleul.example/leave?who=ben%40readers.example"

    assert mail["Subject"] == "Semer : quand, où ?"
    assert text(mail) == f"{POST.text}\n\n{link}\n\n-- \nPour partir : {leave}"
    assert '<a href="https://tilleul.example/semer?a=1&amp;b=2">Semer : quand, où ?</a>' in page(mail)


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Semer\r\nBcc: all@evil.example\n\nEncore", "Semer"),
        ("Se\x00mer\x85Bcc: a@evil.example", "Se mer Bcc: a@evil.example"),
        ("un mot " * 20, "un mot un mot un mot un mot un mot un mot un mot un mot un mot un mot un mot…"),
    ],
)
def test_no_text_can_write_a_header(server: MailServer, folder: Path, words: str, subject: str) -> None:
    """A subject is drawn from the text, and the text may hold anything."""
    adapter = email(server, folder)
    adapter.publish(prepared(adapter, Content(words)))
    mail = server.mails(ANNA)[0]

    assert (mail["Subject"], mail["Bcc"]) == (subject, None)


def test_every_line_is_short_and_ascii_and_none_is_lost(server: MailServer, folder: Path) -> None:
    """RFC 5321, 4.5.2 and 4.5.3: servers may cut lines of a thousand bytes; a dot alone would end the mail."""
    words = ".\n..\nDe " + "très " * 1000 + "loin\n."
    adapter = email(server, folder)
    adapter.publish(prepared(adapter, Content(words)))
    (_, data), *_ = server.taken

    assert max(len(line) for line in data.split(b"\r\n")) <= 100
    assert (data.isascii(), text(server.mails(ANNA)[0])) == (True, words)


def test_a_list_is_read_with_its_remarks(server: MailServer, folder: Path) -> None:
    """A person keeps it by hand."""
    enlist(folder, "# mine", "", f"  {ANNA}  # since May", ANNA.upper(), "ben@bücher.example")

    adapter = email(server, folder)
    adapter.publish(prepared(adapter))

    assert [to for to, _ in server.taken] == [ANNA, "ben@xn--bcher-kva.example"]


def test_who_leaves_the_list_while_a_post_waits_gets_no_copy(server: MailServer, folder: Path) -> None:
    """And no list of readers is kept with the post."""
    adapter = email(server, folder)
    intent = prepared(adapter)
    enlist(folder, ANNA)
    adapter.publish(intent)

    assert [to for to, _ in server.taken] == [ANNA]
    assert ANNA not in str(intent.request)


def test_a_long_way_out_arrives_in_one_piece(server: MailServer, folder: Path) -> None:
    """A header that is folded amid an address leads nowhere."""
    way_out = f"https://tilleul.example/{'leave-' * 40}?who={{address}}"
    adapter = email(server, folder, unsubscribe=way_out)
    adapter.publish(prepared(adapter))
    header = f"List-Unsubscribe: <{way_out.replace('{address}', 'anna%40readers.example')}>\r\n"

    assert header.encode() in server.taken[0][1]


def test_a_later_beginning_finds_the_same_book(server: MailServer, folder: Path) -> None:
    """Whatever brings a post back, its readers keep their one copy."""
    adapter = email(server, folder)
    adapter.publish(prepared(adapter))
    adapter.publish(adapter.prepare(POST, key="k1", at=AT + timedelta(days=1)))

    assert len(server.taken) == 3


@pytest.mark.parametrize(
    "line",
    [
        "anna",
        "Anna <anna@readers.example>",
        "a@b, c@d",
        "a b@readers.example",
        "é@readers.example",
        "a@-x.example",
        "@x",
        "a@x.example>\x0bRCPT TO:<b@x.example",
        f"{'a' * 65}@x.example",
        f"a@{'x' * 64}.example",
    ],
)
def test_a_wrong_line_of_the_list_is_named_and_holds_the_account(server: MailServer, folder: Path, line: str) -> None:
    """A reader who is left out in silence is lost."""
    enlist(folder, ANNA, line)
    for call in (email(server, folder).verify, lambda: prepared(email(server, folder))):
        error = failure(call)

        assert (type(error), "subscribers.txt, line 2: " in str(error)) == (Unauthorized, True)


def test_a_list_that_cannot_be_read_holds_the_account(server: MailServer, folder: Path) -> None:
    """Half of the readers would be left out."""
    (folder / "subscribers.txt").write_bytes(b"caf\xe9@readers.example")

    assert "it is not UTF-8 text" in str(failure(email(server, folder).verify))


@pytest.mark.parametrize("lines", [None, (), ("# nobody yet",)])
def test_a_list_without_readers_holds_the_account(
    server: MailServer, tmp_path: Path, lines: tuple[str, ...] | None
) -> None:
    """A post to nobody would be lost as published."""
    if lines is not None:
        enlist(tmp_path, *lines)

    assert type(failure(lambda: prepared(email(server, tmp_path)))) is Unauthorized


def test_a_reader_who_is_refused_is_named_and_the_others_have_it(server: MailServer, folder: Path) -> None:
    """An address that died is no reason to keep the post from all."""
    server.reset({("RCPT", BEN): "550 5.1.1 no such user"})
    adapter = email(server, folder)
    intent = prepared(adapter)
    receipt = adapter.publish(intent)

    assert receipt.note == f"readers: 2; refused were {BEN} (550 5.1.1 no such user): take them off the list"
    assert (adapter.find(intent), len(server.taken)) == (receipt, 2)


def test_a_reader_who_has_to_wait_gets_a_copy_later_and_nobody_a_second(server: MailServer, folder: Path) -> None:
    """Grey lists ask for another time as a matter of course."""
    server.reset({("RCPT", BEN): "once 451 4.7.1 greylisted"})
    adapter = email(server, folder)
    error = failure(lambda: adapter.publish(prepared(adapter)))
    again = adapter.publish(prepared(email(server, folder)))

    assert (type(error), str(error)) == (
        Unavailable,
        f"readers who have it: 2, who wait: 1; {BEN}: 451 4.7.1 greylisted",
    )
    assert ([to for to, _ in server.taken], again.note) == ([ANNA, CLEO, BEN], None)


def test_a_busy_server_delays(server: MailServer, folder: Path) -> None:
    """Nobody has it, and nothing is in doubt."""
    server.reset({("DATA", "*"): "451 4.3.0 try again later"})
    adapter = email(server, folder)
    intent = prepared(adapter)

    assert type(failure(lambda: adapter.publish(intent))) is Unavailable
    assert adapter.find(intent) is None


def test_only_the_copy_whose_answer_was_lost_is_in_doubt(server: MailServer, folder: Path) -> None:
    """The others get theirs at once, on a new line; then a person is asked about the one."""
    server.reset({("DATA", BEN): CUT})
    adapter = email(server, folder)
    intent = prepared(adapter)
    error = failure(lambda: adapter.publish(intent))

    assert isinstance(error, Uncertain)
    assert (error.ask, BEN in str(error), ANNA in str(error)) == (True, True, False)
    assert [to for to, _ in server.taken] == [ANNA, BEN, CLEO]
    assert type(failure(lambda: email(server, folder).find(intent))) is Uncertain


def test_a_person_who_says_that_it_did_not_arrive_has_that_copy_sent_again_and_no_other(
    server: MailServer, folder: Path
) -> None:
    """`tambour resolve --not-published` is about the copy that was asked about."""
    server.reset({("DATA", BEN): f"once {CUT}"})
    adapter = email(server, folder)
    failure(lambda: adapter.publish(prepared(adapter)))
    email(server, folder).publish(prepared(email(server, folder)))

    assert [to for to, _ in server.taken] == [ANNA, BEN, CLEO, BEN]


def test_a_doubt_is_never_sent_again_while_nobody_was_asked(server: MailServer, folder: Path) -> None:
    """Another reader's delay brings the post back by itself: the doubt stays one."""
    server.reset({("DATA", BEN): f"once {CUT}", ("RCPT", CLEO): "once 450 4.2.0 later"})
    adapter = email(server, folder)
    first = failure(lambda: adapter.publish(prepared(adapter)))
    enlist(folder, ANNA, BEN)
    second = failure(lambda: adapter.publish(prepared(adapter)))

    assert (type(first), type(second)) == (Unavailable, Uncertain)
    assert [to for to, _ in server.taken] == [ANNA, BEN]


class Killed(BaseException):
    """The end of a process."""


def test_a_process_that_is_killed_goes_on_with_who_has_no_copy(server: MailServer, folder: Path) -> None:
    """The book is written before a copy leaves."""
    adapter = email(server, folder)
    intent = prepared(adapter)
    looks = iter([True, True])

    def killed() -> bool:
        if next(looks, None) is None:
            raise Killed
        return True

    with pytest.raises(Killed), fenced(killed):
        adapter.publish(intent)
    found = email(server, folder).find(intent)
    email(server, folder).publish(intent)

    assert (found, [to for to, _ in server.taken]) == (None, [ANNA, BEN, CLEO])


def test_no_copy_leaves_after_its_time(server: MailServer, folder: Path) -> None:
    """Another daemon may have taken over: the fence is looked at before each."""
    adapter = email(server, folder)
    looks = iter([True])
    with fenced(lambda: next(looks, False)):
        error = failure(lambda: adapter.publish(prepared(adapter)))

    assert (type(error), len(server.taken)) == (Unavailable, 1)


def test_a_post_that_was_edited_half_way_is_refused(server: MailServer, folder: Path) -> None:
    """Half of the readers with one text and half with another is nobody's wish."""
    server.reset({("RCPT", CLEO): "450 later"})
    adapter = email(server, folder)
    failure(lambda: adapter.publish(prepared(adapter)))
    error = failure(lambda: adapter.publish(prepared(adapter, replace(POST, text="autre chose"))))

    assert (type(error), "2 readers have an earlier text" in str(error)) == (Refused, True)


def test_a_mail_that_the_first_server_refuses_goes_to_nobody(server: MailServer, folder: Path) -> None:
    """A list of a thousand is no place to repeat what is called spam; put right, it goes to all."""
    server.reset({("DATA", ANNA): "once 554 5.7.1 spam"})
    adapter = email(server, folder)
    error = failure(lambda: adapter.publish(prepared(adapter)))
    adapter.publish(prepared(adapter, replace(POST, text="autre chose")))

    assert (type(error), [to for to, _ in server.taken]) == (Refused, [ANNA, BEN, CLEO])


def test_a_post_that_every_reader_refuses_is_refused_and_can_be_tried_again(server: MailServer, folder: Path) -> None:
    """Nobody has it, and the fault was the server's: once it is mended, all get theirs."""
    server.reset({("RCPT", "*"): "550 relaying denied"})
    adapter = email(server, folder)
    intent = prepared(adapter)
    error = failure(lambda: adapter.publish(intent))
    found = adapter.find(intent)
    server.reset()
    adapter.publish(intent)

    assert (type(error), found, [to for to, _ in server.taken]) == (Refused, None, [ANNA, BEN, CLEO])


def test_a_server_that_takes_nobody_is_spared_the_rest_of_the_list(server: MailServer, folder: Path) -> None:
    """Five thousand refusals in a row look like an attack."""
    enlist(folder, *(f"reader-{number}@readers.example" for number in range(50)))
    server.reset({("RCPT", "*"): "550 relaying denied"})
    adapter = email(server, folder)

    assert "refused the first 10 readers" in str(failure(lambda: adapter.publish(prepared(adapter))))


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({("MAIL", "*"): "550 5.7.1 not your address"}, Unauthorized),
        ({("MAIL", "*"): "530 5.7.0 log in first"}, Unauthorized),
        ({("MAIL", "*"): "452 4.3.1 no room"}, Unavailable),
        ({("MAIL", "*"): "552 5.3.4 too large"}, Refused),
        ({("MAIL", "*"): "421 closing"}, Unavailable),
        ({("RCPT", "*"): "421 closing"}, Unavailable),
        ({("RCPT", "*"): CUT}, Unavailable),
        ({("MAIL", "*"): "999 what"}, Unavailable),
        ({("after RCPT", ANNA): "250 OK\r\n250 and again"}, Unavailable),
        ({("after RCPT", ANNA): "250 OK\r\n354 go\r\n250 done"}, Unavailable),
    ],
)
def test_before_the_mail_itself_no_answer_is_a_doubt(
    server: MailServer, folder: Path, answers: dict[tuple[str, str], str], kind: type[AdapterError]
) -> None:
    """Also an answer too many, which would be taken for the answer to the mail."""
    server.reset(answers)
    adapter = email(server, folder)
    intent = prepared(adapter)

    assert type(failure(lambda: adapter.publish(intent))) is kind
    assert (server.taken, adapter.find(intent)) == ([], None)


def test_a_mail_that_the_server_has_no_room_for_is_refused(server: MailServer, folder: Path) -> None:
    """It tells its bound: 200,000 bytes."""
    adapter = email(server, folder)
    heavy = replace(POST, media=(Media(b"x" * 200_000, "image/png", 1, 1),))
    error = failure(lambda: adapter.publish(prepared(adapter, heavy)))

    assert (type(error), "takes mails of 200,000 bytes" in str(error)) == (Refused, True)


def test_a_wrong_password_holds_the_account_and_is_not_repeated(server: MailServer, folder: Path) -> None:
    """535 is the account's affair, not the post's."""
    error = failure(email(server, folder, password="a-wrong-password").verify)

    assert (type(error), "535" in str(error), "wrong-password" in str(error)) == (Unauthorized, True, False)


def test_nothing_leaves_without_tls_but_to_this_machine(server: MailServer, folder: Path) -> None:
    """Whoever takes STARTTLS out of an answer would read the password."""
    adapter = email(server, folder, server=f"0.0.0.0:{server.port}")  # reaches this machine, and does not say so
    error = failure(lambda: adapter.publish(prepared(adapter)))

    assert (type(error), "offers no TLS" in str(error), server.taken) == (Unavailable, True, [])


def test_a_server_that_is_not_there_delays(server: MailServer, folder: Path) -> None:
    """Nothing was sent."""
    adapter = email(server, folder, server="127.0.0.1:1")

    assert type(failure(lambda: adapter.publish(prepared(adapter)))) is Unavailable


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server", "smtp://x"),
        ("server", "x:99999"),
        ("sender", "nobody"),
        ("sender", "A <a@x.example>\nBcc: b@x.example"),
        ("unsubscribe", "http://x.example"),
        ("unsubscribe", "https://x.example/>,<https://y.example"),
    ],
)
def test_a_setting_that_is_none_holds_the_account(server: MailServer, folder: Path, option: str, value: str) -> None:
    """It is put right in the settings, and the posts go on."""
    error = failure(lambda: prepared(email(server, folder, **{option: value})))

    assert (type(error), option in str(error)) == (Unauthorized, True)


def test_the_account_says_who_writes_to_how_many(server: MailServer, folder: Path) -> None:
    """Who mixes two lists up should see it before the first mail does."""
    assert email(server, folder).verify().name == "Maison Tilleul <news@tilleul.example>, readers: 3"


def test_a_disk_that_refuses_the_book_lets_nothing_leave(server: MailServer, folder: Path) -> None:
    """What is not written down first could be sent twice."""
    (folder / "sent").write_text("a file in its way")
    adapter = email(server, folder)

    assert type(failure(lambda: adapter.publish(prepared(adapter)))) is Unavailable
    assert server.taken == []


def test_a_line_of_the_book_that_was_cut_off_is_left_out(server: MailServer, folder: Path) -> None:
    """A machine that died while writing it had not acted upon it."""
    adapter = email(server, folder)
    intent = prepared(adapter)
    receipt = adapter.publish(intent)
    (book,) = folder.glob("sent/*/copies.jsonl")
    with book.open("a") as file:
        file.write('["leaving", "anna@read')

    assert email(server, folder).find(intent) == receipt


def test_nothing_can_be_repeated_on_its_own(server: MailServer, folder: Path) -> None:
    """Class F: the book can be looked into, the server cannot."""
    adapter = email(server, folder)

    assert (isinstance(adapter, Finds), isinstance(adapter, Replays)) == (True, False)
    assert isinstance(adapter.publish(prepared(adapter)), Receipt)
