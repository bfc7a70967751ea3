from urllib.parse import urlsplit

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, district
from coopnet.foundation.generations import DIRECTORY, PLACES_LEFT, PROGRAMME
from coopnet.foundation.i18n import current_language, join_words, ngettext, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.kept import Kept
from coopnet.foundation.phones import shown_phone
from coopnet.initiatives import queries
from coopnet.initiatives.queries import Profile, PublicPlace
from coopnet.initiatives.rules.choosing import Facet, Filters
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.views import filters as addresses
from coopnet.initiatives.views import keeping
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.labels import confirmed
from coopnet.initiatives.views.linked_data import describe
from coopnet.initiatives.views.pictures import preview_of
from coopnet.places.queries.wordings import hours_in_lines, open_now
from coopnet.vocabulary.queries import term_label
from coopnet.web import guards, moved, page_cache, slots
from coopnet.web.markdown import render_markdown

NEIGHBOURS = 4
MOST_KEPT = 500  # in each process

_NEIGHBOURS: Kept[list[queries.Card]] = Kept("initiatives.neighbours", DIRECTORY, most=MOST_KEPT)


@bp.get("/iniciatives/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    profile = queries.find_public(slug, language=current_language())
    if profile is None:
        moved.lead_to(queries.find_moved(slug) or abort(404))
    page_cache.keep(DIRECTORY, PROGRAMME, PLACES_LEFT)
    return _page(profile, notice=_notice(profile))


@bp.get("/gestio/iniciatives/<slug>/com-es-veura")
@guards.requires("initiatives.edit")
def preview(slug: str) -> str:
    """What is not public yet, as it will look; for its people and the team."""
    one, _viewer = keeping.find(slug)
    profile = queries.find_unpublished(one.slug, language=current_language()) or guards.refuse()
    notice = (_("This is how it will look"), _("It is not public: only its people and the team see this page."))
    return _page(profile, notice=notice, is_preview=True)


def _page(profile: Profile, *, notice: tuple[str, str] | None, is_preview: bool = False) -> str:
    language, now = current_language(), clock.now()
    return render_template(
        "initiatives/show.html",
        profile=profile,
        is_preview=is_preview,
        kind=term_label("initiative_types", profile.kind, language) if profile.kind else "",
        freshness=confirmed(profile.confirmed_at, now=now),
        places=[_place(place, language) for place in profile.places],
        phones=[(phone, shown_phone(phone)) for phone in profile.phones],
        sites=[(url, _host(url)) for url in (profile.url, *profile.links) if url and _host(url)],
        about=_about(profile, language),
        languages=upper_first(join_words(term_label("languages", code, language) for code in profile.languages)),
        description=render_markdown(profile.description.text) if profile.description else None,
        sectors=[
            (term_label("sectors", code, language), addresses.address(Filters(chosen={Facet.SECTOR: (code,)})))
            for code in profile.sectors
        ],
        qualifications=[term_label("qualifications", code, language) for code in profile.qualifications],
        labels=[(term_label("qualifications", each.code, language), each) for each in profile.labels],
        clauses=[term_label("social_clauses", code, language) for code in profile.clauses],
        measures=[_measure(code, language) for code in profile.measures],
        neighbours=_NEIGHBOURS.get(
            (profile.id, language, int(now.timestamp()) // 60), lambda: _neighbours(profile, language)
        ),
        notice=notice,
        panel=slots.fill("initiatives.show", profile),
        preview=preview_of(profile),
        linked_data=describe(profile),
    )


def _notice(profile: Profile) -> tuple[str, str] | None:
    """Title and text, where the profile is not as it should be."""
    if profile.status == Status.CLOSED:
        return _("This initiative no longer exists"), _("Its page stays for those who look for it.")
    if profile.status in {Status.STALE, Status.FOLDED}:
        return (
            _("We do not know whether this is still true"),
            _("Its people have not confirmed it for a long time. Ask before you go."),
        )
    return None


def _place(place: PublicPlace, language: str) -> dict[str, object]:
    where = ", ".join(filter(None, (place.name, place.address)))
    barri = term_label("barris", place.barri, language) if place.barri else ""
    return {
        "where": where,
        "barri": barri,
        "map": district.current().map_url.format(latitude=place.latitude, longitude=place.longitude)
        if place.latitude is not None
        else None,
        "hours": hours_in_lines(place.hours),
        "now": open_now(place.hours, now=clock.now()),
        "access": [term_label("venue_access", code, language) for code in place.access],
    }


def _about(profile: Profile, language: str) -> list[tuple[str, str]]:
    """What it is on paper, as label and value."""
    found = []
    if profile.legal_form:
        found.append((_("Legal form"), term_label("legal_forms", profile.legal_form, language)))
    if profile.year:
        found.append((_("Since"), str(profile.year)))
    if profile.size:
        found.append((_("How many"), ngettext("One person", "%(num)d people", profile.size)))
    if profile.networks:
        found.append((_("Networks it says it belongs to"), join_words(profile.networks)))
    return found


def _neighbours(profile: Profile, language: str) -> list[queries.Card]:
    """Of the same sector, those of its barri first."""
    if not profile.sectors:
        return []
    chosen = {Facet.SECTOR: profile.sectors[:1]}
    near = {**chosen, Facet.BARRI: (profile.barri,)} if profile.barri else chosen
    found: dict[int, queries.Card] = {}
    for some in (near, chosen):
        if len(found) <= NEIGHBOURS:
            cards = queries.list_found(Filters(chosen=some), language=language, now=clock.now(), limit=2 * NEIGHBOURS)
            found.update({card.id: card for card in cards if card.id not in found})
    return [card for card in found.values() if card.id != profile.id][:NEIGHBOURS]


def _measure(code: str, language: str) -> tuple[str, str]:
    """Code and name; `pde-2017:8.7` is the 8.7 of an edition of the plan."""
    bare = code.rpartition(":")[2]
    return bare, term_label("measures", bare, language)


def _host(address: str) -> str | None:
    """None for what no page may link to, such as `javascript:`."""
    parts = urlsplit(address)
    return parts.hostname if parts.scheme in {"http", "https"} else None
