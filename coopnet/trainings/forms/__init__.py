"""The parts of a training as people write them: everything that the page of one can say."""

from collections.abc import Mapping, Sequence
from typing import Any

from coopnet.trainings.forms.facts import FactsPart
from coopnet.trainings.forms.questions import QuestionsPart
from coopnet.trainings.forms.registering import RegisteringPart
from coopnet.trainings.forms.sessions import SessionsPart, said_field
from coopnet.trainings.forms.team import TeamPart
from coopnet.trainings.forms.words import TextPart
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.parts import language_of, mark_of, text_in
from coopnet.web.parts import KeptPart

PLAIN: dict[str, type[FactsPart] | type[RegisteringPart]] = {"dades": FactsPart, "inscripcio": RegisteringPart}
ROWED: dict[str, type[SessionsPart] | type[TeamPart] | type[QuestionsPart]] = {
    "sessions": SessionsPart,
    "equip": TeamPart,
    "preguntes": QuestionsPart,
}


def make_form(
    part: str,
    draft: Draft,
    *,
    is_public: bool = False,
    languages: Sequence[str] = (),
    typed: Mapping[str, Sequence[str]] | None = None,
    **more: Any,
) -> KeptPart:
    """As the training is; `typed` says how many rows were sent, which may be more than it has now.

    `languages` are those of people who would be told of other dates.
    """
    seen = {"seen": mark_of(draft, part)}
    language = language_of(part)
    if language is not None:
        words: type[TextPart] = type(
            "LanguagePart", (TextPart,), {"language": language, "is_original": language == draft.language}
        )
        return words(data={**seen, **TextPart.read(text_in(draft, language))}, **more)
    if part in PLAIN:
        plain: type[FactsPart | RegisteringPart] = type(
            "PlainPart", (PLAIN[part],), {"draft": draft, "is_public": is_public}
        )
        return plain(data={**seen, **plain.read(draft)}, **more)
    rowed = ROWED[part]
    sent = sum(name.startswith(f"{rowed.first}_") for name in typed or ())
    rows = max(rowed.count(draft), min(rowed.most, max(rowed.count(draft) + rowed.empty, sent)))
    fields: dict[str, Any] = {"rows": rows, "draft": draft}
    for number in range(rows):
        fields |= rowed.fields(number)
    if rowed is SessionsPart:
        fields |= {"languages": tuple(languages)} | {f"said_{each}": said_field(each) for each in languages}
    made: KeptPart = type("RowsPart", (rowed,), fields)(data={**seen, **rowed.read(draft)}, **more)
    return made
