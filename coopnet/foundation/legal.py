"""The legal facts of an instance, typed: who answers for data, why, for how long, and what is known of its access.

They fill the notices. The words are in the templates and catalogues; another district changes only the facts.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

Labels = dict[str, str]

# What coopnet uses data for; the privacy notice has words for each.
PURPOSES = ("registration", "access_needs", "grant", "account", "directory", "network", "safety")
# Articles of the GDPR that the privacy notice has words for.
BASES = ("6.1.b", "6.1.c", "6.1.e", "6.1.f", "9.2.a")
STATUSES = ("full", "partial", "none")
METHODS = ("self", "external")
# Why a content is not accessible, as Directive (EU) 2016/2102 tells them apart.
ISSUE_REASONS = ("not_compliant", "burden", "out_of_scope")


@dataclass(frozen=True)
class Retention:
    registration_months: int  # after the last session
    needs_days: int  # after the last session
    letters_days: int  # after a letter has left, or has been given up
    account_months: int  # after its owner was last here
    post_days: int  # after a post of the board has ended
    volunteer_days: int  # after a volunteer has left
    grant_years: int  # after the last session of a training paid with a public grant; blocked meanwhile


@dataclass(frozen=True)
class Controller:
    """Who decides with the house entity and the co-producers of each training."""

    name: str
    tax_id: str
    address: str
    email: str


@dataclass(frozen=True)
class Contact:
    """`name` None: an address without a person's name."""

    name: str | None
    email: str


@dataclass(frozen=True)
class Purpose:
    code: str  # one of PURPOSES
    bases: tuple[str, ...]  # of BASES
    law: Labels | None  # the rule behind a legal obligation or a public task


@dataclass(frozen=True)
class Recipient:
    name: Labels
    why: Labels


@dataclass(frozen=True)
class Authority:
    name: Labels
    url: str
    note: Labels | None  # when this one and not another


@dataclass(frozen=True)
class KnownIssue:
    reason: str  # one of ISSUE_REASONS
    text: Labels


@dataclass(frozen=True)
class Accessibility:
    """What is known of the site's access; the statement claims nothing else."""

    status: str | None  # one of STATUSES; None until somebody has evaluated it
    evaluated_on: date | None
    method: str  # one of METHODS
    evaluator: Labels
    known_issues: tuple[KnownIssue, ...]
    prepared_on: date
    reviewed_on: date
    answer_working_days: int
    enforcement: Authority


@dataclass(frozen=True)
class Legal:
    is_example: bool  # invented facts: the pages say so
    updated_on: date  # of the privacy and legal notices
    other_controllers: tuple[Controller, ...]
    data_contact: Contact  # the data protection officer, or who answers about data where none is required
    has_officer: bool  # a data protection officer has been named
    purposes: tuple[Purpose, ...]
    recipients: tuple[Recipient, ...]
    retention: Retention
    guardian_age: int  # below it a guardian registers
    authorities: tuple[Authority, ...]
    professional_body: Labels | None  # LSSI 10.1.d: what authorises the activity, where something must
    accessibility: Accessibility

    def purpose(self, code: str) -> Purpose:
        return next(purpose for purpose in self.purposes if purpose.code == code)


def read(raw: object) -> Legal:
    """Raises `ValueError` saying where in the settings something is missing, unknown or of the wrong kind."""
    part = _Part(raw, "legal", Legal)
    purposes = tuple(_purpose(one) for one in part.parts("purposes", Purpose))
    if sorted(purpose.code for purpose in purposes) != sorted(PURPOSES):
        raise ValueError(f"legal.purposes: must be {', '.join(PURPOSES)}, each once")
    return Legal(
        is_example=part.flag("is_example"),
        updated_on=part.day("updated_on"),
        other_controllers=tuple(
            Controller(one.text("name"), one.text("tax_id"), one.text("address"), one.text("email"))
            for one in part.parts("other_controllers", Controller)
        ),
        data_contact=_contact(part.part("data_contact", Contact)),
        has_officer=part.flag("has_officer"),
        purposes=purposes,
        recipients=tuple(
            Recipient(one.labels("name"), one.labels("why")) for one in part.parts("recipients", Recipient)
        ),
        retention=_retention(part.part("retention", Retention)),
        guardian_age=part.number("guardian_age"),
        authorities=tuple(_authority(one) for one in part.parts("authorities", Authority)),
        professional_body=part.labels_or_none("professional_body"),
        accessibility=_accessibility(part.part("accessibility", Accessibility)),
    )


class _Part:
    """An object of the settings, asked field by field; `where` names it in problems."""

    def __init__(self, raw: object, where: str, shape: type) -> None:
        if not isinstance(raw, dict):
            raise ValueError(f"{where}: must be an object")  # noqa: TRY004 - a wrong setting, not a wrong call
        names = {field.name for field in fields(shape)}
        missing, unknown = sorted(names - raw.keys()), sorted(raw.keys() - names)
        if missing or unknown:
            raise ValueError(f"{where}: missing {missing}, unknown {unknown}")
        self.raw: dict[str, Any] = raw
        self.where = where

    def text(self, name: str) -> str:
        return self._typed(name, str, "a text")

    def text_or_none(self, name: str) -> str | None:
        return None if self.raw[name] is None else self.text(name)

    def flag(self, name: str) -> bool:
        return self._typed(name, bool, "true or false")

    def number(self, name: str) -> int:
        found = self._typed(name, int, "a whole number")
        if found < 1 or isinstance(found, bool):
            raise ValueError(f"{self.where}.{name}: must be a whole number above 0")
        return found

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as problem:
            raise ValueError(f"{self.where}.{name}: must be a date such as 2026-11-24") from problem

    def word(self, name: str, allowed: tuple[str, ...]) -> str:
        found = self.text(name)
        if found not in allowed:
            raise ValueError(f"{self.where}.{name}: must be one of {', '.join(allowed)}")
        return found

    def labels(self, name: str) -> Labels:
        found = self._typed(name, dict, "texts by language")
        if not found or not all(isinstance(text, str) for text in found.values()):
            raise ValueError(f"{self.where}.{name}: must be texts by language")
        return dict(found)

    def labels_or_none(self, name: str) -> Labels | None:
        return None if self.raw[name] is None else self.labels(name)

    def part(self, name: str, shape: type) -> "_Part":
        return _Part(self.raw[name], f"{self.where}.{name}", shape)

    def parts(self, name: str, shape: type) -> "list[_Part]":
        found = self._typed(name, list, "a list")
        return [_Part(one, f"{self.where}.{name}[{place}]", shape) for place, one in enumerate(found)]

    def words(self, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        found = self._typed(name, list, "a list")
        if not found or not set(found) <= set(allowed):
            raise ValueError(f"{self.where}.{name}: must be some of {', '.join(allowed)}")
        return tuple(found)

    def _typed(self, name: str, kind: type[T], meaning: str) -> T:
        found = self.raw[name]
        if not isinstance(found, kind):
            raise ValueError(f"{self.where}.{name}: must be {meaning}")  # noqa: TRY004 - a wrong setting
        return found


def _purpose(part: _Part) -> Purpose:
    return Purpose(part.word("code", PURPOSES), part.words("bases", BASES), part.labels_or_none("law"))


def _contact(part: _Part) -> Contact:
    return Contact(part.text_or_none("name"), part.text("email"))


def _authority(part: _Part) -> Authority:
    return Authority(part.labels("name"), part.text("url"), part.labels_or_none("note"))


def _retention(part: _Part) -> Retention:
    return Retention(**{field.name: part.number(field.name) for field in fields(Retention)})


def _accessibility(part: _Part) -> Accessibility:
    if (part.raw["status"] is None) != (part.raw["evaluated_on"] is None):
        raise ValueError(f"{part.where}: a status needs the day of its evaluation, and the other way round")
    return Accessibility(
        status=None if part.raw["status"] is None else part.word("status", STATUSES),
        evaluated_on=None if part.raw["evaluated_on"] is None else part.day("evaluated_on"),
        method=part.word("method", METHODS),
        evaluator=part.labels("evaluator"),
        known_issues=tuple(
            KnownIssue(one.word("reason", ISSUE_REASONS), one.labels("text"))
            for one in part.parts("known_issues", KnownIssue)
        ),
        prepared_on=part.day("prepared_on"),
        reviewed_on=part.day("reviewed_on"),
        answer_working_days=part.number("answer_working_days"),
        enforcement=_authority(part.part("enforcement", Authority)),
    )
