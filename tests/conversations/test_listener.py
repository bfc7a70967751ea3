"""LMTP and SMTP: what is answered was committed; what fails comes again."""

import asyncio
import smtplib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiosmtpd.smtp import SMTP
from flask import Flask

from coopnet.conversations.cli import listening
from coopnet.conversations.cli.taking import take_letter
from coopnet.conversations.models import Party
from coopnet.conversations.rules import inbound
from coopnet.conversations.rules.inbound import Answer, Way
from coopnet.conversations.rules.talk import Side
from tests.factories.mails import address_of, break_database, mail, open_box, texts
from tests.factories.talks import NOW, begun, side_of


@pytest.fixture(autouse=True)
def _box(app: Flask, clock_at: Callable[..., None]) -> None:
    open_box()
    clock_at(NOW)


@pytest.fixture
def me() -> Party:
    return side_of(begun(), Side.MAKER)


@pytest.fixture(params=[False, True], ids=["lmtp", "smtp"])
def listener(app: Flask, request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    loop = asyncio.new_event_loop()
    made: list[asyncio.Server] = []

    async def start() -> None:
        made.append(
            await loop.create_server(lambda: listening.make_protocol(app, is_smtp=request.param), "127.0.0.1", 0)
        )

    # All in a thread of its own: a browser's loop may be running in this one.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result()
    yield made[0].sockets[0].getsockname()

    async def end() -> None:
        made[0].close()
        await asyncio.sleep(0.05)
        await loop.shutdown_default_executor()

    asyncio.run_coroutine_threadsafe(end(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def hand_over(where: tuple[str, int], raw: bytes, to: list[str], *, sender: str = "rosa@example.org") -> list[int]:
    """The answer to each address, then those to the letter: one with SMTP, one for each accepted address with LMTP."""
    with smtplib.SMTP(*where, timeout=20) as client:
        greeting = client.docmd("LHLO", "mx")
        is_lmtp = greeting[0] == 250
        if not is_lmtp:
            assert client.ehlo("mx")[0] == 250
        assert client.docmd(f"MAIL FROM:<{sender}>")[0] == 250
        codes = [client.docmd(f"RCPT TO:<{address}>")[0] for address in to]
        accepted = codes.count(250)
        if accepted:
            assert client.docmd("DATA")[0] == 354
            client.send(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n.\r\n")
            codes += [client.getreply()[0] for _ in range(accepted if is_lmtp else 1)]
        assert client.noop()[0] == 250
    return codes


def test_the_listener_answers_after_it_has_committed(listener: tuple[str, int], me: Party) -> None:
    raw = mail(me).as_bytes()
    assert hand_over(listener, raw, [address_of(me).upper()]) == [250, 250]
    assert texts() == ["Dijous em va bé."]
    assert hand_over(listener, raw, [address_of(me)]) == [250, 250]
    assert texts() == ["Dijous em va bé."]


def test_each_address_has_its_answer(listener: tuple[str, int], me: Party, request: pytest.FixtureRequest) -> None:
    other = side_of(begun(maker=None), Side.MAKER)
    forged = address_of(me).replace("@", "0@")
    is_lmtp = "lmtp" in request.node.name
    codes = hand_over(listener, mail(me).as_bytes(), [address_of(me), forged, address_of(other)])
    assert codes == [250, 550, 250, *([250, 250] if is_lmtp else [250])]
    assert len(texts()) == 2


def test_a_letter_from_a_machine_is_taken_and_goes_nowhere(listener: tuple[str, int], me: Party) -> None:
    assert hand_over(listener, mail(me).as_bytes(), [address_of(me)], sender="") == [250, 250]
    assert texts() == []


def test_while_the_database_is_locked_it_says_later(
    listener: tuple[str, int], me: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, to = mail(me).as_bytes(), address_of(me)
    with monkeypatch.context() as broken:
        break_database(broken)
        assert hand_over(listener, raw, [to]) == [250, 451]
    with monkeypatch.context() as broken:
        broken.setattr(listening, "find_addressee", lambda _token: 1 / 0)
        assert hand_over(listener, raw, [to]) == [451]
    assert texts() == []
    assert hand_over(listener, raw, [to]) == [250, 250]


def test_nobody_is_hung_up_on_while_the_database_is_waited_for(
    listener: tuple[str, int], me: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, made = listening.make_protocol, []

    def kept(app: Flask, *, is_smtp: bool) -> SMTP:
        made.append(make(app, is_smtp=is_smtp))
        return made[-1]

    def slow(*_told: object, **_more: object) -> Answer:
        over = threading.Event()

        def time_is_up() -> None:
            made[-1]._timeout_cb()  # type: ignore[no-untyped-call]
            over.set()

        made[-1].loop.call_soon_threadsafe(time_is_up)
        assert over.wait(10)
        raise TimeoutError

    monkeypatch.setattr(listening, "make_protocol", kept)
    monkeypatch.setattr(listening, "take_for", slow)
    assert hand_over(listener, mail(me).as_bytes(), [address_of(me)]) == [250, 451]
    monkeypatch.setattr(listening, "PATIENCE_SECONDS", -1)
    monkeypatch.setattr(listening, "take_for", lambda *_told, **_more: Answer.RELAYED)
    assert hand_over(listener, mail(me).as_bytes(), [address_of(me)]) == [250, 451]


def test_what_is_too_large_or_cannot_be_read_is_refused(
    listener: tuple[str, int], me: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hand_over(listener, b"a: b\n\n" + b"\n" * 300_000, [address_of(me)]) == [250, 554]
    assert hand_over(listener, mail(me).as_bytes() + b"x" * 9_000, [address_of(me)]) == [250, 250]
    big = b"a: b\n\n" + b"x" * 990 + b"\n" + (b"x" * 990 + b"\n") * 11_000
    assert hand_over(listener, big, [address_of(me)])[-1] == 552


def test_what_is_too_much_for_an_hour_is_kept_by_who_sends_it(
    listener: tuple[str, int], me: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, to = mail(me).as_bytes(), address_of(me)
    with monkeypatch.context() as busy:
        busy.setattr(inbound, "MOST_AN_HOUR", 0)
        assert hand_over(listener, raw, [to]) == [250, 451]
    assert hand_over(listener, raw, [to]) == [250, 250]
    assert texts() == ["Dijous em va bé."]


@pytest.mark.storm
def test_one_letter_by_many_ways_at_once_is_one_message(app: Flask, me: Party) -> None:
    raw, address = mail(me).as_bytes(), address_of(me)

    def hand_over(_number: int) -> Answer:
        with app.app_context():
            return take_letter(raw, to=[address], envelope_sender=None, way=Way.LISTENER)[address]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(hand_over, range(24)))
    assert sorted(answers) == [Answer.DUPLICATE] * 23 + [Answer.RELAYED]
    assert len(texts()) == 1
