"""The parts of a training as people call them, and what is missing in them."""

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language, format_hours, format_when, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.rules.collisions import Collision, Why
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.gaps import Gap
from coopnet.trainings.rules.parts import TEXT
from coopnet.vocabulary.queries import term_label


def list_parts(draft: Draft) -> dict[str, str]:
    """Address and name of each, in the order in which one writes them: the original language first, the others last."""
    spoken = current_language()
    others = dict.fromkeys((*district.current().languages, *(each.language for each in draft.texts)))
    others.pop(draft.language, None)

    def words(code: str) -> str:
        return _("Words in %(language)s", language=term_label("languages", code, spoken))

    return {
        f"{TEXT}{draft.language}": words(draft.language),
        "sessions": _("When and where"),
        "inscripcio": _("How one gets in"),
        "equip": _("Who makes it"),
        "dades": _("Topics, for whom, languages"),
        "preguntes": _("Questions to who registers"),
        **{f"{TEXT}{code}": words(code) for code in others},
    }


def collision_in_words(one: Collision) -> str:
    when = upper_first(format_when(one.session.starts_at, one.session.ends_at))
    if one.other is None:
        return _("%(when)s: it is a public holiday (%(name)s).", when=when, name=one.what)
    hours = format_hours(one.other.starts_at, one.other.ends_at)
    values = {"when": when, "title": one.other.title, "hours": hours}
    if one.why == Why.TRAINER:
        return _("%(when)s: somebody who gives it also gives “%(title)s” (%(hours)s).", **values)
    if one.why == Why.PLACE:
        return _("%(when)s: “%(title)s” is in the same place (%(hours)s).", **values)
    return _("%(when)s: “%(title)s” is for the same people, that same evening (%(hours)s).", **values)


def gap_in_words(gap: Gap) -> str:
    return {
        Gap.SUMMARY: _("the line that says it in short"),
        Gap.DESCRIPTION: _("what it is about"),
        Gap.TOPICS: _("the topics, by which people find it"),
        Gap.SESSIONS: _("the day and the hour"),
        Gap.VENUE: _("the venue"),
        Gap.LINK: _("the link to take part online"),
        Gap.PARTNERS: _("who makes it"),
        Gap.TRANSLATION: _("the title and the text in this language"),
    }[gap]
