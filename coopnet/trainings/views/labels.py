"""What is said of a training in a few words. Templates of any room have these as filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coopnet.foundation import district
from coopnet.foundation.i18n import (
    current_language,
    format_day,
    format_when,
    join_words,
    ngettext,
    upper_first,
)
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.queries import Card, PublicTraining, Standing, Words
from coopnet.trainings.rules.states import Door, Format, Places, Way
from coopnet.trainings.views.blueprint import bp
from coopnet.vocabulary.queries import term_label


@dataclass(frozen=True)
class Badge:
    """`tone` is good, few, full, quiet or bad: how it looks; the text alone says it all."""

    text: str
    tone: str


@bp.app_template_filter()
def places_badge(standing: Standing) -> Badge:
    if standing.door == Door.OPEN:
        return _open_badge(standing)
    if standing.door == Door.NOT_YET and standing.opens_at is not None:
        return Badge(_("Registration opens on %(day)s", day=format_day(standing.opens_at)), "quiet")
    return {
        Door.CANCELLED: Badge(_("Cancelled"), "bad"),
        Door.STARTED: Badge(_("It is over") if standing.is_past else _("Already started"), "quiet"),
        Door.NOT_NEEDED: Badge(_("No registration needed"), "good"),
        Door.ELSEWHERE: Badge(_("Registration on another website"), "quiet"),
    }.get(standing.door) or Badge(_("Registration closed"), "quiet")


def _open_badge(standing: Standing) -> Badge:
    if standing.places == Places.FULL:
        return Badge(_("Full: there is a waiting list"), "full")
    if standing.only is not None:
        return Badge(
            _("Only online places left") if standing.only == Way.ONLINE else _("Only places in person left"), "few"
        )
    if standing.places == Places.FEW and standing.left is not None:
        return Badge(ngettext("Last place", "Last %(count)s places", standing.left, count=standing.left), "few")
    return Badge(_("There are places"), "good")


def when(starts_at: datetime | None, ends_at: datetime | None, sessions: int) -> str:
    """Of one session its hours; of a course how many there are and the first day."""
    if starts_at is None or ends_at is None:
        return _("Date to be announced")
    if sessions > 1:
        return ngettext(
            "%(count)s session, starting on %(day)s",
            "%(count)s sessions, starting on %(day)s",
            sessions,
            count=sessions,
            day=format_day(starts_at),
        )
    return upper_first(format_when(starts_at, ends_at))


@bp.app_template_filter()
def card_when(card: Card) -> str:
    return when(card.starts_at, card.ends_at, card.sessions)


def training_when(training: PublicTraining) -> str:
    return when(training.starts_at, training.ends_at, len(training.sessions))


@bp.app_template_filter()
def card_where(card: Card) -> str:
    """Venue and barri; several venues by their barris or names; or that one stays at home."""
    if card.format == Format.ONLINE:
        return _("Online")
    language = current_language()
    match card.venues:
        case ():
            where = _("Venue to be announced")
        case ((name, barri),):
            where = f"{name}, {term_label('barris', barri, language)}" if barri else name
        case _:
            where = join_words(dict.fromkeys(name for name, _barri in card.venues))
    return _("%(venue)s, or online", venue=where) if card.format == Format.HYBRID else where


@bp.app_template_filter()
def card_languages(card: Card) -> str:
    """Empty when it is given in the district's own language alone."""
    if not card.languages or card.languages == (district.current().default_language,):
        return ""
    spoken = join_words(term_label("languages", code, current_language()) for code in card.languages)
    # Translators: the languages in which a training is given
    return _("In %(languages)s", languages=spoken)


@bp.app_template_filter()
def is_off(standing: Standing) -> bool:
    """Whether nobody can go there any more."""
    return standing.is_past or standing.door == Door.CANCELLED


@bp.app_template_filter()
def other_language(said: Words) -> str | None:
    """The language of the words where it is not the page's."""
    return None if said.language == current_language() else said.language


@bp.app_template_filter()
def barri(code: str) -> str:
    return term_label("barris", code, current_language())


@bp.app_template_filter()
def role_names(codes: Iterable[str]) -> str:
    return join_words(inside(term_label("partner_roles", code, current_language())) for code in codes)


def inside(label: str) -> str:
    """A label inside a sentence: it keeps its capitals only where they are not those of a beginning."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
