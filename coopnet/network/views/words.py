"""What pages of the board say of codes."""

from collections.abc import Iterable

from coopnet.conversations.rules.holding import Reason, reasons_to_hold
from coopnet.foundation.i18n import current_language, join_words
from coopnet.foundation.i18n import gettext as _
from coopnet.network.models import Post, PostStep
from coopnet.network.queries.reading import mark_of
from coopnet.network.queries.wordings import audience_in_words, kind_in_words, reason_in_words, state_in_words
from coopnet.network.queries.words import CATEGORIES, LANGUAGES, TERMS
from coopnet.network.rules.states import Act, State
from coopnet.network.views.blueprint import bp
from coopnet.places.queries.wordings import hours_in_lines
from coopnet.vocabulary.queries import term_label

bp.app_template_filter("read_mark")(mark_of)
bp.app_template_filter("point_hours")(hours_in_lines)
bp.app_template_filter("post_kind")(kind_in_words)
bp.app_template_filter("post_state")(state_in_words)
bp.app_template_filter("post_audience")(audience_in_words)
bp.app_template_filter("post_notice")(reason_in_words)


@bp.app_template_filter()
def post_category(code: str) -> str:
    return term_label(CATEGORIES, code, current_language())


@bp.app_template_filter()
def post_terms(codes: Iterable[str]) -> str:
    return join_words([term_label(TERMS, code, current_language()) for code in codes])


@bp.app_template_filter()
def post_languages(codes: Iterable[str]) -> str:
    """In the page's language, which keeps one direction of writing in the line."""
    return join_words([term_label(LANGUAGES, code, current_language()) for code in codes])


@bp.app_template_filter()
def post_barri(code: str | None) -> str:
    return term_label("barris", code, current_language()) if code else _("All of the district")


@bp.app_template_filter()
def post_warnings(post: Post) -> list[str]:
    """What the team should look at before anybody else sees it."""
    words = {
        Reason.LINK: _("Has a web address"),
        Reason.MONEY: _("Speaks of money or a bank"),
        Reason.CODE: _("Speaks of a code or a password"),
        Reason.CONTACT: _("Has a phone or an e-mail"),
        Reason.ADDRESS: _("Says where somebody lives"),
    }
    found = reasons_to_hold(f"{post.title}\n{post.details}\n{post.when}")
    return [words[Reason(reason)] for reason in found]


@bp.app_template_filter()
def post_badge(state: str) -> tuple[str, str] | None:
    """What a card says of where it stands, and its tone; None while it is simply open."""
    return {
        State.TALKING: (_("Somebody is talking about it"), "few"),
        State.PROMISED: (_("Promised"), "few"),
        State.PARTLY_DONE: (_("Partly done"), "few"),
        State.DONE: (_("Done, thank you!"), "good"),
    }.get(State(state))


def press_in_words(act: Act, state: str) -> str:
    """What its maker's button says."""
    return {
        Act.RENEW: _("Put it back on the board") if state == State.EXPIRED else _("Go on showing it"),
        Act.TALK: _("I am talking to somebody"),
        Act.PROMISE: _("Somebody has promised it"),
        Act.TAKE_BACK: _("Not after all: it is open again"),
        Act.FULFIL_PARTLY: _("Part of it is done"),
        Act.FULFIL: _("It is done"),
        Act.WITHDRAW: _("Take it away"),
    }[act]


def step_in_words(step: PostStep) -> str:
    if step.act == "ask":
        return _("You sent it to the team.")
    return {
        Act.APPROVE: _("The team put it on the board."),
        Act.REJECT: _("The team did not accept it."),
        Act.TALK: _("Somebody answered.")
        if step.actor == "system"
        else _("You said that you are talking to somebody."),
        Act.PROMISE: _("You said that somebody has promised it."),
        Act.TAKE_BACK: _("You said that it is open again."),
        Act.FULFIL: _("You said that it is done."),
        Act.FULFIL_PARTLY: _("You said that part of it is done."),
        Act.WITHDRAW: _("You took it away."),
        Act.EXPIRE: _("Its time was over."),
        Act.RENEW: _("You renewed it."),
        Act.CHANGE: _("You changed it."),
        Act.HIDE: _("It was hidden until the team has looked at it."),
        Act.SHOW_AGAIN: _("The team showed it again."),
    }[Act(step.act)]
