"""The parts of a profile as who keeps it changes them: everything that a profile can say."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from coopnet.foundation import district
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.initiatives.forms.parts import NamePart, WordsPart
from coopnet.initiatives.forms.rows import MOST_ROWS, ContactsPart, PlacesPart
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.rules.parts import language_of, mark_of, words_in
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.queries import list_choices, list_own_languages
from coopnet.web.forms import one_line
from coopnet.web.parts import KeptPart, Ticks, in_lines, offer, one_of, text_lines

FIRST_YEAR, LAST_YEAR = 1700, 2100
MOST_PEOPLE = 1_000_000
DIGITS = 7


def check_number(least: int, most: int) -> Any:
    def check(_form: object, field: Field) -> None:
        typed = field.data or ""
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= DIGITS
        if typed and not (is_number and least <= int(typed) <= most):
            raise ValidationError(_("Write a number from %(least)d to %(most)d.", least=least, most=most))

    return check


def number_field(label: Any, *, least: int, most: int) -> StringField:
    return StringField(
        label,
        [check_number(least, most)],
        filters=[one_line],
        render_kw={"inputmode": "numeric", "maxlength": DIGITS, "autocomplete": "off"},
    )


class IdentityPart(NamePart, KeptPart):
    legal_form = one_of(_l("Legal form"))
    year = number_field(_l("Since which year?"), least=FIRST_YEAR, most=LAST_YEAR)
    size = number_field(_l("How many people are you?"), least=0, most=MOST_PEOPLE)
    sectors = Ticks(_l("Sectors"))
    languages = Ticks(_l("Languages spoken"))
    networks = text_lines(_l("Networks it belongs to"), hint=_l("One a line."))
    measures = Ticks(_l("Which measures of the plan does it serve?"))
    language = SelectField(_l("Language of the original text"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        plan = district.current().plan_code
        offer(self.legal_form, list_choices("legal_forms"))
        self.sectors.offer(list_choices("sectors"))
        self.languages.offer(list_choices("languages"))
        self.measures.offer([(f"{plan}:{code}", label) for code, label in list_choices("measures")])
        own = list_own_languages(self.language.object_data or "")
        self.language.choices = [SelectChoice(code, label) for code, label in own]

    def values(self) -> dict[str, Any]:
        return {
            **super().values(),
            "legal_form": self.legal_form.data or None,
            "year": int(self.year.data) if self.year.data else None,
            "size": int(self.size.data) if self.size.data else None,
            "sectors": self.sectors.chosen,
            "languages": self.languages.chosen,
            "measures": self.measures.chosen,
            "networks": in_lines(self.networks.data),
            "language": self.language.data,
        }

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        plain = ("name", "kind", "barri", "tax_id", "legal_form", "language", "sectors", "languages", "measures")
        return {
            **{name: getattr(draft, name) for name in plain},
            "year": str(draft.year or ""),
            "size": "" if draft.size is None else str(draft.size),
            "networks": "\n".join(draft.networks),
        }


class TextPart(WordsPart, KeptPart):
    """In `language`, which the view sets."""

    language = ""

    def values(self) -> dict[str, Any]:
        return {"words": self.words(self.language)}


class BuyersPart(KeptPart):
    """Qualifications that only their owner may give are stated here, and become labels when the owner gives them."""

    is_contractable = BooleanField(_l("Public bodies can contract it"))
    clauses = Ticks(_l("Social clauses it can meet"))
    qualifications = Ticks(_l("Qualifications"))
    stated = Ticks(
        _l("Labels that it says it has"),
        description=_l("They are shown once the network that gives them has confirmed it."),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        granted = {term.code for term in vocabulary.list_terms("qualifications") if term.extra.get("granted_by")}
        qualifications = list_choices("qualifications")
        self.clauses.offer(list_choices("social_clauses"))
        self.qualifications.offer([each for each in qualifications if each[0] not in granted])
        self.stated.offer([each for each in qualifications if each[0] in granted])

    def values(self) -> dict[str, Any]:
        return {
            "is_contractable": bool(self.is_contractable.data),
            "clauses": self.clauses.chosen,
            "qualifications": self.qualifications.chosen,
            "stated": tuple(sorted(self.stated.chosen)),
        }

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        return {name: getattr(draft, name) for name in ("is_contractable", "clauses", "qualifications", "stated")}


ROWED: dict[str, type[PlacesPart] | type[ContactsPart]] = {"llocs": PlacesPart, "contactes": ContactsPart}


def make_form(part: str, draft: Draft, *, typed: Mapping[str, Sequence[str]] | None = None) -> KeptPart:
    """As the profile is; `typed` says how many rows were sent, which may be more than it has now."""
    seen = {"seen": mark_of(draft, part)}
    language = language_of(part)
    if language is not None:
        words: type[TextPart] = type("LanguagePart", (TextPart,), {"language": language})
        return words(data={**seen, **TextPart.read(words_in(draft, language))})
    if part == "dades":
        return IdentityPart(data={**seen, **IdentityPart.read(draft)})
    if part == "contractacio":
        return BuyersPart(data={**seen, **BuyersPart.read(draft)})
    kind = ROWED[part]
    there = len(draft.places if kind is PlacesPart else draft.contacts)
    first = "address" if kind is PlacesPart else "way"
    sent = sum(name.startswith(f"{first}_") for name in typed or ())
    rows = min(MOST_ROWS, max(there + 1, sent))
    fields: dict[str, Any] = {"rows": max(rows, there)}
    for number in range(fields["rows"]):
        fields |= kind.fields(number)
    made: KeptPart = type("RowsPart", (kind,), fields)(data={**seen, **kind.read(draft)})
    return made
