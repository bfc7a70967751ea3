"""What the audit log holds, in words: its entries carry codes."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from coopnet.accounts.queries.words import role_in_words
from coopnet.accounts.rules.roles import Role
from coopnet.desk.views.blueprint import bp
from coopnet.desk.views.log_parts import VOCABULARIES, part_in_words
from coopnet.foundation import audit
from coopnet.foundation.i18n import current_language, format_moment
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.rules.states import last_moment
from coopnet.vocabulary.queries import term_label

LONGEST = 300  # characters
# As entries keep them, with their zone.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$")
ROLES = {role.value for role in Role}


def actions() -> dict[str, str]:
    """By the code that the entries carry; a house test looks for those without words."""
    return {
        "accounts.block": _("Blocked an account"),
        "accounts.find": _("Looked for people"),
        "accounts.grant": _("Gave a role"),
        "accounts.hand_on": _("Handed a role on"),
        "accounts.pause": _("Let the role at a support point rest"),
        "accounts.resume": _("Gave the role at a support point back"),
        "accounts.revoke": _("Took a role away"),
        "accounts.shut_out": _("Shut a lost phone out"),
        "accounts.sign_in_link": _("Made a link to sign in"),
        "accounts.totp": _("Set a second step for somebody"),
        "accounts.unblock": _("Unblocked an account"),
        "attendance.correct": _("Corrected whether somebody came"),
        "attendance.keep": _("Marked who came to a session"),
        "contact.keep_out": _("Kept a contact out of what people write"),
        "contact.let_in": _("Let a contact write again"),
        "conversation.read_evidence": _("Read what is kept of a notice"),
        "conversation.close_report": _("Looked at a notice about a conversation"),
        "call.take_back": _("Took back that somebody was told"),
        "call.tell": _("Told somebody what they must know"),
        "call.try": _("Tried to tell somebody, and nobody was there"),
        "demo.fill": _("Filled the demo"),
        "guide.write": _("Wrote a guide"),
        "hours.confirm": _("Confirmed a volunteer's hours"),
        "initiative.add_alias": _("Gave an initiative one more name"),
        "initiative.add_picture": _("Added a picture"),
        "initiative.change": _("Changed an initiative"),
        "initiative.change_picture": _("Changed a picture"),
        "initiative.claim.accepted": _("Confirmed whose a profile is"),
        "initiative.claim.declined": _("Declined that a profile is somebody's"),
        "initiative.claim.withdrawn": _("Took back that a profile is somebody's"),
        "initiative.close": _("Closed an initiative"),
        "initiative.confirm": _("Confirmed that a profile is right"),
        "initiative.decline_label": _("Declined a label"),
        "initiative.fold": _("Folded away a profile"),
        "initiative.grant_label": _("Gave a label"),
        "initiative.make": _("Made an initiative"),
        "initiative.mark_stale": _("Marked a profile as not confirmed"),
        "initiative.merge": _("Merged another initiative into this one"),
        "initiative.merge_into": _("Merged an initiative into another one"),
        "initiative.moderate.published": _("Accepted a profile"),
        "initiative.moderate.refused": _("Said why a profile is refused"),
        "initiative.moderate.returned": _("Said why a profile is given back"),
        "initiative.moderate.withdrawn": _("Withdrew a profile before it was public"),
        "initiative.move_picture": _("Moved a picture"),
        "initiative.part": _("Separated two merged initiatives"),
        "initiative.publish": _("Published an initiative"),
        "initiative.refuse": _("Refused a profile"),
        "initiative.remove_picture": _("Removed a picture"),
        "initiative.reopen": _("Put an initiative back into the lists"),
        "initiative.report.close": _("Closed a notice about a profile"),
        "initiative.report.see": _("Looks into a notice about a profile"),
        "initiative.return": _("Gave a profile back to be corrected"),
        "initiative.send": _("Sent a profile to be published"),
        "initiative.tell_apart": _("Said that two initiatives are not the same"),
        "initiative.withdraw_label": _("Took a label back"),
        "letters.list": _("Read the list of messages"),
        "letters.retry": _("Sent a message again"),
        "message.refuse": _("Did not pass on a message"),
        "message.release": _("Passed on a message"),
        "need.finish": _("Said that what people need is arranged"),
        "need.reopen": _("Said that what people need is not arranged"),
        "need.take": _("Took care of what people need"),
        "point.add": _("Added a support point"),
        "point.change": _("Changed a support point"),
        "point.confirm": _("Confirmed that a support point is right"),
        "point.hide": _("Hid a support point"),
        "point.show": _("Showed a support point"),
        "point.tell": _("Said on which days a support point is otherwise"),
        "post.approve": _("Put a post on the board"),
        "post.change_for": _("Changed for somebody what a post says"),
        "post.close_reports": _("Looked at the notices about a post"),
        "post.fulfil_for": _("Said for somebody that a post is done"),
        "post.fulfil_partly_for": _("Said for somebody that part of a post is done"),
        "post.help": _("Wrote a post for somebody"),
        "post.hide": _("Hid a post"),
        "post.promise_for": _("Said for somebody that a post is promised"),
        "post.reject": _("Did not accept a post"),
        "post.renew_for": _("Renewed a post for somebody"),
        "post.show_again": _("Showed a post again"),
        "post.take_back_for": _("Said for somebody that a post is open again"),
        "post.talk_for": _("Said for somebody that they talk about a post"),
        "post.withdraw_for": _("Took a post away for somebody"),
        "posts.list": _("Read a list of posts"),
        "proposal.accept_asker": _("Wrote down that who asks says yes"),
        "proposal.accept_helper": _("Wrote down that who helps says yes"),
        "proposal.decline": _('Wrote down a "not now"'),
        "proposal.propose": _("Proposed somebody for a request"),
        "proposal.withdraw": _("Took a proposal back"),
        "registration.add": _("Registered somebody who rang or came by"),
        "registration.approve": _("Approved a registration"),
        "registration.cancel": _("Cancelled a registration"),
        "registration.cancel_for": _("Cancelled a registration for somebody"),
        "registration.change_for": _("Changed how somebody is reached"),
        "registration.change_way": _("Changed how somebody takes part"),
        "registration.correct": _("Corrected a registration"),
        "registration.decline": _("Declined a registration"),
        "registration.help": _("Registered somebody at a support point"),
        "registration.move": _("Moved somebody to another training"),
        "registration.move_here": _("Moved somebody here from another training"),
        "registration.send_again": _("Sent somebody their link again"),
        "registration.let_in": _("Let somebody of the waiting list in at the door"),
        "registration.take_back_needs_for": _("Erased what somebody said they need, for them"),
        "registration.walk_in": _("Let somebody in who had not registered"),
        "registrations.approve": _("Accepted many requests at once"),
        "registrations.cancel": _("Cancelled many registrations at once"),
        "registrations.decline": _("Declined many requests at once"),
        "registrations.write": _("Wrote to many people of a training"),
        "registrations.export": _("Took a list of registrations along"),
        "registrations.list": _("Read a list of registrations"),
        "volunteer.agreement": _("Saw that a volunteer's agreement is signed"),
        "volunteer.certificate": _("Saw a volunteer's certificate"),
        "volunteer.decline": _("Did not accept a volunteer"),
        "volunteer.leave": _("Ended that somebody is a volunteer"),
        "volunteer.pause": _("Put a volunteer on pause"),
        "volunteer.resume": _("Brought a volunteer back"),
        "volunteer.training": _("Wrote down a volunteer's training"),
        "volunteer.verify": _("Verified a volunteer"),
        "training.cancel": _("Called a training off"),
        "training.change": _("Changed a training"),
        "training.copy": _("Made a new edition of a training"),
        "training.make": _("Made a training"),
        "training.publish": _("Published a training"),
        "training.restore": _("Took back that a training was called off"),
    }


def kinds() -> dict[str, str]:
    """Of what entries are about."""
    return {
        "account": _("account"),
        "contact": _("contact"),
        "conversation": _("conversation"),
        "dispatch": _("letter"),
        "guide": _("guide"),
        "hours": _("hours of help"),
        "initiative": _("initiative"),
        "message": _("message"),
        "point": _("support point"),
        "post": _("post"),
        "programme": _("programme"),
        "proposal": _("proposal"),
        "registration": _("registration"),
        "training": _("training"),
        "volunteer": _("volunteer"),
    }


# Actions whose code begins with something else than the kind of what they are about.
_SUBJECTS = {
    "accounts": "account",
    "attendance": "registration",
    "call": "registration",
    "letters": "dispatch",
    "need": "registration",
    "posts": "post",
    "registrations": "registration",
}


def subject_of(code: str) -> str:
    """The kind under which an action is looked for; "" for what concerns all of it.

    >>> subject_of("post.hide"), subject_of("need.take"), subject_of("demo.fill")
    ('post', 'registration', '')
    """
    about = code.partition(".")[0]
    about = _SUBJECTS.get(about, about)
    return about if about in kinds() else ""


@bp.app_template_filter()
def action_in_words(code: str) -> str:
    return actions().get(code, code)


@bp.app_template_filter()
def subject_in_words(kind: str) -> str:
    return kinds().get(kind, kind)


@bp.app_template_filter()
def actor_in_words(actor: str) -> str:
    return {
        audit.ERASED: _("somebody who was erased"),
        "own address": _("who reads its own e-mail"),
        "system": _("the site itself"),
        "terminal": _("the server's command line; it was not said who"),
    }.get(actor, actor)


@bp.app_template_filter()
def value_in_words(value: object, name: str = "") -> str:
    """As it stood before or stands after, by the name of its part; cut where it is very long."""
    if value is None or value in ("", [], {}):
        return "\N{EN DASH}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        in_words = part_in_words if name in {"fields", "forgotten"} else partial(value_in_words, name=name)
        text = ", ".join(in_words(part) for part in value)
    elif isinstance(value, Mapping):
        text = "; ".join(
            f"{part_in_words(str(name))}: {value_in_words(part, str(name))}" for name, part in value.items()
        )
    else:
        text = _code_in_words(str(value), name)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _code_in_words(text: str, name: str) -> str:
    """Moments, states and roles have words; `editor for initiative Hort` is a role. Anything else stays as it is."""
    if _MOMENT.match(text):
        with suppress(ValueError):  # a text that only looks like one
            moment = datetime.fromisoformat(text)
            return format_moment(last_moment(moment) if name == "closes_at" else moment)
    role, for_, subject = text.partition(" for ")
    kind, _space, name_of = subject.partition(" ")
    if role in ROLES and (not for_ or kind in kinds()):
        return f"{role_in_words(role)} ({subject_in_words(kind)} {name_of})" if for_ else role_in_words(role)
    if name in VOCABULARIES:
        return term_label(VOCABULARIES[name], text, current_language())
    return {
        "absent": _("did not come"),
        "attended": _("came"),
        "cancelled": _("cancelled"),
        "closed": _("closed"),
        "contact": _("contact ways"),
        "confirmed": _("has a place"),
        "dead": _("failed"),
        "declined": _("declined"),
        "draft": _("draft"),
        "folded": _("folded away"),
        "merged": _("merged into another one"),
        "letter": _("by a letter to its own address"),
        "pending": _("waits for an answer"),
        "published": _("published"),
        "place": _("address"),
        "queued": _("waits to be sent"),
        "stale": _("public, not confirmed for a long time"),
        "team": _("by asking the team"),
        "waiting": _("on the waiting list"),
    }.get(text, text)
