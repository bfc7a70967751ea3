"""Words of people, with their language: what is missing in the reader's is said in the original one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.rules.gallery import compare
from coopnet.initiatives.rules.likeness import Why
from coopnet.initiatives.rules.states import ReportReason, Status

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """`language` is that of the text, which may not be the reader's: then the page marks it."""

    text: str
    language: str


@dataclass(frozen=True)
class SaidList:
    items: tuple[str, ...]
    language: str


def first_said(choices: Iterable[tuple[str | None, str]]) -> Said | None:
    for text, language in choices:
        if text and text.strip():
            return Said(text.strip(), language)
    return None


def first_list(choices: Iterable[tuple[list[str] | None, str]]) -> SaidList | None:
    for items, language in choices:
        if items:
            return SaidList(tuple(items), language)
    return None


def status_in_words(status: str) -> str:
    """Where a profile stands, for who keeps it."""
    return {
        Status.DRAFT: _("not public yet"),
        Status.PENDING: _("waits for the team"),
        Status.PUBLISHED: _("public"),
        Status.STALE: _("public, not confirmed for a long time"),
        Status.FOLDED: _("folded away"),
        Status.CLOSED: _("no longer exists"),
        Status.MERGED: _("merged into another one"),
    }[Status(status)]


def role_in_words(role: str) -> str:
    return _("you answer for it") if role == Role.OWNER else _("you can change it")


def why_in_words(why: str) -> str:
    """Why a profile may be the one that somebody writes."""
    return {
        Why.NAME: _("The names are alike."),
        Why.TAX_ID: _("It has the same tax number."),
        Why.ADDRESS: _("It is at the same address."),
        Why.NEAR: _("It is very near: at some 75 metres at most."),
    }[Why(why)]


def reason_in_words(reason: str) -> str:
    """What somebody says is wrong with a profile."""
    return {
        ReportReason.CLOSED: _("It no longer exists"),
        ReportReason.CONTACT: _("Its phone, e-mail or website is wrong"),
        ReportReason.PLACE: _("Its address or its hours are wrong"),
        ReportReason.WORDS: _("What it says of itself is not right"),
        ReportReason.OTHER: _("Something else"),
    }[ReportReason(reason)]


def picture_in_words(picture: Mapping[str, Any]) -> str:
    """As a history keeps it; by what it shows."""
    said, logo = str(picture["alt"]) or _("It only decorates"), _("Its logo")
    return f"{logo}: {said}" if picture["logo"] else said


def pictures_in_words(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> tuple[Lines, Lines]:
    """What was, and what is."""
    found = compare(before, after)
    gone = [_("removed: %(picture)s", picture=picture_in_words(each)) for each in found.removed]
    come = [_("added: %(picture)s", picture=picture_in_words(each)) for each in found.added]
    for old, new in found.reworded:
        is_file = picture_in_words(old) == picture_in_words(new)
        gone += [] if is_file else [picture_in_words(old)]
        come.append(picture_in_words(new))
    if found.order:
        come.append(_("in this order: %(pictures)s", pictures=", ".join(map(picture_in_words, found.order))))
    return tuple(gone), tuple(come)
