"""A change of a profile in words: what it was, what it became."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coopnet.foundation.i18n import current_language, format_date
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.initiatives.queries.words import pictures_in_words, status_in_words
from coopnet.initiatives.rules.differences import Difference, Leaf, Piece, compare_texts, differences
from coopnet.initiatives.rules.histories import FORGOTTEN
from coopnet.places.queries.wordings import hours_in_lines
from coopnet.vocabulary.queries import term_label
from coopnet.web.markdown import plain_markdown

VOCABULARIES = {
    "kind": "initiative_types",
    "legal_form": "legal_forms",
    "barri": "barris",
    "sectors": "sectors",
    "qualifications": "qualifications",
    "stated": "qualifications",
    "languages": "languages",
    "language": "languages",
    "clauses": "social_clauses",
}
TEXTS = frozenset({"name", "summary", "description"})


@dataclass(frozen=True)
class Shown:
    """One part of a profile. Either `pieces` of a text that changed inside, or what went and what came, in lines."""

    label: str
    language: str  # of the texts, "" where they have none
    pieces: tuple[Piece, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def show_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Shown]:
    found = [show(each) for each in differences(before, after)]
    forgotten = {*before.get(FORGOTTEN, ()), *after.get(FORGOTTEN, ())}
    found += [Shown(name_of(Leaf(field)), "", come=(_("no longer kept"),)) for field in sorted(forgotten)]
    if "status" in after:
        gone = (status_in_words(str(before["status"])),) if before.get("status") else ()
        found.append(Shown(_("State"), "", gone=gone, come=(status_in_words(str(after["status"])),)))
    if "label" in after:
        label = term_label("qualifications", str(after["label"]), current_language())
        is_given = bool(after.get("stands"))
        found.append(Shown(_("Label"), "", gone=() if is_given else (label,), come=(label,) if is_given else ()))
    if "into" in after:
        found.append(Shown(_("Merging"), "", come=(_("It is merged into %(name)s now.", name=after["into"]),)))
    if "pictures" in after:
        old, new = pictures_in_words(before.get("pictures", ()), after["pictures"])
        found.append(Shown(_("Logo and pictures"), "", gone=old, come=new))
    for key in ("merged", "parted"):
        if key in after:
            words = _("“%(name)s” was merged into it") if key == "merged" else _("“%(name)s” stands by itself again")
            found.append(Shown(_("Merging"), "", come=(words % {"name": after[key]},)))
    return found


def why_it_stays(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """Why this change cannot be taken back from the history; None where there is nothing to say."""
    if "pictures" in after:
        return _(
            "Pictures are not taken back here: a file that was removed is gone. Change them under Logo and pictures."
        )
    if "label" in after:
        return _("This cannot be taken back here: only who gives the label gives and withdraws it.")
    if after.get(FORGOTTEN) or before.get(FORGOTTEN):
        return _("This cannot be taken back any more: what it said is no longer kept.")
    if {"into", "merged", "parted"} & set(after):
        return _("This cannot be taken back here: the team separates what was merged.")
    return None


def show(each: Difference) -> Shown:
    label, language = name_of(each.leaf), each.leaf.language or ""
    part = each.leaf.part or each.leaf.field
    if part in TEXTS and each.before and each.after:
        before, after = (_readable(part, text) for text in (each.before, each.after))
        if before == after:
            return Shown(label, language, come=(_("Only how it is laid out has changed."),))
        return Shown(label, language, pieces=compare_texts(before, after))
    return _in_lines(label, language, lines_of(part, each.before), lines_of(part, each.after))


def _readable(part: str, text: Any) -> str:
    return plain_markdown(str(text)) if part == "description" else str(text)


def _in_lines(label: str, language: str, old: tuple[str, ...], new: tuple[str, ...]) -> Shown:
    gone = tuple(line for line in old if line not in new)
    come = tuple(line for line in new if line not in old)
    if not gone and not come:  # the same in another order
        gone, come = old, new
    return Shown(label, language, gone=gone, come=come)


def name_of(leaf: Leaf) -> str:
    """Of a part of a profile; with its language, where it is said in several."""
    name = _names()[leaf.part or leaf.field]()
    if leaf.language is None:
        return name
    return f"{name} ({term_label('languages', leaf.language, current_language())})"


def _names() -> dict[str, Callable[[], str]]:
    return {
        "name": lambda: _("Name"),
        "summary": lambda: _("In one line"),
        "description": lambda: _("What it does"),
        "services": lambda: _("Services and products"),
        "offers": lambda: _("What it offers to others"),
        "needs": lambda: _("What it needs"),
        "language": lambda: _("Language of the original text"),
        "code": lambda: _("Code"),
        "kind": lambda: _("What it is"),
        "legal_form": lambda: _("Legal form"),
        "tax_id": lambda: _("Tax number"),
        "barri": lambda: _("Neighbourhood"),
        "shows_only_barri": lambda: _("Shows only its neighbourhood"),
        "year": lambda: _("Since"),
        "size": lambda: _("How many"),
        "is_contractable": lambda: _("Public bodies can contract it"),
        "url": lambda: _("Website"),
        "links": lambda: _("Other links"),
        "networks": lambda: _("Networks it says it belongs to"),
        "sectors": lambda: _("Sectors"),
        "qualifications": lambda: _("Qualifications"),
        "stated": lambda: _("Labels that it says it has"),
        "languages": lambda: _("Languages spoken"),
        "measures": lambda: _("In the plan"),
        "clauses": lambda: _("Social clauses it can meet"),
        "places": lambda: _("Places"),
        "contacts": lambda: _("Ways to reach it"),
        "confirmed_on": lambda: _("Confirmed on"),
    }


def lines_of(part: str, value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    each_of = value if isinstance(value, list) else [value]
    if part in VOCABULARIES:
        return tuple(term_label(VOCABULARIES[part], str(each), current_language()) for each in each_of)
    return tuple(_SHOWN.get(part, _plain)(each) for each in each_of)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _day(value: Any) -> str:
    return format_date(date.fromisoformat(str(value)))


def _place(place: Mapping[str, Any]) -> str:
    language = current_language()
    parts = [place.get("name"), place.get("address")]
    parts += [term_label("barris", place["barri"], language)] if place.get("barri") else []
    parts += hours_in_lines(str(place.get("hours") or ""))
    parts += [term_label("venue_access", code, language) for code in place.get("access") or ()]
    if place.get("latitude") is not None:
        parts.append(f"{place['latitude']:.5f}, {place['longitude']:.5f}")
    return " · ".join(part for part in parts if part)


def _contact(way: Mapping[str, Any]) -> str:
    value = shown_phone(str(way["value"])) if way["kind"] == "phone" else str(way["value"])
    return value if way.get("is_public") else _("%(contact)s (not shown)", contact=value)


_SHOWN: dict[str, Callable[[Any], str]] = {
    "places": _place,
    "contacts": _contact,
    "confirmed_on": _day,
    "description": plain_markdown,
}
