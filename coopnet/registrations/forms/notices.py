"""The texts that whoever registers is shown, as plain text: what stands on the page is what is kept."""

from collections.abc import Sequence

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language, join_words, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.queries import Facts
from coopnet.registrations.rules.applications import ACCESS_NEEDS, NOTICE, Shown
from coopnet.trainings.models import Training


def notice(*, entities: Sequence[str], is_grant_funded: bool) -> Shown:
    """Who answers for the data, what for, on which basis, how long, which rights (GDPR 13)."""
    home = district.current()
    legal, months = home.legal, home.legal.retention.registration_months
    if len(entities) == 1:
        sentences = [_("%(entities)s is responsible for your data.", entities=entities[0])]
    else:
        sentences = [_("%(entities)s are jointly responsible for your data.", entities=join_words(entities))]
    if "6.1.e" in legal.purpose("registration").bases:
        sentences.append(
            _(
                "We use it to keep your place, write to you about it and run this training, which is a service of"
                " public interest (GDPR, article 6.1.e)."
            )
        )
    else:
        sentences.append(
            _(
                "We use it to keep your place, write to you about it and run this training, because you ask us for a"
                " place (GDPR, article 6.1.b)."
            )
        )
    sentences.append(
        ngettext(
            "We erase it %(months)s month after the last session.",
            "We erase it %(months)s months after the last session.",
            months,
            months=months,
        )
    )
    if is_grant_funded:
        years = legal.retention.grant_years
        sentences.append(
            ngettext(
                "This training is paid for with a public grant. By law we keep the attendance list for %(years)s year,"
                " locked away.",
                "This training is paid for with a public grant. By law we keep the attendance list for %(years)s"
                " years, locked away.",
                years,
                years=years,
            )
        )
    sentences.append(_("If it is for a child, we also keep the name of the parent or guardian who registers."))
    sentences.append(
        _(
            "You can see, correct or erase your data, take it with you, or ask us to limit its use or to stop using"
            " it: write to %(email)s.",
            email=legal.data_contact.email,
        )
    )
    return Shown(NOTICE, "\n".join(sentences), current_language())


def notice_of(training: Training, facts: Facts) -> Shown:
    """Of this training: the house and whoever co-produces it answer together."""
    entities = [district.current().house_legal_name, *facts.entities]
    return notice(entities=list(dict.fromkeys(entities)), is_grant_funded=training.is_grant_funded)


def needs_label() -> str:
    return _("I agree that my access needs are used to prepare this training")


def needs_hint() -> str:
    days = district.current().legal.retention.needs_days
    return ngettext(
        "Only the people who prepare it will see them. We erase them %(days)s day after the last session. You can take"
        " this back whenever you like and keep your place.",
        "Only the people who prepare it will see them. We erase them %(days)s days after the last session. You can"
        " take this back whenever you like and keep your place.",
        days,
        days=days,
    )


def needs_consent() -> Shown:
    """The explicit consent of GDPR 9.2.a."""
    return Shown(ACCESS_NEEDS, f"{needs_label()}. {needs_hint()}", current_language())
