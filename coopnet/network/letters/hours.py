"""The letter that asks whoever was helped to confirm the minutes, in one press."""

from datetime import datetime

from coopnet.conversations.rules.talk import first_name
from coopnet.foundation import outbox
from coopnet.foundation.i18n import format_date
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url, render, text_message
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.network.models import Post, VolunteerHours
from coopnet.network.queries.finding import find_post
from coopnet.network.queries.hours import find_hours, link_of
from coopnet.network.queries.reasons import minutes_in_words

TO_CONFIRM = "hours.to_confirm"


def to_confirm(hours: VolunteerHours, post: Post, *, now: datetime) -> None:
    """Who is reached through a support point has no letter box: the team or the point confirms it."""
    if post.email is None and post.phone is None:
        return
    outbox.put(
        dedup_key=f"hours:{hours.public_id}",
        channel=outbox.EMAIL if post.email else outbox.SMS,
        kind=TO_CONFIRM,
        now=now,
        subject_kind="post",
        subject_id=post.public_id,
        recipient=post.email or post.phone,
        language=post.language,
        values={"hours": hours.public_id},
    )


def word(dispatch: Dispatch) -> Words | str | None:
    """None once it is confirmed, or its reader was erased."""
    post, hours = find_post(dispatch.subject_id), find_hours(str(dispatch.values.get("hours")))
    if post is None or hours is None or dispatch.recipient is None or not post.name or hours.confirmed_at is not None:
        return None
    link = absolute_url("network.confirm_hours", token=link_of(hours))
    subject = _("Were you helped for %(time)s?", time=minutes_in_words(hours.minutes))
    if dispatch.channel == SMS:
        return text_message(_("Hello, %(name)s.", name=first_name(post.name)), subject, link)
    text, html = render(
        "network/note",
        subject=subject,
        name=post.name,
        lines=(
            _(
                "Whoever helped you has written down %(time)s on %(day)s. If it is right, one press confirms it.",
                time=minutes_in_words(hours.minutes),
                day=format_date(hours.day),
            ),
            _("If it is not right, do nothing, or tell us."),
        ),
        quoted=post.title,
        points=(),
        after=(),
        link=link,
        link_label=_("See it and confirm"),
        not_me=None,
        not_me_label="",
    )
    return Words(subject, text, html)


WORDINGS: dict[str, Wording] = {TO_CONFIRM: word}
