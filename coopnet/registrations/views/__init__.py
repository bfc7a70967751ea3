from coopnet.registrations.views import changing, joining, links, own, register
from coopnet.registrations.views.blueprint import bp
from coopnet.registrations.views.refusals import REFUSALS

__all__ = ["REFUSALS", "bp", "changing", "joining", "links", "own", "register"]
