"""Letters of every make are read; none breaks us; what no person writes is known."""

import base64
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopnet.conversations.rules import reading
from coopnet.conversations.rules.cutting import cut
from coopnet.conversations.rules.reading import Letter, Unreadable, read
from coopnet.conversations.rules.scrubbing import scrub

HEAD = b"From: Rosa <Rosa@Example.org>\r\nTo: x+t@y.org\r\nMIME-Version: 1.0\r\n"


def plain(content_type: str, body: bytes, encoding: str = "8bit") -> Letter:
    return read(HEAD + f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body)


def parts(kind: str, *bodies: str) -> bytes:
    joined = "".join(f"--b\r\n{body}\r\n" for body in bodies)
    return HEAD + f'Content-Type: multipart/{kind}; boundary="b"\r\n\r\n{joined}--b--\r\n'.encode()


TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\n{}"
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n{}"
PHOTO = "Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename=a.jpg\r\n\r\nx"
LOGO = "Content-Type: image/png\r\nContent-ID: <a>\r\nContent-Disposition: inline; filename=a.png\r\n\r\nx"
INVITATION = "Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR"


@pytest.mark.parametrize(
    ("content_type", "body", "said"),
    [
        ("text/plain; charset=utf-8", "Sí".encode(), "Sí"),
        ("text/plain; charset=iso-8859-1", "L’Àvia: 5 €".encode("cp1252"), "L’Àvia: 5 €"),
        ("text/plain", "Sí".encode(), "Sí"),
        ("text/plain", "Sí".encode("cp1252"), "Sí"),
        ("text/plain; charset=us-ascii", "Sí".encode(), "Sí"),
        ("text/plain; charset=no-such-thing", "Sí".encode(), "Sí"),
        ("text/plain; charset=punycode", b"Hola", "Hola"),
        ("text/plain; charset=utf-8", b"S\xed", "Sí"),
        ("text/plain; charset=windows-1256", "نعم".encode("cp1256"), "نعم"),
        ("text/plain; charset=gb2312", "好".encode("gb2312"), "好"),
        ("text/plain; charset=utf-8; format=flowed", "Dijous em va \r\nbé".encode(), "Dijous em va bé"),
        ("text/plain; charset=utf-8; format=flowed; delsp=yes", b"bon \r\ndia", "bondia"),
        ("text/html; charset=utf-8", "<div>Sí, <b>dijous</b></div>".encode(), "Sí, dijous"),
    ],
)
def test_text_is_read_whatever_it_says_it_is(content_type: str, body: bytes, said: str) -> None:
    assert plain(content_type, body).text == said


@pytest.mark.parametrize(("encoding", "body"), [("base64", "U8OtIQ=="), ("quoted-printable", "S=C3=AD!"), ("x", "Sí!")])
def test_transfer_encodings(encoding: str, body: str) -> None:
    assert plain("text/plain; charset=utf-8", body.encode(), encoding).text == "Sí!"


@pytest.mark.parametrize(
    ("raw", "said", "left_out"),
    [
        (parts("alternative", TEXT.format("text"), HTML.format("<p>html</p>")), "text", 0),
        (parts("alternative", TEXT.format("  "), HTML.format("<p>html</p>")), "html", 0),
        (parts("alternative", TEXT.format("text"), INVITATION), "text", 0),
        (parts("alternative", INVITATION), "", 0),
        (parts("mixed", TEXT.format("una"), PHOTO, TEXT.format("dues")), "una\n\ndues", 1),
        (parts("mixed", PHOTO, PHOTO), "", 2),
        (parts("mixed", TEXT.format("una"), INVITATION), "una", 1),
        (parts("mixed", TEXT.format("una"), "Content-Type: message/rfc822\r\n\r\nFrom: a\r\n\r\nhola"), "una", 1),
        (parts("mixed", TEXT.format("una"), "Content-Type: text/plain; name=a.txt\r\n\r\nfitxer"), "una", 1),
        (parts("related", HTML.format("<p>html</p>"), LOGO), "html", 0),
        (parts("related", HTML.format("<p>html</p>"), PHOTO), "html", 1),
        (parts("signed", TEXT.format("una"), "Content-Type: application/pgp-signature\r\n\r\nx"), "una", 0),
        (HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary", "no boundary", 0),
    ],
)
def test_of_many_parts_the_text_is_taken_and_the_rest_counted(raw: bytes, said: str, left_out: int) -> None:
    letter = read(raw)
    assert (letter.text, letter.left_out) == (said, left_out)


def test_what_the_headers_say() -> None:
    letter = read(HEAD + b"Subject: =?utf-8?q?Resposta_autom=C3=A0tica?=\r\nMessage-ID:\r\n <a@b>\r\n\r\nhola")
    assert (letter.sender, letter.message_id, letter.said_to) == ("rosa@example.org", "<a@b>", ("x+t@y.org",))
    assert letter.headers["subject"] == "Resposta automàtica"


@pytest.mark.parametrize(
    "head",
    [b"", b"From: a@b.org, c@d.org\n", b"From: a@b.org\nFrom: c@d.org\n", b"From: Rosa\n", b"From: =?utf-8?b?w?=\n"],
)
def test_who_says_to_be_nobody_or_several_is_nobody(head: bytes) -> None:
    assert read(head + b"Subject: =?utf-8?b?!?= =?x?q?=ff?=\n\nhola").sender == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"x" * (reading.LARGEST + 1),
        b"a: b\n\n" + b"\n" * (2 * reading.MOST_LINES + 1),
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\n" * 500,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: multipart/mixed\n\n" * 40,
        b"CONTENT-TYPE : text/plain; " + b"a*0*=b;\r\n " * 2_000 + b"\r\n\r\nhola",
        b"To: a\rContent-Disposition: inline; " + b"a*0*=b; " * 2_000 + b"\n\nhola",
    ],
)
def test_what_nobody_can_have_meant_is_not_looked_into(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read(raw)


def test_whatever_the_parser_stumbles_over_is_one_kind_of_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr("email.message_from_bytes", stumble)
    with pytest.raises(Unreadable, match="RecursionError"):
        read(b"a: b\n\nhola")


def test_a_letter_at_its_largest_is_read() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "rosa@example.org"
    message.set_content("Mira la foto")
    message.add_attachment(base64.b64decode(b"AAAA") * (reading.LARGEST // 5), maintype="image", subtype="jpeg")
    raw = message.as_bytes()
    assert len(raw) > reading.LARGEST * 3 // 4
    assert (read(raw).text.strip(), read(raw).left_out) == ("Mira la foto", 1)


SCRAPS = st.sampled_from(
    [
        *(
            b"From: ",
            b"To: ",
            b"Subject: ",
            b"Content-Type: ",
            b"multipart/mixed; boundary=b",
            b"text/html",
            b"text/plain",
        ),
        *(
            b"; charset=",
            b"utf-16",
            b"=?utf-8?b?",
            b"?=",
            b"\r\n",
            b"\n",
            b"\n\n",
            b"--b\n",
            b"--b--",
            b"<",
            b">",
            b"&#",
        ),
        *(b"Content-Transfer-Encoding: base64\n", b"Content-Disposition: attachment; filename*=utf-8''%ff\n", b"="),
        *(b"\x00", b"\xff", b"rosa@example.org", b"> ", b"-- \n", b"On Mon, 30 Nov 2026 wrote:\n", b"format=flowed"),
        *(b"'", b'"', b"(", b"\\"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=2_000), st.lists(SCRAPS, max_size=40).map(b"".join)))
def test_whatever_comes_is_read_or_set_aside_and_gives_no_address_away(raw: bytes) -> None:
    try:
        letter = read(raw)
    except Unreadable:
        return
    said, _ = scrub(cut(letter.text, ["Reply above this line"]))
    assert "rosa@example.org" not in said
    assert "\x00" not in said
    said.encode()
