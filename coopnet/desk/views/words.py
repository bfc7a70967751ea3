"""Codes of the machinery, in words for who works at the desk."""

from coopnet.conversations.queries.wordings import answer_in_words, unreadable_in_words
from coopnet.desk.views.blueprint import bp
from coopnet.foundation.i18n import gettext as _

bp.app_template_filter()(answer_in_words)
bp.app_template_filter()(unreadable_in_words)


@bp.app_template_filter()
def letter_in_words(kind: str) -> str:
    """The code itself for a job, or for a kind that nobody has worded."""
    return {
        "account.sign_in": _("Link to sign in"),
        "account.verify": _("Confirm a contact"),
        "account.changed": _("Something changed in an account"),
        "registration.confirmed": _("Registration: you have a place"),
        "registration.waiting": _("Registration: on the waiting list"),
        "registration.pending": _("Registration: we have your request"),
        "registration.place_given": _("Registration: a place is free"),
        "registration.approved": _("Registration: approved"),
        "registration.declined": _("Registration: declined"),
        "registration.again": _("Registration: sent again"),
        "registration.cancelled": _("Registration: cancelled by the person"),
        "registration.cancelled_by_team": _("Registration: cancelled by the team"),
        "registration.party_changed": _("Registration: who comes has changed"),
        "registration.way_changed": _("Registration: in person or online has changed"),
        "registration.contact_changed": _("Registration: new contact"),
        "registration.contact_left": _("Registration: former contact"),
        "registration.training_cancelled": _("Registration: the training is called off"),
        "registration.training_moved": _("Registration: another date or place"),
        "registration.links": _("Links to one's registrations"),
        "initiative.message": _("Message to an initiative"),
        "initiative.ask": _("Is a profile still right?"),
        "initiative.ask_again": _("Is a profile still right? (reminder)"),
        "initiative.folded": _("A profile has left the lists"),
        "initiative.draft": _("Initiative: link to go on writing"),
        "initiative.received": _("Initiative: received"),
        "initiative.published": _("Initiative: public"),
        "initiative.returned": _("Initiative: given back with reasons"),
        "initiative.refused": _("Initiative: refused"),
        "initiative.claim": _("Initiative: claim, to its own address"),
        "initiative.claim_confirmed": _("Initiative: you answer for it"),
        "initiative.claim_declined": _("Initiative: claim declined"),
        "initiative.invited": _("Initiative: invitation to keep it"),
        "initiative.keeper_came": _("Initiative: somebody else keeps it too"),
        "initiative.keeper_went": _("Initiative: you no longer keep it"),
        "conversation.mailed": _("Conversation: what became of an e-mail"),
        "mail.take": _("An answer that came by e-mail"),
        "initiative.label": _("A label was given or withdrawn"),
    }.get(kind, kind)
