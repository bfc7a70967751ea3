from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, district
from coopnet.foundation.generations import DIRECTORY, PLACES_LEFT, POINTS, PROGRAMME, training_scope
from coopnet.foundation.i18n import (
    current_language,
    format_date,
    format_moment,
    format_when,
    iso_moment,
    join_words,
    ngettext,
    upper_first,
)
from coopnet.foundation.i18n import gettext as _
from coopnet.places.queries import list_at
from coopnet.trainings import queries
from coopnet.trainings.queries import Partner, Place, PublicTraining, Sitting
from coopnet.trainings.queries.editions import list_editions
from coopnet.trainings.queries.suggested import list_suggested
from coopnet.trainings.rules.states import Door, RegistrationType, last_moment
from coopnet.trainings.views import labels
from coopnet.trainings.views.blueprint import bp
from coopnet.trainings.views.linked_data import describe
from coopnet.vocabulary.queries import term_label
from coopnet.web import moved, page_cache, slots
from coopnet.web.addresses import absolute
from coopnet.web.markdown import render_markdown


@dataclass(frozen=True)
class Action:
    """The main button: what it says and where it leads."""

    label: str
    href: str


@bp.get("/formacions/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    training = queries.find_public(slug, language=current_language(), now=clock.now())
    if training is None:
        moved.lead_to(queries.find_moved(slug) or abort(404))
    # The cards of what is suggested, and of other editions, say how many places are left.
    cards = (PROGRAMME, PLACES_LEFT) if training.suggested or training.series else ()
    page_cache.keep(training_scope(training.public_id), DIRECTORY, POINTS, *cards)
    return page_of(training)


def page_of(training: PublicTraining, **more: object) -> str:
    language = current_language()
    can_wait = training.standing.door == Door.OPEN and training.standing.is_full
    return render_template(
        "trainings/show.html",
        training=training,
        when=labels.training_when(training),
        online=_online(training),
        audience=_audience(training, language),
        languages=upper_first(join_words(term_label("languages", code, language) for code in training.languages)),
        badge_now=labels.places_badge(training.standing),
        action=_action(training),
        ways=_ways(training),
        notes=_notes(training),
        description=render_markdown(training.description.text) if training.description else None,
        sessions=[_session(each) for each in training.sessions] if len(training.sessions) > 1 else [],
        partners=[(each, _partner_address(each)) for each in training.partners],
        room=training.sessions[0].room if len(training.sessions) == 1 else "",
        maps={place.id: _map_address(place) for place in training.places},
        access=_access(training, language),
        points=[] if training.standing.is_past else list_at({place.id for place in training.places}),
        suggested=list_suggested(training.suggested, language=language, now=clock.now()),
        editions=list_editions(training.series, but=training.id, language=language, now=clock.now()),
        topics=[(term_label("topics", code, language), _topic_address(code)) for code in training.topics],
        measures=[_measure(code, language) for code in training.measures],
        panel=slots.fill("trainings.show", training) if can_wait else {},
        linked_data=describe(training),
        picture=absolute("trainings.picture", slug=training.slug),
        **more,
    )


def _online(training: PublicTraining) -> str:
    """Never the link itself."""
    if not training.is_online:
        return ""
    if training.registration_type == RegistrationType.NONE:
        return _("From your computer or phone.")
    return _("From your computer or phone. Whoever has a place gets the link before it begins.")


def _audience(training: PublicTraining, language: str) -> list[str]:
    found = [
        upper_first(join_words(labels.inside(term_label("audiences", code, language)) for code in training.audiences))
    ]
    if training.level:
        found.append(_("Level: %(level)s", level=labels.inside(term_label("levels", training.level, language))))
    return [line for line in found if line]


def _session(sitting: Sitting) -> dict[str, str | None]:
    place = sitting.place
    return {
        "when": upper_first(format_when(sitting.starts_at, sitting.ends_at)),
        "iso": iso_moment(sitting.starts_at),
        "where": ", ".join(filter(None, (place.name, sitting.room))) if place else None,
        "note": None,
        "href": None,
        "link": None,
    }


def _access(training: PublicTraining, language: str) -> list[str]:
    """What the venue has, and what this training adds, each once."""
    of_places = [code for place in training.places for code in place.access]
    return [term_label("venue_access", code, language) for code in dict.fromkeys([*of_places, *training.access])]


def _action(training: PublicTraining) -> Action | None:
    if training.standing.door == Door.ELSEWHERE and (host := _public_host(training.external_url)):
        return Action(_("Register at %(site)s", site=host), training.external_url or "")
    if training.standing.door == Door.CLOSED and (host := _other_site(training)):
        return Action(_("Ask at %(site)s", site=host), training.external_url or "")
    if training.standing.door != Door.OPEN:
        return None
    where = url_for("registrations.register", slug=training.slug)
    if training.standing.is_full:
        return Action(_("Join the waiting list"), where)
    if training.registration_type == RegistrationType.APPROVAL:
        return Action(_("Ask for a place"), where)
    return Action(_("Register"), where)


def _partner_address(partner: Partner) -> str | None:
    """Its profile here, else its own site."""
    if partner.slug:
        return url_for("initiatives.show", slug=partner.slug)
    return partner.url if _public_host(partner.url) else None


def _other_site(training: PublicTraining) -> str | None:
    """The host that takes the registrations, where another site does."""
    return _public_host(training.external_url) if training.registration_type == RegistrationType.EXTERNAL else None


def _public_host(address: str | None) -> str | None:
    """None for what no page may link to, such as `javascript:`."""
    parts = urlsplit(address or "")
    return parts.hostname if parts.scheme in {"http", "https"} else None


def _ways(training: PublicTraining) -> list[str]:
    """Where the two ways are counted apart: what is left of each."""
    if training.ways_left is None or training.standing.door != Door.OPEN:
        return []
    there, online = training.ways_left
    return [_left_there(there), _left_online(online)]


def _left_there(left: int | None) -> str:
    if left is None:
        return _("In person: there are places")
    if left == 0:
        return _("In person: full")
    return ngettext("In person: %(count)s place left", "In person: %(count)s places left", left, count=left)


def _left_online(left: int | None) -> str:
    if left is None:
        return _("Online: there are places")
    if left == 0:
        return _("Online: full")
    return ngettext("Online: %(count)s place left", "Online: %(count)s places left", left, count=left)


def _notes(training: PublicTraining) -> list[str]:
    """How one gets in, in whole sentences, the most telling first."""
    standing = training.standing
    found = []
    match standing.door:
        case Door.NOT_NEEDED:
            found.append(_("You need not register: just come."))
        case Door.NOT_YET if standing.opens_at is not None:
            found.append(_("You can register from %(moment)s.", moment=format_moment(standing.opens_at)))
        case Door.CLOSED if host := _other_site(training):
            found.append(_("The time to register is over. %(site)s takes the registrations: ask there.", site=host))
        case Door.CLOSED:
            found.append(_("The time to register is over. If you still want to come, call us."))
        case Door.OPEN:
            found += _open_notes(training)
    if standing.door in {Door.OPEN, Door.NOT_YET} and training.max_companions:
        found.append(
            ngettext(
                "You can bring one more person.",
                "You can bring up to %(count)s more people.",
                training.max_companions,
                count=training.max_companions,
            )
        )
    return found


def _open_notes(training: PublicTraining) -> list[str]:
    found = []
    if training.standing.is_full:
        found.append(_("When somebody cancels, the place goes to the first on the waiting list, who is told at once."))
    elif training.registration_type == RegistrationType.APPROVAL:
        found.append(_("The team reads every request and answers you."))
    if training.closes_at is not None:
        # Translators: %(date)s has its article where the language wants one: "l'1 d'abril del 2027"
        last = format_date(last_moment(training.closes_at, training.starts_at), with_article=True)
        found.append(_("Registration is open until %(date)s.", date=last))
    return found


def _map_address(place: Place) -> str:
    """Of a map that nothing is loaded from until somebody presses the link."""
    here = district.current()
    if place.latitude is not None and place.longitude is not None:
        return here.map_url.format(latitude=place.latitude, longitude=place.longitude)
    return here.map_search_url.format(query=quote(", ".join(filter(None, (place.name, place.address)))))


def _topic_address(code: str) -> str:
    return url_for("trainings.index", tema=code.replace("_", "-"))


def _measure(code: str, language: str) -> tuple[str, str]:
    """Code and name; `pde-2017:8.7` is the 8.7 of an edition of the plan."""
    bare = code.rpartition(":")[2]
    return bare, term_label("measures", bare, language)
