"""A person's own page as they see it, for the team: without their link, so without what it lets them do."""

from dataclasses import replace

from coopnet.registrations.queries import find_registration
from coopnet.registrations.views.blueprint import bp
from coopnet.registrations.views.own import page_of, standing_of
from coopnet.web import guards
from coopnet.web.forms import PressForm


@bp.get("/gestio/inscripcio/<public_id>/com-ho-veu")
@guards.requires("registrations.see")
def as_seen(public_id: str) -> str:
    one = find_registration(public_id) or guards.refuse()
    standing = replace(standing_of(one), qr=None, can_change=False, can_cancel=False, can_return=False)
    return page_of(one, standing, token=None, press=PressForm())
