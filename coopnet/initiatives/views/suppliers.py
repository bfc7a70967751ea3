"""Who can do this for a public body: a catalogue, a shortlist that lives in the address, and a table to take away."""

import csv
import io
from dataclasses import replace

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, district
from coopnet.foundation.csv_cells import harmless
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language, format_number, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives import queries
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.rules.choosing import Box, Facet, Filters
from coopnet.initiatives.rules.states import LISTED
from coopnet.initiatives.views import filters as addresses
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.open_data import phones_in_cell
from coopnet.vocabulary.queries import term_label
from coopnet.web import page_cache
from coopnet.web.addresses import absolute, belongs_to_page
from coopnet.web.choices import Group, unknown_in_words

MOST = 50
MOST_CHOSEN = 50
LONGEST_SLUG = 80
SHORTLIST = "tria"
ONLY, NONE = "nomes", "cap"  # of the button for those ticked: no others; that there are none


@bp.get("/iniciatives/proveidors")
def suppliers() -> str:
    """One form: to search again sends what is ticked too, so a shortlist is gathered over several searches."""
    asked, _number = addresses.read_filters(request.args)
    asked = _contractable(asked)
    now, language = clock.now(), current_language()
    chosen = _chosen()
    found, counts, total = queries.find_ids(asked, now=now, limit=MOST)
    shown = queries.list_public(found, language=language)
    searched = replace(asked, boxes=frozenset())
    elsewhere = chosen - {each.slug for each in shown}
    page_cache.keep(DIRECTORY)
    belongs_to_page(**addresses.parameters(searched))
    groups = [
        Group(label, addresses.list_boxes(facet, asked, counts, language=language))
        for facet, label in (
            (Facet.SECTOR, _("Sector")),
            (Facet.QUALIFICATION, _("Qualification")),
            (Facet.CLAUSE, _("Social clause")),
        )
    ]
    return render_template(
        "initiatives/suppliers.html",
        asked=asked,
        groups=groups,
        unknown=unknown_in_words(addresses.list_unknown(request.args)),
        chips=addresses.list_chips(searched, language=language, endpoint="initiatives.suppliers", keeps=_kept(chosen)),
        suppliers=[_line(each, language) for each in shown],
        chosen=chosen,
        ticked=_ticked(elsewhere, language),
        narrows=searched.narrows,
        found=_count(total, len(shown)),
        all_href=addresses.address(searched, endpoint="initiatives.shortlist"),
        nothing_ticked=NONE in request.args,
    )


@bp.get("/iniciatives/proveidors.csv")
def shortlist() -> ResponseReturnValue:
    """Those that were ticked, whatever was searched for since; or all that fit. The button that says "those ticked"
    gives none where none is.
    """
    language = current_language()
    chosen = _chosen()
    if ONLY in request.args and not chosen:
        asked, _number = addresses.read_filters(request.args)
        return redirect(addresses.address(asked, endpoint="initiatives.suppliers", keeps={NONE: "1"}), 302)
    profiles = _ticked(chosen, language) if chosen else _fitting(language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    header = [_("Name"), _("Legal form"), _("Sectors"), _("Services and products"), _("Qualifications")]
    header += [_("Social clauses"), _("Phone"), _("E-mail"), _("Web"), _("Profile"), _("Licence")]
    writer.writerow(header)
    licence = district.current().data_licence_url
    for each in profiles:
        line = _line(each, language)
        row = [each.name, line["form"], line["sectors"], "; ".join(each.services.items if each.services else ())]
        row += [line["qualifications"], line["clauses"]]
        rest = ["; ".join(each.emails), each.url, absolute("initiatives.show", slug=each.slug), licence]
        writer.writerow([*map(harmless, row), phones_in_cell(each.phones), *map(harmless, rest)])
    answer = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=proveidors.csv"
    return answer


def _count(found: int, shown: int) -> str:
    said = ngettext("One supplier", "%(count)s suppliers", found, count=format_number(found))
    if found == shown:
        return said
    narrow = _("These are the first %(num)d: narrow the search.", num=shown)
    return f"{said}. {narrow}"


def _contractable(asked: Filters) -> Filters:
    return replace(asked, boxes=frozenset({Box.CONTRACTABLE}), zone="")


def _fitting(language: str) -> list[Profile]:
    asked, _number = addresses.read_filters(request.args)
    ids, _counts, _total = queries.find_ids(_contractable(asked), now=clock.now(), limit=None)
    return queries.list_public(ids, language=language)


def _ticked(slugs: set[str], language: str) -> list[Profile]:
    found = (queries.find_public(slug, language=language) for slug in slugs)
    fit = [each for each in found if each and each.is_contractable and each.status in LISTED]
    return sorted(fit, key=lambda each: each.name.casefold())


def _chosen() -> set[str]:
    """Under the addresses that they have now."""
    sent = {slug for slug in request.args.getlist(SHORTLIST)[:MOST_CHOSEN] if 0 < len(slug) <= LONGEST_SLUG}
    moved = queries.list_moved(sent)
    return {moved.get(slug, slug) for slug in sent}


def _kept(chosen: set[str]) -> dict[str, object]:
    return {SHORTLIST: sorted(chosen)} if chosen else {}


def _line(profile: Profile, language: str) -> dict[str, object]:
    own = [term_label("qualifications", code, language) for code in profile.qualifications]
    example = _("example")
    given = [
        term_label("qualifications", label.code, language) + (f" ({example})" if label.is_example else "")
        for label in profile.labels
    ]
    return {
        "profile": profile,
        "form": term_label("legal_forms", profile.legal_form, language) if profile.legal_form else "",
        "sectors": "; ".join(term_label("sectors", code, language) for code in profile.sectors),
        "qualifications": "; ".join([*own, *given]),
        "clauses": "; ".join(term_label("social_clauses", code, language) for code in profile.clauses),
    }
