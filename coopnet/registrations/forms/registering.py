"""The form by which a person takes a place: made for each training, with its ways, companions and questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms import notices
from coopnet.registrations.forms.companions import make_fields
from coopnet.registrations.forms.contacts import ContactForm, check_name
from coopnet.registrations.queries import Question
from coopnet.registrations.rules.answers import read_number
from coopnet.registrations.rules.applications import Application, Shown, is_form_key
from coopnet.registrations.rules.people import LONG_ANSWER_MAX, NAME_MAX, NOTE_MAX, SHORT_ANSWER_MAX, plain_name
from coopnet.trainings.rules.states import QuestionKind, Way
from coopnet.vocabulary import queries as vocabulary
from coopnet.web.contacts import language_choices
from coopnet.web.forms import clean_text, one_line

YES, NO = "yes", "no"
MOST_KINDS = 300  # of forms: one for each language and set of fields


class RegistrationForm(ContactForm):
    """`asked_last` are fields of a kind of form of its own, at the end of its page."""

    page_order: tuple[str, ...] = ()
    asked_last: tuple[str, ...] = ()

    name = StringField(
        _l("Name and surname"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write your name.")),
            Length(max=NAME_MAX, message=_l("This name is too long.")),
            check_name,
        ],
        render_kw={"autocomplete": "name", "maxlength": NAME_MAX},
    )
    language = SelectField(_l("Which language shall we write to you in?"))
    is_child = BooleanField(_l("I register a child under 14, as parent or guardian"))
    child_name = StringField(
        _l("The child's name and surname"),
        filters=[one_line],
        validators=[Length(max=NAME_MAX, message=_l("This name is too long.")), check_name],
        render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = current_language()
        self.language.choices = language_choices()
        if not self.language.data:
            self.language.data = spoken
        self.needs.choices = [
            SelectChoice(term.code, vocabulary.term_label("access_needs", term.code, spoken))
            for term in vocabulary.list_terms("access_needs")
        ]

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, as what is wrong is told."""
        place = {name: number for number, name in enumerate(self.page_order)}
        return iter(sorted(super().__iter__(), key=lambda field: place.get(field.name, -1)))

    @property
    def named(self) -> str | None:
        """Whom the place is for."""
        typed: str | None = self.child_name.data if self.is_child.data else self.name.data
        return typed

    def has_companions(self, names: Sequence[str]) -> bool:
        """Whether something was typed, or is wrong, in one of the fields."""
        return any(self[name].data or self[name].errors for name in names)

    def validate_is_child(self, field: Field) -> None:
        if self.child_name.data and not field.data:
            raise ValidationError(_("Tick this box if you register a child, or leave the child's name empty."))

    def validate_child_name(self, field: Field) -> None:
        if self.is_child.data and not field.data:
            raise ValidationError(_("Write the child's name."))
        if self.is_child.data and plain_name(field.data) == plain_name(self.name.data or ""):
            raise ValidationError(
                _(
                    "This is the name that you wrote above as yours. Write the child's here and yours above; if you"
                    " have the same name, add something that tells you apart, like a second surname."
                )
            )

    def validate_needs_consent(self, field: Field) -> None:
        if (self.needs.data or self.needs_note.data) and not field.data:
            raise ValidationError(
                _(
                    "Tick this box if you want us to know what you need. If not, untick or erase it: without your"
                    " consent we keep none of it."
                )
            )


@dataclass(frozen=True)
class Parts:
    """The fields of a form that only its training has: ids of fields, in order."""

    companions: tuple[str, ...]
    questions: tuple[tuple[str, Question], ...]  # (field name, question)
    has_ways: bool


def make_form(
    *,
    most_companions: int,
    questions: Sequence[Question],
    ways: Sequence[tuple[str, str]],
    kept: Mapping[str, Any] | None = None,
) -> tuple[RegistrationForm, Parts]:
    """`ways` are (code, label) to choose from; fewer than two ask nothing. `kept` stands there before one types."""
    kind, parts = kind_of_form(RegistrationForm, current_language(), most_companions, tuple(questions), tuple(ways))
    return kind(data=kept), parts


@lru_cache(maxsize=MOST_KINDS)
def kind_of_form(
    base: type[RegistrationForm],
    _language: str,
    most_companions: int,
    questions: tuple[Question, ...],
    ways: tuple[tuple[str, str], ...],
) -> tuple[type[RegistrationForm], Parts]:
    fields = make_fields(most_companions)
    companions = tuple(fields)
    asked = tuple((f"q_{question.public_id}", question) for question in questions)
    for name, question in asked:
        fields[name] = _field_for(question)
    has_ways = len(ways) > 1
    if has_ways:
        fields["way"] = RadioField(
            _("How will you take part?"),
            choices=[SelectChoice(code, label) for code, label in ways],
            validators=[InputRequired(_l("Choose how you will take part."))],
        )
    fields |= _needs_fields()
    who, questions_asked = ("name", "email", "phone", "way"), tuple(name for name, _question in asked)
    child, needs = ("language", "is_child", "child_name"), ("needs", "needs_note", "needs_consent")
    fields["said_with_label"] = questions_asked
    fields["page_order"] = (*who, *questions_asked, *child, *companions, *needs, *base.asked_last)
    return type("TrainingForm", (base,), fields), Parts(companions, asked, has_ways)


def read_application(form: RegistrationForm, parts: Parts, *, only_way: Way, notice: Shown) -> Application:
    """Of a form that validates."""
    has_needs = bool(form.needs_consent.data and (form.needs.data or form.needs_note.data))
    is_child = bool(form.is_child.data)
    return Application(
        name=form.child_name.data if is_child else form.name.data,
        guardian_name=form.name.data if is_child else None,
        contact=form.contact,
        language=form.language.data,
        way=form["way"].data if parts.has_ways else only_way,
        companions=tuple(form[name].data for name in parts.companions if form[name].data),
        needs=tuple(form.needs.data or ()) if has_needs else (),
        needs_note=(form.needs_note.data or "") if has_needs else "",
        answers={question.public_id: _answer(form[name].data, question) for name, question in parts.questions},
        shown=(notice, notices.needs_consent()) if has_needs else (notice,),
        form_key=form.form_key.data if is_form_key(form.form_key.data or "") else None,
    )


def _needs_fields() -> dict[str, Field]:
    return {
        "needs": SelectMultipleField(_("What do you need?")),
        "needs_note": TextAreaField(
            _("Is there anything else that we should know?"),
            filters=[clean_text],
            validators=[Length(max=NOTE_MAX, message=_l("This text is too long."))],
            render_kw={"autocomplete": "off", "maxlength": NOTE_MAX, "rows": 3},
        ),
        "needs_consent": BooleanField(notices.needs_label()),
    }


def _field_for(question: Question) -> Field:
    required = [DataRequired(_l("Answer this question."))] if question.is_required else []
    usual: dict[str, Any] = {"label": question.text, "description": question.why}
    off = {"autocomplete": "off", "dir": "auto"}
    match question.kind:
        case QuestionKind.LONG_TEXT:
            return TextAreaField(
                **usual,
                filters=[clean_text],
                validators=[*required, Length(max=LONG_ANSWER_MAX, message=_l("This text is too long."))],
                render_kw={**off, "rows": 4, "maxlength": LONG_ANSWER_MAX},
            )
        case QuestionKind.NUMBER:
            return StringField(
                **usual,
                filters=[one_line],
                validators=[*required, _is_number],
                render_kw={**off, "inputmode": "decimal"},
            )
        case QuestionKind.ONE_CHOICE:
            return RadioField(
                **usual, choices=_options(question), validators=[_Chosen(question)], validate_choice=False
            )
        case QuestionKind.MANY_CHOICES:
            return SelectMultipleField(
                **usual,
                choices=_options(question),
                validators=[_NeedsOne()] if question.is_required else [],
            )
        case QuestionKind.YES_NO:
            return _radio(question, [SelectChoice(YES, _("Yes")), SelectChoice(NO, _("No"))])
        case _:
            return StringField(
                **usual,
                filters=[one_line],
                validators=[*required, Length(max=SHORT_ANSWER_MAX, message=_l("This text is too long."))],
                render_kw={**off, "maxlength": SHORT_ANSWER_MAX},
            )


def _radio(question: Question, choices: list[SelectChoice]) -> Field:
    return RadioField(
        question.text,
        description=question.why,
        choices=choices,
        validators=[_Chosen(question)],
        validate_choice=False,
    )


def _options(question: Question) -> list[SelectChoice]:
    return [SelectChoice(option, option) for option in question.options]


class _Chosen:
    """Radio buttons that may be left alone unless the question is required; a value that is no option is refused."""

    def __init__(self, question: Question) -> None:
        self.is_required = question.is_required
        self.field_flags = {"required": True} if question.is_required else {}

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data:
            field.data = None
            if self.is_required:
                raise ValidationError(_("Choose one answer."))
        elif field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose one of the answers."))


class _NeedsOne:
    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one answer."))


def _is_number(_form: object, field: Field) -> None:
    if field.data and read_number(field.data) is None:
        raise ValidationError(_("Write a number, with digits."))


def _answer(data: Any, question: Question) -> object:
    if question.kind == QuestionKind.NUMBER:
        return read_number(data) if data else None
    if question.kind == QuestionKind.YES_NO:
        return None if data is None else data == YES
    return data
