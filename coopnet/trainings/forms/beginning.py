from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.forms.words import LONGEST_TITLE
from coopnet.vocabulary.queries import list_own_languages
from coopnet.web.forms import Form
from coopnet.web.parts import text_line


class BeginForm(Form):
    title = text_line(_l("Title"), most=LONGEST_TITLE, required=_l("Write a title: people choose by it."))
    language = SelectField(_l("Language in which the text is written first"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.language.choices = [SelectChoice(code, label) for code, label in list_own_languages()]
