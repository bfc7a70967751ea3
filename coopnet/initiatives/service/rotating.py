"""The week of an initiative is noted, so that nobody has a second one before everybody had a first."""

from sqlalchemy import update

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.listing import find_id_of_week
from coopnet.initiatives.rules.rotation import monday_of

GIVE_WEEK = "initiatives.give_week"


def give_week_job(dispatch: Dispatch) -> None:
    """Whom the page shows by itself from Monday on; noting it changes nothing that is shown."""
    chosen = find_id_of_week(dispatch.due_at)
    monday = monday_of(clock.to_local(dispatch.due_at).date())
    noted = update(Initiative).where(Initiative.id == chosen).values(featured_on=monday)
    db.session.execute(noted.execution_options(synchronize_session=False))
