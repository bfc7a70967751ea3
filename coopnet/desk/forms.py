"""What is typed at the desk."""

from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coopnet.accounts.queries.words import role_in_words
from coopnet.accounts.rules.contacts import EMAIL, PHONE, Address
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.emails import is_email, normal_email
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import normal_phone
from coopnet.web.forms import Form, one_line

WHO_MAX = 300
ADDRESS_MAX = 500
LEAST = 2  # letters of a name


class FindForm(Form):
    """`address` is there when a whole e-mail or phone was typed; else what was typed is of a name."""

    who = StringField(
        _l("E-mail, phone or name"),
        description=_l("An e-mail or a phone is found when it is whole; of a name some letters are enough."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write an e-mail, a phone or a name.")),
            Length(max=WHO_MAX, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": WHO_MAX},
    )

    def validate_who(self, field: StringField) -> None:
        if field.data and len(field.data) < LEAST:
            raise ValidationError(_("Write at least two letters of the name."))

    @property
    def address(self) -> Address | None:
        typed = str(self.who.data)
        if is_email(typed):
            return Address(EMAIL, normal_email(typed))
        number = normal_phone(typed)
        return Address(PHONE, number) if number else None


class GiveForm(Form):
    role = SelectField(_l("Role"), validators=[DataRequired(_l("Choose a role."))])
    subject = StringField(
        _l("Only for this entity, training or support point"),
        description=_l(
            "Copy the address of its page here; of a support point, its name. Roles for the whole site leave it empty."
        ),
        filters=[one_line],
        validators=[Length(max=ADDRESS_MAX, message=_l("This address is too long."))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": ADDRESS_MAX},
    )

    def offer(self, roles: frozenset[Role]) -> None:
        """After an empty line: nobody gives the first one of the list without having chosen it."""
        choices = [SelectChoice(role.value, role_in_words(role)) for role in Role if role in roles]
        self.role.choices = [SelectChoice("", _("Choose…")), *choices]

    @property
    def slug(self) -> str | None:
        """The words of a page's address that name the thing; None where nothing was typed."""
        typed = str(self.subject.data or "").partition("?")[0].partition("#")[0].rstrip("/")
        return typed.rpartition("/")[2] or None
