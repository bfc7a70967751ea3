"""A form that was sent before and comes again, saying something else: somebody went back and wrote over it.

One key makes one thing, so nothing new is made; but it may be meant for another person. What was typed stays in this
browser for a while, for a new form.
"""

from typing import Any

from flask import session

from coopnet.foundation import clock
from coopnet.registrations import queries
from coopnet.registrations.forms.registering import RegistrationForm
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.applications import Application
from coopnet.registrations.rules.people import Contact

KEPT_SECONDS = 900
# Of a cookie of 4,096 bytes, most of the 3,000 that this becomes.
KEPT_LETTERS = 2_000
WHO = {"name", "email", "email_seen", "phone", "phone_seen", "language", "is_child", "child_name"}
# What a person needs is health data: it is in no cookie.
NEVER_KEPT = {"csrf_token", "form_key", "needs", "needs_note", "needs_consent"}

_KEY = "sent_before"


def keep(form: RegistrationForm, public_id: str | None, *, slug: str) -> None:
    """`public_id` is of what the form had made, where the person is shown it."""
    typed = {field.name: field.data for field in form if field.name not in NEVER_KEPT and field.data}
    if sum(len(name) + len(str(value)) for name, value in typed.items()) > KEPT_LETTERS:
        typed = {name: value for name, value in typed.items() if name in WHO}
    session[_KEY] = {"made": public_id, "slug": slug, "typed": typed, "at": clock.now().timestamp()}


def was_just_sent_for(public_id: str) -> bool:
    """Whether this browser sent a form again that had made this registration; said once, since things go on."""
    kept = _kept()
    if kept.get("made") != public_id:
        return False
    session[_KEY] = {**kept, "made": None}
    return True


def typed_for(slug: str) -> dict[str, Any]:
    """For a new form of the same training, until something was made with it."""
    kept = _kept()
    typed: dict[str, Any] = kept["typed"] if kept.get("slug") == slug else {}
    return typed


def forget() -> None:
    session.pop(_KEY, None)


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = session.get(_KEY) or {}
    if kept and clock.now().timestamp() - kept["at"] > KEPT_SECONDS:
        session.pop(_KEY)
        return {}
    return kept


def is_for_somebody_else(application: Application, public_id: str) -> bool:
    """Another name *and* another way to be reached: the next person at a shared computer, to whom the first one's page
    is not shown.
    """
    one = queries.find_registration(public_id)
    return one is not None and one.name != application.name and _contact_of(one) != application.contact


def is_as_it_stands(application: Application, public_id: str) -> bool:
    """Whether the form says again what the registration says, or something else."""
    one = queries.find_registration(public_id)
    if one is None:
        return True
    answers = {answer.question.public_id: answer.value for answer in one.answers}
    asked = {key: value for key, value in application.answers.items() if value not in (None, "", [])}
    needs = (one.needs.codes, one.needs.note) if one.needs else ([], "")
    return (
        (one.name, one.guardian_name) == (application.name, application.guardian_name)
        and _contact_of(one) == application.contact
        and tuple(companion.name for companion in one.companions) == application.companions
        and one.way == application.way
        and (list(application.needs), application.needs_note) == needs
        and asked == answers
    )


def _contact_of(registration: Registration) -> Contact:
    return Contact(registration.email, registration.phone, registration.point)
