"""LMTP (RFC 2033), or SMTP: what is answered was committed before.

An address that is none of ours is refused when it is named; each of the others gets an answer of its own. Whatever goes
wrong here is answered with 451: the mail server keeps the letter and comes again. So is what takes too long: whoever
hands a letter over may be silent for a minute, and is never hung up on while it waits for us.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from coopnet.conversations.cli.taking import take_for
from coopnet.conversations.queries.inbound import find_addressee
from coopnet.conversations.rules.inbound import Answer, Way
from coopnet.conversations.rules.reading import LARGEST
from coopnet.conversations.service.receiving import Opened, open_letter, tokens_of
from coopnet.foundation.db import db

LONGEST_LINE = 64 * 1024
MOST_RECIPIENTS = 100
SILENT_SECONDS = 60
PATIENCE_SECONDS = 60  # with one letter to many

TAKEN = "250 2.0.0 taken"
LATER = "451 4.3.0 try again later"
NOBODY = "550 5.1.1 there is nobody at this address"
UNREADABLE = "554 5.6.0 this letter cannot be read"
TOO_MANY = "452 4.5.3 too many recipients"
FLOOD = "451 4.7.1 too many letters from here within an hour, try again later"

log = structlog.get_logger("coopnet.mail")


class Handler:
    """Each letter in a thread: the database waits, the loop does not."""

    def __init__(self, app: Flask, *, is_smtp: bool) -> None:
        self.app = app
        self.is_smtp = is_smtp
        self.at_work = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        with self._working():
            status = await asyncio.to_thread(self._safely, lambda: self._know(address))
        if status == TAKEN:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return status

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        with self._working():
            answers = await asyncio.to_thread(self._take, envelope)
        if self.is_smtp:
            # One answer for all: what was taken already is not taken again.
            later = next((one for one in answers if one in {LATER, FLOOD}), None)
            return later or next((one for one in answers if one == TAKEN), answers[0])
        return "\r\n".join(answers)

    async def handle_exception(self, error: Exception) -> str:
        log.error("listener_trouble", problem=type(error).__name__)
        return LATER

    @contextmanager
    def _working(self) -> Iterator[None]:
        self.at_work += 1
        try:
            yield
        finally:
            self.at_work -= 1

    def _know(self, address: str) -> str:
        return TAKEN if any(find_addressee(token) for token in tokens_of([address])) else NOBODY

    def _take(self, envelope: Envelope) -> list[str]:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = "" if envelope.mail_from in {"", "<>"} else envelope.mail_from
        with self.app.app_context():
            opened = open_letter(content, envelope_sender=sender)
        begun, answers = time.monotonic(), list[str]()
        for address in envelope.rcpt_tos:
            if time.monotonic() - begun > PATIENCE_SECONDS:  # each waits for the database as long as the one before
                answers.append(LATER)
            else:
                answers.append(self._safely(partial(self._take_one, opened, address)))
        return answers

    def _take_one(self, opened: Opened, address: str) -> str:
        return self._said(take_for(opened, address, way=Way.LISTENER))

    def _said(self, answer: Answer) -> str:
        return {Answer.NOBODY: NOBODY, Answer.UNREADABLE: UNREADABLE, Answer.TOO_MANY: FLOOD}.get(answer, TAKEN)

    def _safely(self, work: Callable[[], str]) -> str:
        with self.app.app_context():
            try:
                return work()
            except Exception as problem:
                log.exception("letter_not_taken", problem=type(problem).__name__)
                return LATER
            finally:
                db.session.remove()


class _Patient(SMTP):
    """Counts silence only while it is the other side's turn."""

    event_handler: Handler

    def _timeout_cb(self) -> None:
        if self.event_handler.at_work:
            self._reset_timeout()
        else:
            super()._timeout_cb()  # type: ignore[no-untyped-call]


class _Lmtp(_Patient, LMTP):
    line_length_limit = LONGEST_LINE


class _Smtp(_Patient):
    line_length_limit = LONGEST_LINE


def make_protocol(app: Flask, *, is_smtp: bool) -> SMTP:
    """Of one connection."""
    kind = _Smtp if is_smtp else _Lmtp
    return kind(
        Handler(app, is_smtp=is_smtp),
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
        hostname="coopnet",
        ident="coopnet",
        timeout=SILENT_SECONDS,
        loop=asyncio.get_running_loop(),
    )


def run(app: Flask, *, host: str, port: int, is_smtp: bool, on_ready: Callable[[str], None]) -> None:
    """Until SIGTERM or SIGINT. `on_ready` is told the address."""
    # The library's own log names senders and recipients.
    for name in ("mail.log", "mail.debug", "mail.error"):
        logging.getLogger(name).disabled = True
    asyncio.run(_serve(app, host=host, port=port, is_smtp=is_smtp, on_ready=on_ready))


async def _serve(app: Flask, *, host: str, port: int, is_smtp: bool, on_ready: Callable[[str], None]) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, stop.set)
    server = await loop.create_server(lambda: make_protocol(app, is_smtp=is_smtp), host, port)
    bound = server.sockets[0].getsockname()
    on_ready(f"{bound[0]}:{bound[1]}")
    await stop.wait()
    server.close()
