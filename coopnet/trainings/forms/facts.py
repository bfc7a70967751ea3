from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.rules.drafts import Draft
from coopnet.vocabulary.queries import list_choices, list_own_languages
from coopnet.web.parts import KeptPart, Ticks, offer, one_of


class FactsPart(KeptPart):
    """What filters ask for."""

    draft: Draft
    is_public = False

    topics = Ticks(_l("Topics"))
    audiences = Ticks(_l("For whom"))
    level = one_of(_l("Level"))
    languages = Ticks(_l("In which languages is it given?"))
    access = Ticks(_l("What there is for who needs it"), description=_l("Beside what the venue has."))
    language = SelectField(_l("Language in which the text is written first"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.topics.offer(list_choices("topics"))
        self.audiences.offer(list_choices("audiences"))
        self.languages.offer(list_choices("languages"))
        self.access.offer(list_choices("venue_access"))
        offer(self.level, list_choices("levels"))
        own = list_own_languages(self.language.object_data or "")
        self.language.choices = [SelectChoice(code, label) for code, label in own]

    def values(self) -> dict[str, Any]:
        lists = ("topics", "audiences", "languages", "access")
        return {
            **{name: self[name].chosen for name in lists},
            "level": self.level.data or None,
            "language": self.language.data,
        }

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        return {
            name: getattr(draft, name) for name in ("topics", "audiences", "level", "languages", "access", "language")
        }
