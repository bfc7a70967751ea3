"""Letters that no person wrote: they are noted, never relayed, and never answered (RFC 3834)."""

import re
from collections.abc import Mapping

AUTO_REPLY = "auto_reply"
BOUNCE = "bounce"
MAILING_LIST = "mailing_list"
OUR_OWN = "our_own"

_REPORTS = ("multipart/report", "message/delivery-status", "message/disposition-notification")
_LISTS = frozenset({"bulk", "list", "junk"})
_MARKS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply", "x-vacation", "x-auto-reply-from")
_MACHINES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|double-bounce)@.*")
_SUBJECTS = re.compile(
    r"(resposta autom[àa]tica|respuesta autom[áa]tica|automatic reply|auto(matic)?[ -]?reply|auto(matic)? response"
    r"|out of (the )?office|fora de l'oficina|fuera de (la )?oficina|absent de l'oficina|ausente de la oficina"
    r"|r[ée]ponse automatique|automatische antwort|risposta automatica|resposta autom[áa]tica|abwesenheit"
    r"|undeliver(ed|able)|delivery status notification|mail delivery|no s'ha pogut lliurar|no se ha podido entregar"
    r"|read:|le[ií]do:|llegit:)",
    re.IGNORECASE,
)


def why_automatic(
    headers: Mapping[str, str], *, content_type: str, sender: str, envelope_sender: str | None, our_ids: str
) -> str | None:
    """What gives the letter away, or None for one that a person seems to have written.

    `headers` by lower-case name; `envelope_sender` None where nobody told it; `our_ids` is what follows the @ in our
    own Message-IDs.

    >>> def why(content_type="text/plain", sender="maria@example.org", envelope=None, **headers):
    ...     named = {name.replace("_", "-"): value for name, value in headers.items()}
    ...     return why_automatic(
    ...         named, content_type=content_type, sender=sender, envelope_sender=envelope, our_ids="coopnet.example.org"
    ...     )
    >>> why(), why(auto_submitted="no"), why(auto_submitted="No; by=hand"), why(precedence="first-class")
    (None, None, None, None)
    >>> why(auto_submitted="auto-replied (vacation)"), why(precedence=" Auto_Reply"), why(x_autoreply="yes")
    ('auto_reply', 'auto_reply', 'auto_reply')
    >>> why(subject="Resposta automàtica: Missatge de la Maria"), why(subject="Re: resposta automàtica")
    ('auto_reply', None)
    >>> why(content_type="multipart/report"), why(envelope=""), why(return_path=" <> ")
    ('bounce', 'bounce', 'bounce')
    >>> why(sender="mailer-daemon@example.net"), why(envelope="maria@example.org")
    ('bounce', None)
    >>> why(precedence="bulk"), why(list_id="<veins.example.org>")
    ('mailing_list', 'mailing_list')
    >>> why(message_id="<0123456789abcdef0123456789abcdef@coopnet.example.org>"), why(message_id="<a@example.org>")
    ('our_own', None)
    """
    if re.fullmatch(rf"<[0-9a-f]{{32}}@{re.escape(our_ids.lower())}>", headers.get("message-id", "").strip().lower()):
        return OUR_OWN
    if content_type in _REPORTS or envelope_sender == "" or _is_empty_path(headers.get("return-path")):
        return BOUNCE
    if _MACHINES.fullmatch(sender):
        return BOUNCE
    return _why_by_marks(headers)


def _is_empty_path(path: str | None) -> bool:
    return path is not None and path.replace(" ", "") == "<>"


def _why_by_marks(headers: Mapping[str, str]) -> str | None:
    if _first_word(headers.get("auto-submitted", "no")) != "no" or any(mark in headers for mark in _MARKS):
        return AUTO_REPLY
    precedence = _first_word(headers.get("precedence", ""))
    if precedence == "auto_reply" or _SUBJECTS.match(headers.get("subject", "").strip()):
        return AUTO_REPLY
    return MAILING_LIST if precedence in _LISTS or "list-id" in headers else None


def _first_word(value: str) -> str:
    return re.split(r"[\s;(]", value.strip().lower(), maxsplit=1)[0]
