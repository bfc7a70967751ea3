"""What came, read: headers, the text that somebody wrote, and what is left out. Nothing in it is believed.

The standard library's tolerant policy reads what breaks the standards; its newer one stops at it. What no program could
have made in good faith (bigger, deeper, more lines than any letter of a person) is not looked into.
"""

import codecs
import email
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from coopnet.conversations.rules.letter_text import text_of_html, unflow

LARGEST = 10 * 1024 * 1024  # bytes: photos come with letters, and are left out
MOST_LINES = 250_000
MOST_PARTS = 200
MOST_LEVELS = 30  # each costs every line within it
LONGEST_FIELD = 8_000  # of those that say what a part is: their parameters are read in a time that grows as a square
LONGEST_TEXT = 200_000  # characters, with all that it quotes
LONGEST_HEADER = 20_000
LONGEST_SENDER = 2_000

TOO_LARGE = "too large"
TOO_MANY_PARTS = "too many parts"

# No codec that reads text slowly (punycode, idna), or that is none for text.
_CHARSETS = re.compile(
    r"utf-8|utf-16(-le|-be)?|utf-7|ascii|iso8859-\d+|cp(1250|1251|1252|1253|1254|1255|1256|1257|1258|437|850|852|866"
    r"|874|932|949|950)|koi8-[rut]|gb2312|gbk|gb18030|big5|euc_jp|euc_kr|shift_jis|iso2022_jp|iso2022_kr|hz|tis-620"
    r"|mac-roman"
)
_FIELD = re.compile(
    rb"(?:^|(?<=[\r\n]))content-(?:type|disposition)[ \t]*+:[^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)*+", re.IGNORECASE
)
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})


class Unreadable(ValueError):  # noqa: N818 - what the letter is
    """It cannot be read, or should not be."""


@dataclass(frozen=True)
class Letter:
    """`headers` by lower-case name, the first of each, in one line; `said_to` every address that it may have come to.

    `text` is whole, with what it quotes; `left_out` counts what came with it and is not relayed.
    """

    headers: dict[str, str]
    content_type: str
    sender: str  # the address, lower case; empty when there is none, or more than one
    message_id: str
    said_to: tuple[str, ...]
    text: str
    left_out: int


def read(raw: bytes) -> Letter:
    """Raises `Unreadable`, and nothing else, whatever comes."""
    if len(raw) > LARGEST or raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES:
        raise Unreadable(TOO_LARGE)
    if raw.lower().count(b"multipart/") > MOST_LEVELS or raw.count(b"\n--") > 2 * MOST_PARTS:
        raise Unreadable(TOO_MANY_PARTS)
    if any(len(field.group()) > LONGEST_FIELD for field in _FIELD.finditer(raw)):
        raise Unreadable(TOO_LARGE)
    try:
        return _read(email.message_from_bytes(raw))
    except Exception as problem:
        # Whatever the parser stumbles over, the letter goes aside, and the next one is read.
        raise Unreadable(type(problem).__name__) from problem


def _read(message: "Message[str, str]") -> Letter:
    headers: dict[str, str] = {}
    said_to = []
    for name, value in message.items():
        line = _one_line(str(value))
        headers.setdefault(name.lower(), line)
        if name.lower() in {"delivered-to", "x-original-to", "envelope-to", "to", "cc"}:
            said_to.append(line)
    texts, left_out = _texts(message)
    return Letter(
        headers=headers | {"subject": _decoded(headers.get("subject", ""))},
        content_type=message.get_content_type(),
        sender=_sender(message.get_all("from") or []),
        message_id=headers.get("message-id", "").strip(),
        said_to=tuple(said_to),
        text="\n\n".join(text for text in texts if text.strip())[:LONGEST_TEXT],
        left_out=left_out,
    )


def _texts(part: "Message[str, str]") -> tuple[list[str], int]:
    """The texts of a part, and how many things in it are none that can be relayed."""
    kind = part.get_content_type()
    if kind.startswith("multipart/") and isinstance(children := part.get_payload(), list):
        read_children = [(child, *_texts(child)) for child in children if isinstance(child, Message)]
        texts = [said for _child, said, _left in read_children]
        if kind == "multipart/alternative":
            best = next((said for said in texts if "".join(said).strip()), [])
            return best, sum(left for child, _said, left in read_children if child.is_multipart())
        if kind == "multipart/related":  # the rest are the pictures of its page
            left_out = sum(left for child, _said, left in read_children if _is_attached(child) or child.is_multipart())
            return next((said for said in texts if "".join(said).strip()), []), left_out
        return [text for said in texts for text in said], sum(left for _child, _said, left in read_children)
    if (
        kind.startswith(("multipart/", "text/plain", "text/html"))
        and not _is_attached(part)
        and not part.get_filename()
    ):
        text = _text(part)
        return [text_of_html(text) if kind == "text/html" else text], 0
    return [], int(kind not in _SIGNATURES)


def _is_attached(part: "Message[str, str]") -> bool:
    return part.get_content_disposition() == "attachment"


def _text(part: "Message[str, str]") -> str:
    said = part.get_payload(decode=True)
    text = _decode(said if isinstance(said, bytes) else b"", str(part.get_content_charset() or ""))
    text = re.sub(r"\r\n?", "\n", text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflow(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _decode(said: bytes, charset: str) -> str:
    """By what it says it is, where that can be; programs that say nothing write UTF-8, or what Windows wrote."""
    for name in (charset, "utf-8"):
        try:
            known = codecs.lookup(name).name
            if not _CHARSETS.fullmatch(known) or known == "ascii":
                continue
            return said.decode("cp1252" if known == "iso8859-1" else known)
        except (LookupError, ValueError):
            continue
    return said.decode("cp1252", "replace")


def _sender(values: list[str]) -> str:
    if len(values) != 1:
        return ""
    found = [address for _name, address in getaddresses([str(values[0])[:LONGEST_SENDER]]) if address]
    return found[0].lower() if len(found) == 1 and "@" in found[0] else ""


def _decoded(header: str) -> str:
    try:
        return str(make_header(decode_header(header)))
    except (ValueError, LookupError, MessageError):
        return header


def _one_line(value: str) -> str:
    return " ".join(value[:LONGEST_HEADER].split())
