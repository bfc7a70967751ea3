"""What a letter looks like on the wire, and what each answer of a server means."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from coopnet.foundation.letters import Attachment, Postponed, Refused, Stalled, Unreachable, Words
from coopnet.foundation.mailer import Folder, Server, compose, file_name, make_mailer

QUEUED = datetime(2026, 11, 24, 9, 30, 15, 250, tzinfo=UTC)
WORDS = Words("Tens plaça", "Hola, Núria.\n", "<p>Hola, Núria.</p>\n")


def letter(words: Words = WORDS, **changed: Any) -> EmailMessage:
    usual: dict[str, Any] = {
        "recipient": "nuria@example.org",
        "sender": "hola@coopnet.example.org",
        "sender_name": "coopnet",
        "dedup_key": "registration:1:asked",
        "queued_at": QUEUED,
        "host": "coopnet.example.org",
    }
    return compose(words, **(usual | changed))


def parsed(message: EmailMessage) -> EmailMessage:
    return message_from_bytes(message.as_bytes(), policy=default)


class Sink:
    """A server that takes all, or answers as told."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK") -> None:
        self.taken: list[Envelope] = []
        self.sessions: set[int] = set()
        self.rcpt, self.data = rcpt, data

    async def handle_RCPT(self, _server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802 - its name in aiosmtpd
        self.sessions.add(id(session))
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.data.startswith("250"):
            self.taken.append(envelope)
        return self.data


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def listening(sink: Sink, **options: Any) -> Iterator[int]:
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def test_letter_says_the_same_as_text_and_as_html() -> None:
    read = parsed(letter())
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Hola, Núria."]
    assert html.get_content().splitlines() == ["<p>Hola, Núria.</p>"]
    assert read["Subject"] == "Tens plaça"
    assert read["From"] == "coopnet <hola@coopnet.example.org>"
    assert read["To"] == "nuria@example.org"


def test_letter_says_that_no_person_wrote_it() -> None:
    assert parsed(letter())["Auto-Submitted"] == "auto-generated"


def test_letter_has_the_date_of_its_queuing_in_the_zone_given() -> None:
    assert parsed(letter())["Date"].datetime == QUEUED.replace(microsecond=0)


def test_message_id_comes_from_the_key_and_tells_nothing_of_it() -> None:
    one, same, other = letter(), letter(), letter(dedup_key="registration:2:asked")
    assert one["Message-ID"] == same["Message-ID"] != other["Message-ID"]
    assert one["Message-ID"].endswith("@coopnet.example.org>")
    assert "registration" not in one["Message-ID"]


@pytest.mark.parametrize("subject", ["Free\r\nBcc: all@example.org", "Free\nBcc: all@example.org", "Free\x0bBcc: x"])
def test_no_title_can_begin_another_header(subject: str) -> None:
    read = parsed(letter(Words(subject, "t", "<p>t</p>")))
    assert "Bcc" not in read
    assert read["Subject"].startswith("Free Bcc:")


@pytest.mark.parametrize(
    "address", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "nobody", "@example.org", ""]
)
def test_what_is_not_one_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(Refused):
        letter(recipient=address)
    with pytest.raises(Refused):
        letter(Words("s", "t", "<p>t</p>", reply_to=address or "-"))


def test_answers_go_where_the_wording_says() -> None:
    assert parsed(letter(Words("s", "t", "<p>t</p>", reply_to="team@example.org")))["Reply-To"] == "team@example.org"


def test_domain_of_any_script_travels_in_ascii() -> None:
    assert letter(recipient="nuria@plaça.example")["To"] == "nuria@xn--plaa-2oa.example"


def test_calendar_goes_along_as_a_calendar() -> None:
    content = "BEGIN:VCALENDAR\r\nSUMMARY:Plaça\r\nEND:VCALENDAR\r\n".encode()
    attachment = Attachment("formació.ics", "text/calendar; method=PUBLISH", content)
    (part,) = parsed(letter(Words("s", "t", "<p>t</p>", [attachment]))).iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert dict(part["Content-Type"].params) == {"method": "PUBLISH", "charset": "utf-8"}
    assert part.get_filename() == "formació.ics"
    assert part.get_payload(decode=True) == content


def test_other_files_go_along_byte_by_byte() -> None:
    (part,) = parsed(
        letter(Words("s", "t", "<p>t</p>", [Attachment("a.pdf", "application/pdf", b"%PDF\0")]))
    ).iter_attachments()
    assert (part.get_content_type(), part.get_content()) == ("application/pdf", b"%PDF\0")


def test_kept_letter_is_named_by_time_and_key_and_replaces_itself(tmp_path: Path) -> None:
    name = file_name("registration:1:asked", QUEUED)
    assert name.startswith("20261124T093015.000250Z-")
    for _ in range(2):
        Folder(tmp_path / "letters").send(letter(), name=name)
    (kept,) = (tmp_path / "letters").iterdir()
    assert kept.name == f"{name}.eml"
    assert message_from_bytes(kept.read_bytes(), policy=default)["To"] == "nuria@example.org"
    assert kept.stat().st_mode & 0o077 == 0


def test_kept_letter_can_be_read_as_it_is(tmp_path: Path) -> None:
    link = f"https://coopnet.example.org/ca/inscripcions/{'a' * 80}/"
    kept = Folder(tmp_path)
    words = Words("Tens plaça", f"Núria\n{link}\n", f'<p>Núria <a href="{link}">{link}</a></p>')
    kept.send(letter(words, transfer_encoding=kept.transfer_encoding), name="n")
    assert f"Núria\r\n{link}\r\n".encode() in (tmp_path / "n.eml").read_bytes()


def test_letter_on_the_way_is_ascii_in_short_lines() -> None:
    lines = letter(Words("Tens plaça", "ç" * 2000, f"<p>{'ç' * 2000}</p>")).as_bytes().splitlines()
    assert all(line.isascii() and len(line) <= 78 for line in lines)


def test_without_a_server_letters_are_kept(tmp_path: Path) -> None:
    assert isinstance(make_mailer("", tmp_path), Folder)


def test_one_connection_carries_several_letters() -> None:
    sink = Sink()
    with listening(sink) as port:
        server = Server(f"smtp://127.0.0.1:{port}")
        for number in range(3):
            server.send(letter(dedup_key=str(number)), name="")
        server.close()
    assert len(sink.taken) == 3
    assert len(sink.sessions) == 1
    assert sink.taken[0].mail_from == "hola@coopnet.example.org"
    assert sink.taken[0].rcpt_tos == ["nuria@example.org"]


def test_local_part_of_any_script_arrives_where_the_server_can() -> None:
    sink = Sink()
    with listening(sink, enable_SMTPUTF8=True) as port:
        server = Server(f"smtp://127.0.0.1:{port}")
        server.send(letter(recipient="núria@example.org"), name="")
        server.close()
    assert sink.taken[0].rcpt_tos == ["núria@example.org"]


def test_local_part_of_any_script_is_refused_where_the_server_cannot() -> None:
    with listening(Sink(), enable_SMTPUTF8=False) as port:
        server = Server(f"smtp://127.0.0.1:{port}")
        with pytest.raises(Refused):
            server.send(letter(recipient="núria@example.org"), name="")
        server.close()


@pytest.mark.parametrize(
    ("answers", "meaning"),
    [
        ({"rcpt": "550 5.1.1 no such person"}, Refused),
        ({"rcpt": "450 4.2.2 mailbox full"}, Postponed),
        ({"data": "554 5.7.1 not wanted"}, Refused),
        ({"data": "451 4.7.1 come again"}, Postponed),
    ],
)
def test_what_the_server_says_of_a_letter(answers: dict[str, str], meaning: type[Exception]) -> None:
    sink = Sink(**answers)
    with listening(sink) as port:
        server = Server(f"smtp://127.0.0.1:{port}")
        with pytest.raises(meaning, match=next(iter(answers.values()))[:3]):
            server.send(letter(), name="")
        sink.rcpt = sink.data = "250 OK"
        server.send(letter(), name="")
        server.close()
    assert len(sink.taken) == 1, "the connection is good for the next letter"


def test_dead_server_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        Server(f"smtp://127.0.0.1:{free_port()}").send(letter(), name="")


def test_connection_lost_in_the_middle_is_stalled_and_the_next_letter_opens_another() -> None:
    sink = Sink()
    port = free_port()
    server = Server(f"smtp://127.0.0.1:{port}")
    for _ in range(2):
        controller = Controller(sink, hostname="127.0.0.1", port=port)
        controller.start()
        server.send(letter(), name="")
        controller.stop()
        with pytest.raises(Stalled):
            server.send(letter(), name="")
    assert len(sink.taken) == 2


def test_server_that_offers_no_tls_gets_nothing_where_tls_is_asked_for() -> None:
    sink = Sink()
    with listening(sink) as port, pytest.raises(Unreachable):
        Server(f"smtp+starttls://127.0.0.1:{port}").send(letter(), name="")
    assert sink.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # of the server on the other side
def test_name_and_password_of_the_address_are_used() -> None:
    seen: list[LoginPassword] = []

    def know(_server: Any, _session: Any, _envelope: Any, _mechanism: str, auth: Any) -> AuthResult:
        seen.append(auth)
        return AuthResult(success=auth.password == b"s e:cret")

    sink = Sink()
    with listening(sink, authenticator=know, auth_require_tls=False, auth_required=True) as port:
        server = Server(f"smtp://user%40example.org:s%20e%3Acret@127.0.0.1:{port}")
        server.send(letter(), name="")
        server.close()
        with pytest.raises(Unreachable):
            Server(f"smtp://user:wrong@127.0.0.1:{port}").send(letter(), name="")
    assert len(sink.taken) == 1
    assert seen[0].login == b"user@example.org"


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "smtp://user:secret@mail.example.org"])
def test_address_of_a_server_that_cannot_be_used_is_refused_at_start(url: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        Server(url)


def test_what_comes_again_and_again_says_how_one_post_ends_it() -> None:
    once, weekly = letter(), letter(replace(WORDS, stop="https://coopnet.example.org/ca/x"))
    assert "List-Unsubscribe" not in once
    assert weekly["List-Unsubscribe"] == "<https://coopnet.example.org/ca/x>"
    assert weekly["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
