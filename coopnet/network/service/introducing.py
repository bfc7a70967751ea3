"""Both have said yes: from here on they talk through coopnet, and neither sees how the other is reached."""

from datetime import datetime

from coopnet.conversations.rules.talk import Person
from coopnet.conversations.service import opening
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.network.models import Post, Proposal, Volunteer
from coopnet.network.queries.proposals import contact_of, helper_of
from coopnet.network.service.moving import SUBJECT_KIND


def introduce(proposal: Proposal, *, now: datetime) -> str:
    """Their conversation; its public id. Raises what `opening.introduce` raises."""
    post = proposal.post
    return opening.introduce(
        subject=(SUBJECT_KIND, post.public_id),
        about=post.title,
        about_language=post.text_language,
        maker=_person(post),
        answerer=_person(helper_of(proposal)),
        now=now,
    )


def _person(one: Post | Volunteer) -> Person:
    if isinstance(one, Volunteer):
        barri = one.barris[0] if len(one.barris) == 1 else None
        return Person(one.name, contact_of(one), one.language, barri=barri, account_id=one.account_id)
    entity = db.session.get(Initiative, one.initiative_id) if one.initiative_id is not None else None
    return Person(
        one.name,
        contact_of(one),
        one.language,
        barri=one.barri,
        account_id=one.account_id,
        made_by=one.made_by_id,
        entity_id=entity.public_id if entity else None,
        entity_name=entity.name if entity else "",
    )
