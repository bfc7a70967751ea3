"""The base of every form: what it does to typed text, and how its errors are told."""

import secrets
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField

from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf

FORM_KEY_BYTES = 16


@dataclass(frozen=True)
class Problem:
    """`field_id` is the id of the input to correct, None when it is none of them.

    `about` is its label, where the text alone does not say what it is about; `language` that of the label, where it is
    not the page's.
    """

    field_id: str | None
    text: str
    about: str = ""
    language: str = ""


def clean_text(typed: object) -> object:
    """A filter for every text field: NFC, plain new lines, no control or text-direction characters, no outer space."""
    if not isinstance(typed, str):
        return typed
    unified = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in unified if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(c for c in kept if not ("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069")).strip()


def one_line(typed: object) -> object:
    """As `clean_text`, with every run of white space made one space: names and contacts have no lines.

    A control character parts words too: what it stood for is not known, and two names must not become one.
    """
    if isinstance(typed, str):
        typed = "".join(" " if unicodedata.category(c) == "Cc" else c for c in typed)
    cleaned = clean_text(typed)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


class _OwnWords:
    """For what WTForms itself says of a choice that no page offers; all else our own validators say."""

    def gettext(self, text: str) -> str:
        return _("Choose one of the answers.") if text == "Not a valid choice." else text

    def ngettext(self, _one: str, _many: str, _number: int) -> str:
        return _("Choose one of the answers.")


_OWN_WORDS = _OwnWords()


class Form(FlaskForm):  # type: ignore[misc]
    """A form of ours. `form_key` makes the same page, sent twice, one thing.

    After a failed `validate_on_submit()`, `problems` lists what is wrong in the order of the page.
    """

    # Of the fields whose problems, by themselves, do not say what they are about: "Choose one answer."
    said_with_label: Collection[str] = ()
    # In which these fields are labelled; empty where it is the page's own language.
    label_language: str = ""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(FORM_KEY_BYTES), filters=[one_line])

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        # Messages are ours, in the language of the page: WTForms would bring its own catalogue.
        locales = False

        def get_translations(self, _form: object) -> _OwnWords:
            """Flask-WTF would read its catalogue from the disk for every form."""
            return _OWN_WORDS

        def wrap_formdata(self, _form: object, _formdata: object) -> MultiDict[str, str] | None:
            """Typed text only: an uploaded file, or JSON, in the place of a field is nothing typed."""
            return request.form if request.method == "POST" else None

    def renew_key(self) -> None:
        """Sent again, it is another thing: what it says now has not been taken."""
        self.form_key.data = secrets.token_urlsafe(FORM_KEY_BYTES)

    @property
    def problems(self) -> list[Problem]:
        """Those that say the same of several fields, or too little, say which field they mean."""
        found = [Problem(None, _refusal())] if self.errors.get("csrf_token") and not csrf.is_turned() else []
        found += [Problem(None, str(text)) for text in self.form_errors]
        at_fields = [(field, text) for field in self if field.name != "csrf_token" for text in _flat(field.errors)]
        said = Counter(text for _field, text in at_fields)
        return found + [self._problem_at(field, text, is_repeated=said[text] > 1) for field, text in at_fields]

    def _problem_at(self, field: Field, text: str, *, is_repeated: bool) -> Problem:
        if field.name in self.said_with_label:
            return Problem(field.id, text, field.label.text, self.label_language)
        return Problem(field.id, text, field.label.text if is_repeated else "")

    def add_problem(self, text: str, *, field: Field | None = None) -> None:
        """One that the service found: at its field, or at the top."""
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]


class PressForm(Form):
    """One button: nothing but the protection against forged requests."""


def _refusal() -> str:
    if csrf.has_lost_cookie():
        return _(
            "Your browser did not keep this site's cookie. Nothing is lost: allow cookies here and press the button"
            " again."
        )
    return _("This page had been open for too long. Nothing is lost: press the button again.")


def _flat(errors: Any) -> list[str]:
    """The errors of a field, or of the fields in it."""
    if isinstance(errors, dict):
        return [text for part in errors.values() for text in _flat(part)]
    if isinstance(errors, (list, tuple)):
        return [text for part in errors for text in _flat(part)]
    return [str(errors)]
