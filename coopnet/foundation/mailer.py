"""E-mail: how a letter looks on the wire, and the two ways out, a server or a folder.

Nothing here asks the database; the worker calls it outside any transaction.
"""

import hashlib
import ipaddress
import re
import smtplib
import ssl
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from coopnet.foundation.files import write_atomically
from coopnet.foundation.letters import Attachment, Postponed, Refused, Stalled, Unreachable, Words

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PERMANENT = 500
NOT_ASCII = r"[^\x00-\x7f]"


class Mailer(Protocol):
    transfer_encoding: str | None  # of texts; None: whatever is safe on the way

    def send(self, message: EmailMessage, *, name: str) -> None:
        """Raises `Refused`, `Postponed`, `Stalled` or `Unreachable`.

        `name` is the same whenever the same letter comes again.
        """

    def close(self) -> None: ...


def make_mailer(smtp_url: str, data: Path) -> Mailer:
    return Server(smtp_url) if smtp_url else Folder(data / "letters")


def file_name(dedup_key: str, queued_at: datetime) -> str:
    """By time, then key, so that files sort by age and the same letter again replaces itself."""
    return f"{queued_at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{hash_key(dedup_key)}"


def hash_key(dedup_key: str) -> str:
    return hashlib.sha256(dedup_key.encode()).hexdigest()[:32]


def compose(
    words: Words,
    *,
    recipient: str,
    sender: str,
    sender_name: str,
    dedup_key: str,
    queued_at: datetime,
    host: str,
    transfer_encoding: str | None = None,
) -> EmailMessage:
    """Raises `Refused` when an address is none. `queued_at` is shown in the zone it comes in."""
    try:
        to = _address(recipient)
        message = EmailMessage(policy=SMTP if to.addr_spec.isascii() else SMTPUTF8)
        message["From"] = _address(sender, _one_line(sender_name))
        message["To"] = to
        if words.reply_to:
            message["Reply-To"] = _address(words.reply_to)
    except (ValueError, IndexError) as problem:
        raise Refused("not an address") from problem
    message["Subject"] = _one_line(words.subject)
    message["Date"] = queued_at
    message["Message-ID"] = f"<{hash_key(dedup_key)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if words.stop:
        message["List-Unsubscribe"] = f"<{words.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text, cte=transfer_encoding)
    message.add_alternative(words.html, subtype="html", cte=transfer_encoding)
    for attachment in words.attachments:
        _attach(message, attachment)
    return message


class Folder:
    """Keeps each letter as an `.eml` file that can be read as it is."""

    transfer_encoding: str | None = "8bit"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, *, name: str) -> None:
        write_atomically(self.folder / f"{name}.eml", message.as_bytes())

    def close(self) -> None:
        """Nothing is open."""


class Server:
    """One connection, opened at the first letter, kept for the next ones.

    `smtp://` speaks in the clear, and so sends a password only within this machine; `smtp+starttls://` and
    `smtps://` insist on TLS with a certificate that holds.
    """

    transfer_encoding: str | None = None

    def __init__(self, url: str) -> None:
        """Raises `ValueError` for an address that cannot be used."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("the mail server's address is not like smtp+starttls://user:password@host:587")
        if parts.password and parts.scheme == "smtp" and not _is_this_machine(parts.hostname):
            raise ValueError("smtp:// would send the password in the clear; use smtp+starttls:// or smtps://")
        self.scheme, self.host, self.port = parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme]
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, *, name: str) -> None:  # noqa: ARG002 - the Message-ID carries it
        if self.connection is None:
            self.connection = self._connect()
        try:
            self.connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as problem:
            code, reason = next(iter(problem.recipients.values()))
            self._settle(code, f"{code} {_readable(reason)}")
        except smtplib.SMTPDataError as problem:
            self._settle(problem.smtp_code, f"{problem.smtp_code} {_readable(problem.smtp_error)}")
        except smtplib.SMTPNotSupportedError as problem:
            raise Refused(str(problem)) from problem
        except (smtplib.SMTPException, OSError) as problem:
            # Also a refused sender: the same for every letter, so the next ones need not learn it too.
            self.close()
            raise Stalled(_describe(problem)) from problem

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        try:
            if self.scheme == "smtps":
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=CONNECT_SECONDS, context=context
                )
            else:
                connection = smtplib.SMTP(self.host, self.port, timeout=CONNECT_SECONDS)
            try:
                if self.scheme == "smtp+starttls":
                    connection.starttls(context=context)
                if self.user:
                    connection.login(self.user, self.password)
                if connection.sock is not None:
                    connection.sock.settimeout(ANSWER_SECONDS)
            except BaseException:
                connection.close()
                raise
        except (smtplib.SMTPException, OSError) as problem:
            raise Unreachable(_describe(problem)) from problem
        return connection

    def _settle(self, code: int, reason: str) -> None:
        """The server said no to this letter only; the connection is good for the next."""
        if code >= PERMANENT:
            raise Refused(reason)
        raise Postponed(reason)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    header = SMTP.header_factory("Content-Type", attachment.content_type)
    params = dict(header.params)
    if header.maintype == "text":
        params.setdefault("charset", "utf-8")
    message.add_attachment(
        attachment.content,
        maintype=header.maintype,
        subtype=header.subtype,
        filename=attachment.name,
        params=params,
    )


def _address(typed: str, name: str = "") -> Address:
    """One address, its domain as the wire wants it; a list of them, or a line break, is a `ValueError`."""
    local, _at, domain = typed.strip().rpartition("@")
    if not local or not domain:
        raise ValueError("not an address")
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    # The parser knows ASCII only; a local part of another script must be as plain as one of letters.
    Address(addr_spec=f"{re.sub(NOT_ASCII, 'x', local)}@{domain}")
    return Address(display_name=name, username=local, domain=domain)


def _one_line(text: str) -> str:
    """Nothing that a person typed can begin another header."""
    return " ".join(text.split())


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _readable(reason: bytes | str) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason


def _describe(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}"
