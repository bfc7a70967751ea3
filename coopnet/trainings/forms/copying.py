from wtforms import Field, ValidationError

from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.forms.moments import day_field, day_of
from coopnet.web.forms import Form


class CopyForm(Form):
    day = day_field(_l("Day of the first session"))

    def validate_day(self, field: Field) -> None:
        day = day_of(field.data)
        if day is None and not field.errors:
            raise ValidationError(_("Write the day like this: 14/1/2027."))
        if day is not None and day < clock.to_local(clock.now()).date():
            raise ValidationError(_("This day is over."))
