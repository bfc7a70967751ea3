"""What a person reads who comes to a form that is not open, and how what they typed is given back to them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field

from coopnet.foundation import clock
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations import queries
from coopnet.registrations.forms.registering import RegistrationForm
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Door, RegistrationType, is_over
from coopnet.web.errors import in_words

UNSEEN = {"csrf_token", "form_key", "email_seen", "phone_seen"}
CONFLICT = 409


@dataclass(frozen=True)
class Elsewhere:
    """Another site that takes the registrations."""

    href: str
    host: str


def answer_closed(training: Training, door: Door, form: RegistrationForm | None = None) -> ResponseReturnValue:
    """`form` was filled in while the door closed: 409, with all that was typed, so that nobody types it twice."""
    typed = list_typed(form) if form is not None else []
    page = render_template(
        "registrations/closed.html",
        title=queries.get_title(training.id, current_language()),
        slug=training.slug,
        reason=in_words(
            RuleBroken(
                "registration_not_open",
                door=door,
                opens_at=training.opens_at,
                is_over=is_over(training.ends_at, clock.now()),
            )
        ),
        elsewhere=_elsewhere(training),
        was_sent=form is not None,
        typed=typed,
    )
    return page, CONFLICT if form is not None else 200


def list_typed(form: RegistrationForm) -> list[tuple[str, str]]:
    """(label, text) of each field that holds something, in the order of the page."""
    shown = ((str(field.label.text), _text_of(field)) for field in form if field.name not in UNSEEN)
    return [(label, text) for label, text in shown if text]


def _text_of(field: Field) -> str:
    if field.name not in request.form:
        return ""
    if isinstance(field.data, bool):
        return _("Yes") if field.data else ""
    choices = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    values = field.data if isinstance(field.data, list) else [field.data]
    return "; ".join(choices.get(str(value), str(value)) for value in values if value)


def _elsewhere(training: Training) -> Elsewhere | None:
    parts = urlsplit(training.external_url or "")
    if training.registration_type != RegistrationType.EXTERNAL or parts.scheme not in {"http", "https"}:
        return None
    return Elsewhere(training.external_url or "", parts.hostname or "") if parts.hostname else None
